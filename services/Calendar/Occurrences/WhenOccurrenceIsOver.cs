using Kivenkolo.Calendar.Commands;
using Kivenkolo.Contracts.Calendar.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>
/// Tells once that an occurrence has ended, so that feedback can be asked for. One that was cancelled, withdrawn or moved to a later time is
/// passed over; the later time has a message of its own.
/// </summary>
internal sealed class WhenOccurrenceIsOver(CalendarDb db, TimeProvider clock) : IConsumer<EndOccurrence>
{
    public async Task Consume(ConsumeContext<EndOccurrence> context)
    {
        var over = context.Message;
        await db.EnterSpace(over.SpaceId, context.CancellationToken);
        await db.BeginChange(over.ActivityId, context.CancellationToken);
        var occurrence = await db.Occurrences.SingleOrDefaultAsync(o => o.Id == over.OccurrenceId, context.CancellationToken);
        if (occurrence is null || !occurrence.TellEnd(clock.GetUtcNow())) return;

        await context.Publish(new OccurrenceEnded
        {
            SpaceId = over.SpaceId,
            OccurrenceId = occurrence.Id,
            ActivityId = occurrence.ActivityId,
            Title = await db.Activities.Where(a => a.Id == occurrence.ActivityId).Select(a => a.Title).SingleAsync(context.CancellationToken),
            Start = occurrence.Start,
            End = occurrence.End,
            OccurredAt = occurrence.End,
        }, context.CancellationToken);
    }
}
