using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Runs;

/// <param name="Version">The version that was read: what has changed since is not signed by mistake.</param>
public sealed record SignOffRunRequest([property: Required, Range(1, 1_000_000)] int? Version);

/// <summary>
/// The supervisor that the activity names signs off someone's hours, or a coordinator where it names none; nobody their own. A second time
/// changes nothing: the first signature stands.
/// </summary>
internal static class SignOffRun
{
    public static void Map(RouteGroupBuilder runs) => runs
        .MapPost("/{runId:guid}/sign-off", Handle)
        .WithName(nameof(SignOffRun))
        .WithSummary("Sign off someone's hours")
        .DoneByStaff(RateLimit.StaffWrite, Supervision.Roles)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<RunResponse>, LocalizedProblem>> Handle(
        Guid runId, SignOffRunRequest request, ClaimsPrincipal user, CalendarDb db, CurrentSpace space, TimeProvider clock, HttpContext http,
        CancellationToken ct)
    {
        await using var change = await db.BeginChange(runId, ct);
        var run = await db.Runs.SingleOrDefaultAsync(r => r.Id == runId, ct);
        if (run is null) return Refusal.RunUnknown.Result();
        if (run.Version != request.Version || !Etag.Matches(http.Request, run.Xmin)) return Refusal.VersionChanged.Result();
        var supervision = new Supervision(user, space);
        if (run.SignedOffBy is null)
        {
            if (run.Subject != supervision.Subject && !supervision.IsFor(run, await SupervisorOf(run, db, ct))) return Refusal.CallerNotSupervisor.Result();
            if (run.SignOff(user.Subject()!, clock.GetUtcNow()) is { } refusal) return refusal.Result();
            await db.SaveChange(change, ct);
        }
        Etag.Tell(http.Response, run.Xmin);
        return TypedResults.Ok((await RunResponse.Read(db, db.Runs.Where(r => r.Id == runId), 1, supervision, ct)).Single());
    }

    /// <summary>The account that the activity names as the supervisor; null when it names none.</summary>
    internal static Task<string?> SupervisorOf(Run run, CalendarDb db, CancellationToken ct) =>
        (from occurrence in db.Occurrences
         join activity in db.Activities on occurrence.ActivityId equals activity.Id
         where occurrence.Id == run.OccurrenceId
         select activity.SupervisorSubject).SingleAsync(ct);
}
