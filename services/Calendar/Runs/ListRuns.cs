using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.Runs;

/// <summary>The coordinator reads whose hours wait to be signed off, or have been; a supervisor those of the activities that name them.</summary>
internal static class ListRuns
{
    public static void Map(RouteGroupBuilder runs) => runs
        .MapGet("", Handle)
        .WithName(nameof(ListRuns))
        .WithSummary("Hours of those who run activities")
        .DoneByStaff(RateLimit.Read, Supervision.Roles);

    internal static async Task<Ok<Page<RunResponse>>> Handle(
        ClaimsPrincipal user, CalendarDb db, CurrentSpace space, CancellationToken ct, bool? signedOff =
            null, Guid? after = null, [Range(1, Page<RunResponse>.Most)] int limit = Page<RunResponse>.Usual)
    {
        var supervision = new Supervision(user, space);
        var which = db.Runs.Where(r => (signedOff == null || r.SignedOffAt != null == signedOff) && (after == null || r.Id > after));
        if (!supervision.IsCoordinator)
        {
            var subject = supervision.Subject;
            which = which.Where(r => db.Occurrences.Any(o =>
                o.Id == r.OccurrenceId && db.Activities.Any(a => a.Id == o.ActivityId && a.SupervisorSubject == subject)));
        }
        return TypedResults.Ok(Page.From(await RunResponse.Read(db, which, limit + 1, supervision, ct), limit, run => run.Id.ToString()));
    }
}
