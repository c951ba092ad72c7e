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

/// <param name="Version">The version that was read.</param>
/// <param name="Reason">What is to be corrected, for the person who entered it.</param>
public sealed record ReturnRunRequest(
    [property: Required, Range(1, 1_000_000)] int? Version,
    [property: Required, StringLength(RecordRunRequest.LongestReason, MinimumLength = 1)] string? Reason);

/// <summary>Who would sign off someone's hours gives them back to be corrected instead; sent again, they wait for the signature anew.</summary>
internal static class ReturnRun
{
    public static void Map(RouteGroupBuilder runs) => runs
        .MapPost("/{runId:guid}/return", Handle)
        .WithName(nameof(ReturnRun))
        .WithSummary("Give someone's hours back to be corrected")
        .DoneByStaff(RateLimit.StaffWrite, Supervision.Roles)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<RunResponse>, LocalizedProblem>> Handle(
        Guid runId, ReturnRunRequest request, ClaimsPrincipal user, CalendarDb db, CurrentSpace space, TimeProvider clock, HttpContext http,
        CancellationToken ct)
    {
        await using var change = await db.BeginChange(runId, ct);
        var run = await db.Runs.SingleOrDefaultAsync(r => r.Id == runId, ct);
        if (run is null) return Refusal.RunUnknown.Result();
        if (run.Version != request.Version || !Etag.Matches(http.Request, run.Xmin)) return Refusal.VersionChanged.Result();
        var supervision = new Supervision(user, space);
        if (run.Subject != supervision.Subject && !supervision.IsFor(run, await SignOffRun.SupervisorOf(run, db, ct)))
            return Refusal.CallerNotSupervisor.Result();
        if (run.Return(supervision.Subject, request.Reason!.Trim(), clock.GetUtcNow()) is { } refusal) return refusal.Result();
        await db.SaveChange(change, ct);
        Etag.Tell(http.Response, run.Xmin);
        return TypedResults.Ok((await RunResponse.Read(db, db.Runs.Where(r => r.Id == runId), 1, supervision, ct)).Single());
    }
}
