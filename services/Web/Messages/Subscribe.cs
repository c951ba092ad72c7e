using Kivenkolo.Clients.Communications;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Messages;

/// <summary>Anyone orders the news by e-mail. The answer is the same whether or not the address was known; a mail asks to confirm.</summary>
internal static class Subscribe
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/subscriptions", Show).OpenToEveryone($"{nameof(Subscribe)}.Show");
        pages.MapPost("/subscriptions", Handle).SentByEveryone(nameof(Subscribe));
        pages.MapPage("/subscriptions/thanks", Thanks).OpenToEveryone($"{nameof(Subscribe)}.Thanks");
    }

    internal static IResult Show(Reader reader)
    {
        var posted = new Posted([new("topics", (string[])[.. ApiNames.All<Topic>().Select(topic => topic.Name())]), new("key", reader.NewKey())], reader.Words);
        return Html.Page<SubscribePage>(new { Posted = posted });
    }

    internal static async Task<IResult> Handle(IFormCollection form, Reader reader, CommunicationsClient communications, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var email = posted.MailAddress("email");
        var topics = posted.Choices<Topic>("topics");
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        return posted.IsFine && posted.Took(await communications.Subscribe(reader.Slug!, new() { Email = email, Language = reader.Language, Topics = topics },
            key, ct))
            ? Html.SeeOther(reader.To("/subscriptions/thanks"))
            : Html.Page<SubscribePage>(new { Posted = posted }, posted.Status);
    }

    internal static IResult Thanks(Reader reader) =>
        Html.Page<DonePage>(new { Title = reader.Words.News.CheckMail, More = reader.Words.News.CheckMailMore, Menu = "/news" });
}
