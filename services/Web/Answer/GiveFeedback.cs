using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Answer;

/// <summary>Anyone who was there says how it was: one face, one sentence if they like, no name.</summary>
internal static class GiveFeedback
{
    public static readonly string[] Faces = ["good", "okay", "bad"];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/answer/{formId:guid}", Show).OpenToEveryone($"{nameof(GiveFeedback)}.Show");
        pages.MapPost("/answer/{formId:guid}", Handle).SentByEveryone(nameof(GiveFeedback));
        pages.MapPage("/answer/{formId:guid}/thanks", Thanks).OpenToEveryone($"{nameof(GiveFeedback)}.Thanks");
    }

    internal static async Task<IResult> Show(Guid formId, Reader reader, Participation participation, CancellationToken ct)
    {
        var form = await participation.Form(reader.Slug!, formId, ct);
        return form.Value is { } found
            ? Html.Page<AnswerPage>(new { Form = found, Posted = Posted.None(reader.Words).With("key", reader.NewKey()) })
            : Html.Instead(form);
    }

    internal static async Task<IResult> Handle(Guid formId, IFormCollection form, Reader reader, Participation participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var face = posted.Choice("face", Faces);
        var sentence = posted.Optional("sentence", 500);
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        if (posted.IsFine && posted.Took(await participation.AnswerForm(reader.Slug!, formId, face, sentence, key, ct)))
            return Html.SeeOther(reader.To($"/answer/{formId}/thanks"));

        var asked = await participation.Form(reader.Slug!, formId, ct);
        return asked.IsMissing || asked.IsForbidden ? Html.Instead(asked)
            : Html.Page<AnswerPage>(new { Form = asked.Value, Posted = posted }, posted.Status);
    }

    internal static IResult Thanks() => Html.Page<ThanksPage>();
}
