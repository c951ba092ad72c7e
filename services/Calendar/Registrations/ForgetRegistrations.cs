using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>To oneself: who had signed up is to be forgotten.</summary>
public sealed record ForgetRegistrations
{
    public required Guid SpaceId { get; init; }

    public required Guid OccurrenceId { get; init; }
}

/// <summary>
/// Forgets all that was kept of those who signed up, two weeks after the end. What was moved to later waits until then, what is postponed until
/// its new time can be told, at most half a year.
/// </summary>
internal sealed class WhenRegistrationsAreOld(CalendarDb db, WaitingList waitingList, TimeProvider clock) : IConsumer<ForgetRegistrations>
{
    public async Task Consume(ConsumeContext<ForgetRegistrations> context)
    {
        var (old, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(old.SpaceId, ct);
        await db.BeginChange(old.OccurrenceId, ct);
        var occurrence = await db.Occurrences.SingleOrDefaultAsync(o => o.Id == old.OccurrenceId, ct);
        if (occurrence is not null && WaitingList.ForgottenAt(occurrence) > clock.GetUtcNow()) await waitingList.Forget(occurrence, ct);
        else await db.Registrations.Where(r => r.OccurrenceId == old.OccurrenceId).ExecuteDeleteAsync(ct); // the links go with them
    }
}
