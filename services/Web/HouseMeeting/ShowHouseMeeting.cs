using Kivenkolo.Clients.Participation;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.HouseMeeting;

/// <summary>Anyone sees when the next house meeting is, what it will talk about, and everything that was ever decided.</summary>
internal static class ShowHouseMeeting
{
    private const int DecisionsPerPage = 50;

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/house-meeting", Handle).OpenToEveryoneAlike(nameof(ShowHouseMeeting));

    internal static Task<IResult> Handle(Guid? after, Reader reader, ParticipationClient participation, CancellationToken ct) =>
        Show(after, Posted.None(reader.Words), reader, participation, ct);

    /// <summary>The page; with <paramref name="call"/> when calling a meeting was just refused.</summary>
    public static async Task<IResult> Show(Guid? after, Posted call, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var asking = participation.ListDecisions(reader.Slug!, ct).Page(after?.ToString(), DecisionsPerPage);
        var meetings = await participation.ListMeetings(reader.Slug!, ct).UpTo(Lists.Maximum);
        var decisions = await asking;

        // The one that residents' ideas go to: Participation chooses it by the same order.
        var next = meetings.Value?.Items.Where(meeting => meeting.State == MeetingState.Called && meeting.Date >= reader.Today)
            .OrderBy(meeting => meeting.Date).ThenBy(meeting => meeting.Start).ThenBy(meeting => meeting.Id).FirstOrDefault();
        var agenda = next is null ? null : (await participation.ReadMeeting(reader.Slug!, next.Id, ct)).Value;
        return Html.Page<HouseMeetingPage>(
            new { Meetings = meetings.Value, Next = next, Agenda = agenda?.Agenda, Decisions = decisions.Value, Call = call.With("key", reader.NewKey()) },
                call.Status);
    }
}
