using Kivenkolo.Clients.Participation;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.HouseMeeting;

/// <summary>The coordinator or the resident facilitator calls a house meeting for a day and a time.</summary>
internal static class CallMeeting
{
    /// <summary>Who runs house meetings.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Facilitator];

    public static void Map(RouteGroupBuilder pages) => pages.MapPost("/house-meeting", Handle).SentByStaff(nameof(CallMeeting), Roles);

    internal static async Task<IResult> Handle(IFormCollection form, Reader reader, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var date = posted.Date("date");
        var start = posted.Time("start");
        // The form brings the meeting's id, so sending it twice calls one meeting.
        var id = Guid.TryParse(posted.Value("key"), out var key) ? key : Guid.Parse(reader.NewKey());
        return posted.IsFine && posted.Took(await participation.CallMeeting(reader.Slug!, id, new() { Date = date, Start = start }, ct: ct))
            ? Html.SeeOther(reader.To($"/house-meeting/{id}"))
            : await ShowHouseMeeting.Show(null, posted, reader, participation, ct);
    }
}
