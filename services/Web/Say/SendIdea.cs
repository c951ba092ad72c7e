using Kivenkolo.Clients.Participation;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Say;

/// <summary>Anyone sends an idea, in any language and without a name; the next house meeting has it on its agenda.</summary>
internal static class SendIdea
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/say", Show).OpenToEveryone($"{nameof(SendIdea)}.Show");
        pages.MapPost("/say", Handle).SentByEveryone(nameof(SendIdea));
        pages.MapPage("/say/thanks", Thanks).OpenToEveryone($"{nameof(SendIdea)}.Thanks");
    }

    internal static IResult Show(Reader reader) => Html.Page<SayPage>(new { Posted = Posted.None(reader.Words).With("key", reader.NewKey()) });

    internal static async Task<IResult> Handle(IFormCollection form, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var text = posted.Needed("text", SubmitIdeaRequest.TextMaxLength);
        var title = posted.Optional("title", SubmitIdeaRequest.TitleMaxLength);
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        return posted.IsFine && posted.Took(await participation.SubmitIdea(reader.Slug!, new() { Text = text, Language = reader.Language, Title = title }, key,
            ct))
            ? Html.SeeOther(reader.To("/say/thanks"))
            : Html.Page<SayPage>(new { Posted = posted }, posted.Status);
    }

    internal static IResult Thanks() => Html.Page<ThanksPage>();
}
