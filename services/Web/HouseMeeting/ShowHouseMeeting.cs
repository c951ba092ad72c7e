using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.HouseMeeting;

/// <summary>Anyone sees when the next house meeting is, what it will talk about, and everything that was ever decided.</summary>
internal static class ShowHouseMeeting
{
    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/house-meeting", Handle).OpenToEveryone(nameof(ShowHouseMeeting));

    internal static Task<IResult> Handle(Guid? after, Reader reader, Participation participation, CancellationToken ct) =>
        Show(after, Posted.None(reader.Words), reader, participation, ct);

    /// <summary>The page; with <paramref name="call"/> when calling a meeting was just refused.</summary>
    public static async Task<IResult> Show(Guid? after, Posted call, Reader reader, Participation participation, CancellationToken ct)
    {
        var asking = participation.Decisions(reader.Slug!, after?.ToString(), ct);
        var meetings = await participation.Meetings(reader.Slug!, ct);
        var decisions = await asking;

        // Of those not yet closed, the earliest: a meeting that nobody closed is still the one to hold.
        var next = meetings.Value?.Items.Where(meeting => !meeting.IsClosed).OrderBy(meeting => meeting.Date).ThenBy(meeting => meeting.Start).FirstOrDefault();
        var agenda = next is null ? null : (await participation.Meeting(reader.Slug!, next.Id, ct)).Value;
        return Html.Page<HouseMeetingPage>(
            new { Meetings = meetings.Value?.Items, Next = agenda ?? next, Decisions = decisions.Value, Call = call.With("key", reader.NewKey()) }, call.Status);
    }
}
