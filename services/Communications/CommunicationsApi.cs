using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.News;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Platform.Data;

namespace Kivenkolo.Communications;

internal static class CommunicationsApi
{
    /// <summary>Every address of the service.</summary>
    public static void MapCommunications(this WebApplication app)
    {
        var space = app.MapGroup("/api/communications/v1/spaces/{space}").InSpace<CommunicationsDb>();
        space.ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);

        var messages = space.MapGroup("/messages").WithTags("Messages");
        messages.ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        ListMessages.Map(messages);
        ReadMessage.Map(messages);
        WriteVariant.Map(messages);
        PublishMessage.Map(messages);

        var news = space.MapGroup("/news").WithTags("News");
        news.ProducesValidationProblem();
        ListNews.Map(news);
        ReadNewsItem.Map(news);

        var subscriptions = space.MapGroup("/subscriptions").WithTags("Subscriptions");
        subscriptions.ProducesValidationProblem();
        Subscribe.Map(subscriptions);
        ConfirmSubscription.Map(subscriptions);
        EndSubscription.Map(subscriptions);
        EndSubscriptionByOneClick.Map(subscriptions);

        NewsFeed.Map(app.MapGroup("/feeds/{space}").InSpace<CommunicationsDb>().WithTags("Feeds"));
    }
}
