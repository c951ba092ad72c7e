using Kivenkolo.Clients.Communications;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.Texts;

namespace Kivenkolo.Web.Messages;

/// <summary>
/// A subscriber follows the link of a mail: to confirm, or to end. Opening the page changes nothing, since mail programs open links by
/// themselves to look for harm; the button does.
/// </summary>
internal static class FollowMailLink
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/subscriptions/confirm", (string? token, Reader reader) => Show(token, reader.Words.News.Confirm, reader.Words.News.ConfirmLead))
            .OpenToEveryone("FollowMailLink.ToConfirm");
        pages.MapPost("/subscriptions/confirm", Confirm).SentByEveryone($"{nameof(FollowMailLink)}.Confirm");
        pages.MapPage("/subscriptions/confirmed", (Reader reader) => Done(reader.Words.News.Confirmed, reader.Words.News.ConfirmedMore))
            .OpenToEveryone("FollowMailLink.Confirmed");
        pages.MapPage("/subscriptions/end", (string? token, Reader reader) => Show(token, reader.Words.News.End, reader.Words.News.EndLead))
            .OpenToEveryone("FollowMailLink.ToEnd");
        pages.MapPost("/subscriptions/end", End).SentByEveryone($"{nameof(FollowMailLink)}.End");
        pages.MapPage("/subscriptions/ended", (Reader reader) => Done(reader.Words.News.Ended, reader.Words.News.EndedMore))
            .OpenToEveryone("FollowMailLink.Ended");
    }

    internal static Task<IResult> Confirm(IFormCollection form, Reader reader, CommunicationsClient communications, CancellationToken ct) => Follow(
        form, reader, ConfirmSubscriptionRequest.TokenMaxLength, token => communications.ConfirmSubscription(reader.Slug!, new() { Token = token }, ct),
        "/subscriptions/confirmed", news => (news.Confirm, news.ConfirmLead));

    internal static Task<IResult> End(IFormCollection form, Reader reader, CommunicationsClient communications, CancellationToken ct) => Follow(
        form, reader, EndSubscriptionRequest.TokenMaxLength, token => communications.EndSubscription(reader.Slug!, new() { Token = token }, ct),
        "/subscriptions/ended", news => (news.End, news.EndLead));

    private static async Task<IResult> Follow<T>(
        IFormCollection form, Reader reader, int maxLength, Func<string, Task<ApiResponse<T>>> act, string next,
        Func<NewsWords, (string, string)> page) where T : class
    {
        var posted = new Posted(form, reader.Words);
        var token = posted.Value("token") ?? "";
        if (token.Length == 0 || token.Length > maxLength) return DoesNotWork(reader);

        var answer = await act(token);
        if (answer.IsDone) return Html.SeeOther(reader.To(next));
        if (!answer.IsAway) return DoesNotWork(reader);

        posted.Took(answer);
        var (title, lead) = page(reader.Words.News);
        return Html.Page<MailLinkPage>(new { Title = title, Lead = lead, Token = token, Menu = "/news", Posted = posted },
            StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Show(string? token, string title, string lead) =>
        Html.Page<MailLinkPage>(new { Title = title, Lead = lead, Token = token ?? "", Menu = "/news" });

    private static IResult Done(string title, string more) => Html.Page<DonePage>(new { Title = title, More = more, Menu = "/news" });

    private static IResult DoesNotWork(Reader reader) => Html.Page<DonePage>(
        new
        {
            Title = reader.Words.News.LinkDoesNotWork, More =
                reader.Words.News.LinkDoesNotWorkMore, Menu = "/news", Next = ("/subscriptions", reader.Words.News.OrderAgain),
        }, StatusCodes.Status404NotFound);
}
