using Kivenkolo.Contracts.Calendar.V1;
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

/// <summary>Lets an offer end that nobody took, and gives the place to the next.</summary>
internal sealed class WhenOfferIsOver(CalendarDb db, WaitingList waitingList, TimeProvider clock) : IConsumer<EndOffer>
{
    public async Task Consume(ConsumeContext<EndOffer> context)
    {
        var (over, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(over.SpaceId, ct);
        await db.BeginChange(over.OccurrenceId, ct);
        var registration = await db.Registrations.SingleOrDefaultAsync(r => r.Id == over.RegistrationId, ct);
        var now = clock.GetUtcNow();
        if (registration is null || !registration.LetOfferEnd(now)) return;
        await context.Publish(new RegistrationCancelled
        {
            SpaceId = over.SpaceId,
            OccurrenceId = over.OccurrenceId,
            RegistrationId = registration.Id,
            OccurredAt = now,
        }, ct);
        await waitingList.GiveFreePlaces(await db.Occurrences.SingleAsync(o => o.Id == over.OccurrenceId, ct), ct);
    }
}
