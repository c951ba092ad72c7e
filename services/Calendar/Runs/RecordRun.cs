using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Runs;

/// <param name="OccurrenceId">The occurrence, which is over.</param>
/// <param name="Minutes">How long it took, preparation included; whole quarters of an hour, up to 24 hours.</param>
/// <param name="Note">What the person wants to say about it, to the supervisor alone.</param>
/// <param name="ReasonForCorrection">Why it is changed; needed once it has been signed off.</param>
public sealed record RecordRunRequest(
    [property: Required] Guid? OccurrenceId,
    [property: Required, Range(15, 1440), QuarterHours] int? Minutes,
    [property: StringLength(RecordRunRequest.LongestNote, MinimumLength = 1)] string? Note = null,
    [property: StringLength(RecordRunRequest.LongestReason, MinimumLength = 1)] string? ReasonForCorrection = null)
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 1000;

    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 500;
}

/// <summary>A number of minutes that makes whole quarters of an hour.</summary>
public sealed class QuarterHoursAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is int minutes && minutes % 15 == 0);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "Whole quarters of an hour: 15, 30, 45, 60 and so on.";
}

/// <summary>
/// A facilitator or student enters for how long they ran an occurrence that is over, for themselves and once for each. The id is the caller's:
/// the same entry again changes nothing, another content corrects it.
/// </summary>
internal static class RecordRun
{
    public static void Map(RouteGroupBuilder runs) => runs
        .MapPut("/{runId:guid}", Handle)
        .WithName(nameof(RecordRun))
        .WithSummary("Record or correct one's own hours for an occurrence")
        .DoneByStaff(RateLimit.StaffWrite, Role.Facilitator, Role.Student)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<RunResponse>, Created<RunResponse>, LocalizedProblem>> Handle(
        Guid runId, RecordRunRequest request, ClaimsPrincipal user, CalendarDb db, CurrentSpace space, TimeProvider clock,
        HttpContext http, CancellationToken ct)
    {
        var (subject, now) = (user.Subject()!, clock.GetUtcNow());
        var (minutes, note, reason) = (request.Minutes!.Value, Trimmed(request.Note), Trimmed(request.ReasonForCorrection));
        await using var change = await db.BeginChange(runId, ct);
        var occurrence = await db.Occurrences.AsNoTracking()
            .SingleOrDefaultAsync(o => o.Id == request.OccurrenceId && o.Status == OccurrenceStatus.Confirmed, ct);
        if (occurrence is null) return Refusal.CountedOccurrenceUnknown.Result();
        if (occurrence.End > now) return Refusal.OccurrenceNotOver.Result();

        var run = await db.Runs.SingleOrDefaultAsync(r => r.Id == runId, ct);
        var isNew = run is null;
        if (run is not null && (run.Subject != subject || run.OccurrenceId != occurrence.Id)) return Refusal.IdTaken.Result();
        if (!Etag.Matches(http.Request, run?.Xmin)) return Refusal.VersionChanged.Result();
        if (run is null)
        {
            run = new Run { Id = runId, SpaceId = space.Id, OccurrenceId = occurrence.Id, Subject = subject, Name = NameOf(user) };
            db.Runs.Add(run);
        }
        if (!run.Says(minutes, note))
        {
            var (refusal, trace) = run.Take(minutes, note, reason, now);
            if (refusal is { } why) return why.Result();
            if (trace is not null) db.RunCorrections.Add(trace);
            try { await db.SaveChange(change, ct); }
            catch (DbUpdateException e) when (e.Violates(CalendarDb.OneRunPerId)) { return Refusal.IdTaken.Result(); }
            catch (DbUpdateException e) when (e.Violates(CalendarDb.OneRunPerPerson)) { return Refusal.RunAlreadyRecorded.Result(); }
        }
        Etag.Tell(http.Response, run.Xmin);
        var recorded = (await RunResponse.Read(db, db.Runs.Where(r => r.Id == runId), 1, new(user, space), ct)).Single();
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/runs/{runId}", recorded) : TypedResults.Ok(recorded);
    }

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;

    private static string NameOf(ClaimsPrincipal user) => user.FindFirstValue("name") is { } name ? name[..Math.Min(name.Length, CalendarDb.LongestName)] : "";
}
