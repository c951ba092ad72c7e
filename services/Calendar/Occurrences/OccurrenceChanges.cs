using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>What every change of one occurrence does around it.</summary>
internal static class OccurrenceChanges
{
    /// <summary>
    /// Makes a change of one occurrence and answers with how it is then. Its activity is what is locked, so that a change of the series and
    /// the end of an occurrence wait too. Nothing is saved when the change says why not.
    /// </summary>
    public static async Task<Results<Ok<OccurrenceResponse>, LocalizedProblem>> Make(
        Guid occurrenceId, CalendarDb db, Programme programme, HttpContext http, Func<Activity, Occurrence, Task<Refusal?>> make, CancellationToken ct)
    {
        var activityId = await db.Occurrences.Where(o => o.Id == occurrenceId).Select(o => (Guid?)o.ActivityId).SingleOrDefaultAsync(ct);
        if (activityId is null) return Refusal.OccurrenceUnknown.Result();

        await using var change = await db.BeginChange(activityId.Value, ct);
        var occurrence = await db.Occurrences.SingleAsync(o => o.Id == occurrenceId, ct);
        if (occurrence.Status == OccurrenceStatus.Withdrawn) return Refusal.OccurrenceUnknown.Result();
        if (!Etag.Matches(http.Request, occurrence.Xmin)) return Refusal.VersionChanged.Result();

        var activity = await db.Activities.SingleAsync(a => a.Id == activityId, ct);
        if (await make(activity, occurrence) is { } refusal) return refusal.Result();
        await db.SaveChangesAsync(ct);
        if (await programme.Settle(activity, ct) is { } refused) return refused;
        try { await db.SaveChange(change, ct); }
        catch (PostgresException e) when (Bookings.Refused(e)) { return Refusal.ResourceTaken.Result(); }

        var line = (await programme.Lines(all => all.Where(o => o.Id == occurrenceId), 1, ct)).Single();
        Etag.Tell(http.Response, line.Occurrence.Xmin);
        return TypedResults.Ok(programme.Show(line));
    }
}
