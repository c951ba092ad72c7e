using Kivenkolo.Clients.Participation;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Answer;

/// <summary>Those who run an activity print the sheet with the QR code that leads to its feedback form.</summary>
internal static class ShowPoster
{
    public static void Map(RouteGroupBuilder pages) =>
        pages.MapPage("/answer/{formId:guid}/qr", Handle).OpenToStaff(nameof(ShowPoster), Enum.GetValues<Role>());

    internal static async Task<IResult> Handle(Guid formId, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var form = await participation.ReadFeedbackForm(reader.Slug!, formId, ct);
        return form.Value is { } found ? Html.Page<PosterPage>(new { Form = found }) : Html.Instead(form);
    }
}
