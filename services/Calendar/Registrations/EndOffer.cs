using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>To oneself: the time to take a place is over.</summary>
public sealed record EndOffer
{
    public required Guid SpaceId { get; init; }

    public required Guid OccurrenceId { get; init; }

    public required Guid RegistrationId { get; init; }
}

/// <summary>Lets an offer end that nobody took, and gives the place to the next. While it is postponed nobody could take it: the offer waits.</summary>
internal sealed class WhenOfferIsOver(CalendarDb db, WaitingList waitingList, IDelayedPublisher later, TimeProvider clock) : IConsumer<EndOffer>
{
    public async Task Consume(ConsumeContext<EndOffer> context)
    {
        var (over, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(over.SpaceId, ct);
        await db.BeginChange(over.OccurrenceId, ct);
        var registration = await db.Registrations.SingleOrDefaultAsync(r => r.Id == over.RegistrationId, ct);
        if (registration is null) return;
        var (now, occurrence) = (clock.GetUtcNow(), await db.Occurrences.SingleAsync(o => o.Id == over.OccurrenceId, ct));
        if (registration.Status == RegistrationStatus.Offered && (occurrence.Status == OccurrenceStatus.Postponed || registration.ToldPostponed))
        {
            await later.Publish(over, now.AddDays(1), ct);
            return;
        }
        if (!registration.LetOfferEnd(now)) return;
        await context.Publish(new RegistrationCancelled
        {
            SpaceId = over.SpaceId,
            OccurrenceId = over.OccurrenceId,
            RegistrationId = registration.Id,
            OccurredAt = now,
        }, ct);
        await waitingList.GiveFreePlaces(occurrence, ct);
    }
}
