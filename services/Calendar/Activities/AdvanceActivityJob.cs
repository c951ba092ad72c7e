using Kivenkolo.Platform.Kernel;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>
/// Tells once that an occurrence has ended, so that feedback can be asked for, and takes in the dates that have come into reach. What was
/// cancelled, withdrawn or moved to a later time is passed over; the later time comes round by itself.
/// </summary>
internal sealed class AdvanceActivityJob(CalendarDb db, Programme programme) : IJob<AdvanceActivityJob.Payload>
{
    public sealed record Payload(Guid SpaceId, Guid ActivityId) : IJobPayload, IOfSpace
    {
        public static string Kind => "advance-activity";

        string IJobPayload.Key => $"{ActivityId}";
    }

    public async Task Run(Payload payload, CancellationToken ct)
    {
        await db.BeginChange(payload.ActivityId, ct);
        if (await db.Activities.SingleOrDefaultAsync(a => a.Id == payload.ActivityId, ct) is { } activity) await programme.LookAfter(activity, ct);
    }
}
