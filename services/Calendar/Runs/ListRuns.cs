using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.Runs;

/// <summary>The coordinator, who supervises, reads whose hours wait to be signed off, or have been.</summary>
internal static class ListRuns
{
    public static void Map(RouteGroupBuilder runs) => runs
        .MapGet("", Handle)
        .WithName(nameof(ListRuns))
        .WithSummary("Hours of those who run activities")
        .DoneByStaff(RateLimit.Read, Role.Coordinator);

    internal static async Task<Ok<Page<RunResponse>>> Handle(
        CalendarDb db, CancellationToken ct, bool? signedOff = null, Guid? after = null, [Range(1, Page<RunResponse>.Most)] int limit = Page<RunResponse>.Usual)
    {
        var which = db.Runs.Where(r => (signedOff == null || r.SignedOffAt != null == signedOff) && (after == null || r.Id > after));
        return TypedResults.Ok(Page.From(await RunResponse.Read(db, which, limit + 1, ct), limit, run => run.Id.ToString()));
    }
}
