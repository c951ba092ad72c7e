using Kivenkolo.Clients.Participation;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Answer;

/// <summary>Anyone who was there says how it was: one face, one sentence if they like, no name.</summary>
internal static class GiveFeedback
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/answer/{formId:guid}", Show).OpenToEveryone($"{nameof(GiveFeedback)}.Show");
        pages.MapPost("/answer/{formId:guid}", Handle).SentByEveryone(nameof(GiveFeedback));
        pages.MapPage("/answer/{formId:guid}/thanks", Thanks).OpenToEveryone($"{nameof(GiveFeedback)}.Thanks");
    }

    internal static async Task<IResult> Show(Guid formId, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var form = await participation.ReadFeedbackForm(reader.Slug!, formId, ct);
        return form.Value is { } found
            ? Html.Page<AnswerPage>(new { Form = found, Posted = Posted.None(reader.Words).With("key", reader.NewKey()) })
            : Html.Instead(form);
    }

    internal static async Task<IResult> Handle(Guid formId, IFormCollection form, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var face = posted.Choice<Clients.Participation.Face>("face");
        var sentence = posted.Optional("sentence", AnswerFeedbackRequest.SentenceMaxLength);
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        if (posted.IsFine && posted.Took(await participation.AnswerFeedback(reader.Slug!, formId, new() { Face = face, Sentence = sentence }, key, ct)))
            return Html.SeeOther(reader.To($"/answer/{formId}/thanks"));

        var asked = await participation.ReadFeedbackForm(reader.Slug!, formId, ct);
        return asked.IsMissing || asked.IsForbidden ? Html.Instead(asked)
            : Html.Page<AnswerPage>(new { Form = asked.Value, Posted = posted }, posted.Status);
    }

    internal static IResult Thanks() => Html.Page<ThanksPage>();
}
