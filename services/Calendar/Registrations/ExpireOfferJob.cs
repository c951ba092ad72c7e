using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.Platform.Scheduling;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>Lets an offer end that nobody took, and gives the place to the next. While it is postponed nobody could take it: the offer waits.</summary>
internal sealed class ExpireOfferJob(CalendarDb db, WaitingList waitingList, JobScheduler jobs, IPublishEndpoint events, TimeProvider clock)
    : IJob<ExpireOfferJob.Payload>
{
    public sealed record Payload(Guid SpaceId, Guid OccurrenceId, Guid RegistrationId) : IJobPayload, IOfSpace
    {
        public static string Kind => "expire-offer";

        string IJobPayload.Key => $"{RegistrationId}";
    }

    public async Task Run(Payload payload, CancellationToken ct)
    {
        await db.BeginChange(payload.OccurrenceId, ct);
        var registration = await db.Registrations.SingleOrDefaultAsync(r => r.Id == payload.RegistrationId, ct);
        if (registration is null) return;
        var (now, occurrence) = (clock.GetUtcNow(), await db.Occurrences.SingleAsync(o => o.Id == payload.OccurrenceId, ct));
        if (registration.Status == RegistrationStatus.Offered && (occurrence.Status == OccurrenceStatus.Postponed || registration.ToldPostponed))
        {
            jobs.Schedule(payload, now.AddDays(1));
            return;
        }
        if (!registration.LetOfferEnd(now)) return;
        await events.Publish(new RegistrationCancelled
        {
            SpaceId = payload.SpaceId,
            OccurrenceId = payload.OccurrenceId,
            RegistrationId = registration.Id,
            OccurredAt = now,
        }, ct);
        await waitingList.GiveFreePlaces(occurrence, ct);
    }
}
