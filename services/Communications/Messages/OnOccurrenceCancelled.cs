using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Scheduling;
using MassTransit;

namespace Kivenkolo.Communications.Messages;

/// <summary>Tells at once, without waiting for anyone, that something will not take place: once for each time that it was to.</summary>
public sealed class OnOccurrenceCancelled(CommunicationsDb db, CurrentSpace space, JobScheduler jobs, CommunicationsMetrics metrics, TimeProvider clock)
    : IConsumer<OccurrenceCancelled>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<OccurrenceCancelled> context)
    {
        var cancelled = context.Message;
        var last = await UrgentNotice.Last(db, cancelled.OccurrenceId, context.CancellationToken);
        if (last is { Cancels: true } || last?.Version >= cancelled.Version) return;

        var message = UrgentNotice.Of(cancelled.SpaceId, cancelled.OccurrenceId, cancelled.OccurredAt, clock.GetUtcNow(), cancels: true);
        message.Write(CancellationNotice.Write(cancelled, space.Zone()), cancelled.Version);
        await UrgentNotice.Publish(message, db, space, jobs, metrics, context.CancellationToken);
    }
}
