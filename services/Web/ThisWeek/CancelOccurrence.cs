using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>Someone who works in the house cancels one occurrence and says why; the page, the feeds and the subscribers hear of it.</summary>
internal static class CancelOccurrence
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Editor, Role.Facilitator];

    public static void Map(RouteGroupBuilder pages) => pages.MapPost("/occurrences/{id:guid}/cancellation", Handle).SentByStaff(nameof(CancelOccurrence), Roles);

    internal static async Task<IResult> Handle(
        Guid id, IFormCollection form, Reader reader, Calendar calendar, Participation participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var reason = posted.Needed("reason", 500);
        return posted.IsFine && posted.Took(await calendar.Cancel(reader.Slug!, id, new LocalizedText(reader.Language, reason), ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}"))
            : await ShowOccurrence.Show(id, posted, reader, calendar, participation, ct);
    }
}
