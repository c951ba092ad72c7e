using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Participation;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>Someone who works in the house cancels one occurrence and says why; the page, the feeds and the subscribers hear of it.</summary>
internal static class CancelOccurrence
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Editor, Role.Facilitator];

    public static void Map(RouteGroupBuilder pages) =>
        pages.MapPost("/occurrences/{id:guid}/cancellation", Handle).SentByStaff(nameof(CancelOccurrence), Roles);

    internal static async Task<IResult> Handle(
        Guid id, IFormCollection form, Reader reader, CalendarClient calendar, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var reason = posted.Needed("reason", CancelOccurrenceRequest.ReasonMaxLength);
        return posted.IsFine && posted.Took(await calendar.CancelOccurrence(reader.Slug!, id, body: new() { Reason = new(reader.Language, reason) }, ct: ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}"))
            : await ShowOccurrence.Show(id, posted, reader, calendar, participation, ct);
    }
}
