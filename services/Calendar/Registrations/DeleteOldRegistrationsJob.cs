using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// Deletes all that was kept of those who signed up, in every space: two weeks after the end, or after it was cancelled if that was later; while a
/// new time is awaited, half a year after the old one.
/// </summary>
internal sealed class DeleteOldRegistrationsJob(CalendarDb db, TimeProvider clock) : IRecurringJob
{
    public static string Kind => "delete-old-registrations";

    public Task Run(CancellationToken ct)
    {
        var ended = clock.GetUtcNow() - Registration.KeptAfterEnd;
        var postponed = clock.GetUtcNow() - Registration.KeptWhilePostponed;
        return db.Registrations.IgnoreQueryFilters().Where(r => !db.Occurrences.Any(o => o.Id == r.OccurrenceId
                && (o.Status == OccurrenceStatus.Postponed ? o.End > postponed
                    : o.End > ended || (o.Status == OccurrenceStatus.Cancelled && o.ChangedAt > ended))))
            .ExecuteDeleteAsync(ct); // the links go with them
    }
}
