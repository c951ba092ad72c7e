using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Scheduling;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>Who comes next. Its callers hold the change of the occurrence (<see cref="CalendarDb.BeginChange"/>), so that no place is given twice.</summary>
internal sealed class WaitingList(CalendarDb db, IPublishEndpoint events, JobScheduler jobs, DeliveryScheduler deliveries, TimeProvider clock)
{
    /// <summary>Gives what places are free to those who wait, in the order of arrival; saved by the caller.</summary>
    public async Task GiveFreePlaces(Occurrence occurrence, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (occurrence.Status != OccurrenceStatus.Confirmed || occurrence.HasBegun(now)) return;

        // What the caller changed is counted too.
        await db.SaveChangesAsync(ct);
        var capacity = await db.Activities.Where(a => a.Id == occurrence.ActivityId).Select(a => a.Capacity).SingleAsync(ct);
        var registrations = db.Registrations.Where(r => r.OccurrenceId == occurrence.Id);
        var taken = await registrations.CountAsync(r => r.Status == RegistrationStatus.Confirmed || r.Status == RegistrationStatus.Offered, ct);
        var free = capacity is { } places ? Math.Max(0, places - taken) : Registration.Most;
        foreach (var next in await registrations.Where(r => r.Status == RegistrationStatus.Waiting).OrderBy(r => r.Number).Take(free).ToListAsync(ct))
            await Promote(next, occurrence, now, ct);
    }

    /// <summary>Gives or offers a place to one who waits, or offers it anew when the start is another.</summary>
    public async Task Promote(Registration next, Occurrence occurrence, DateTimeOffset now, CancellationToken ct)
    {
        next.Promote(occurrence.Start, now);
        await events.Publish(new RegistrationPromoted
        {
            SpaceId = next.SpaceId,
            OccurrenceId = occurrence.Id,
            RegistrationId = next.Id,
            OfferedUntil = next.OfferedUntil,
            OccurredAt = now,
        }, ct);
        if (next.OfferedUntil is { } end)
            jobs.Schedule(new ExpireOfferJob.Payload(next.SpaceId, occurrence.Id, next.Id), end);
        Write(next, next.OfferedUntil is null ? LetterKind.Place : LetterKind.Offer, next.OfferedUntil ?? occurrence.Start, now);
    }

    /// <summary>Sees to it that the person is written to, now or later; nothing for those who left no address.</summary>
    /// <param name="to">The person.</param>
    /// <param name="kind">What about.</param>
    /// <param name="of">The instant that the mail tells of: the start, or the end of an offer. One mail of a kind for each.</param>
    /// <param name="at">When to write, UTC.</param>
    public void Write(Registration to, LetterKind kind, DateTimeOffset of, DateTimeOffset at)
    {
        if (to.Email is null) return;
        var isChange = kind is LetterKind.Moved or LetterKind.Relocated or LetterKind.Postponed or LetterKind.Cancelled;
        deliveries.Add(new RegistrationMailDelivery.Payload(to.SpaceId, to.Id, kind, of, isChange ? to.TimesTold : 0), MailTransport.Target, at);
    }

    /// <summary>Sees to it that the person is reminded once of a start, when there is still a day.</summary>
    public void Remind(Registration person, DateTimeOffset start)
    {
        var at = start - Registration.RemindedBefore;
        if (at > clock.GetUtcNow() && person.RemindOf(start)) Write(person, LetterKind.Reminder, start, at);
    }
}
