using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.HouseMeetings;

/// <summary>Anyone reads which house meetings have been called and held, latest first.</summary>
internal static class ListMeetings
{
    public static void Map(RouteGroupBuilder meetings) => meetings
        .MapGet("/", Handle)
        .WithName(nameof(ListMeetings))
        .WithSummary("House meetings, latest first")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Ok<Page<MeetingResponse>>> Handle(
        ParticipationDb db, CancellationToken ct, Guid? after = null, [Range(1, Page<MeetingResponse>.Most)] int limit = Page<MeetingResponse>.Usual)
    {
        var meetings = db.HouseMeetings.AsNoTracking();
        if (after is not null)
        {
            var last = await meetings.SingleOrDefaultAsync(m => m.Id == after, ct);
            if (last is null) return TypedResults.Ok(new Page<MeetingResponse>([], null));
            meetings = meetings.Where(m => EF.Functions.LessThan(
                ValueTuple.Create(m.Date, m.Start, m.Id), ValueTuple.Create(last.Date, last.Start, last.Id)));
        }
        var page = await meetings.OrderByDescending(m => m.Date).ThenByDescending(m => m.Start).ThenByDescending(m => m.Id)
            .Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From(page.ConvertAll(MeetingResponse.Of), limit, meeting => meeting.Id.ToString()));
    }
}
