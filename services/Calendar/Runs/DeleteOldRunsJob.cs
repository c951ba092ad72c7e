using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Runs;

/// <summary>Deletes everyone's hours, with their corrections, two years after the occurrence, in every space.</summary>
internal sealed class DeleteOldRunsJob(CalendarDb db, TimeProvider clock) : IRecurringJob
{
    public static string Kind => "delete-old-runs";

    public Task Run(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Runs.Run.Kept;
        return db.Runs.IgnoreQueryFilters().Where(r => db.Occurrences.Any(o => o.Id == r.OccurrenceId && o.End <= before)).ExecuteDeleteAsync(ct);
    }
}
