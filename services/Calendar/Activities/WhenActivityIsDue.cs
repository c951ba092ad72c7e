using Kivenkolo.Calendar.Commands;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>
/// Tells once that an occurrence has ended, so that feedback can be asked for, and takes in the dates that have come into reach. What was
/// cancelled, withdrawn or moved to a later time is passed over; the later time comes round by itself.
/// </summary>
internal sealed class WhenActivityIsDue(CalendarDb db, Programme programme) : IConsumer<LookAfterActivity>
{
    public async Task Consume(ConsumeContext<LookAfterActivity> context)
    {
        var (due, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(due.SpaceId, ct);
        await db.BeginChange(due.ActivityId, ct);
        var activity = await db.Activities.SingleOrDefaultAsync(a => a.Id == due.ActivityId, ct);
        if (activity is not null && activity.DueAt == due.DueAt) await programme.LookAfter(activity, ct);
    }
}
