using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>Who comes next. Its callers hold the change of the occurrence (<see cref="CalendarDb.BeginChange"/>), so that no place is given twice.</summary>
internal sealed class WaitingList(CalendarDb db, IPublishEndpoint events, IDelayedPublisher later, TimeProvider clock)
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
            await later.Publish(new EndOffer { SpaceId = next.SpaceId, OccurrenceId = occurrence.Id, RegistrationId = next.Id }, end, ct);
        await Write(next, next.OfferedUntil is null ? LetterKind.Place : LetterKind.Offer, next.OfferedUntil ?? occurrence.Start, now, ct);
    }

    /// <summary>Sees to it that the person is written to, now or later; nothing for those who left no address.</summary>
    /// <param name="to">The person.</param>
    /// <param name="kind">What about.</param>
    /// <param name="of">The instant that the mail tells of: the start, or the end of an offer. One mail of a kind for each.</param>
    /// <param name="at">When to write, UTC.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task Write(Registration to, LetterKind kind, DateTimeOffset of, DateTimeOffset at, CancellationToken ct)
    {
        if (to.Email is null) return;
        var isChange = kind is LetterKind.Moved or LetterKind.Relocated or LetterKind.Postponed or LetterKind.Cancelled;
        await later.Publish(new LetterDue
        {
            SpaceId = to.SpaceId,
            RegistrationId = to.Id,
            Kind = kind,
            Of = of,
            Change = isChange ? to.TimesTold : 0,
            Since = at,
            Attempts = 0,
        }, at, ct);
    }

    /// <summary>Sees to it that the person is reminded once of a start, when there is still a day.</summary>
    public async Task Remind(Registration person, DateTimeOffset start, CancellationToken ct)
    {
        var at = start - Registration.RemindedBefore;
        if (at > clock.GetUtcNow() && person.RemindOf(start)) await Write(person, LetterKind.Reminder, start, at, ct);
    }

    /// <summary>Sees to it that all is forgotten in time.</summary>
    public Task Forget(Occurrence occurrence, CancellationToken ct) => later.Publish(
        new ForgetRegistrations { SpaceId = occurrence.SpaceId, OccurrenceId = occurrence.Id }, ForgottenAt(occurrence), ct);

    /// <summary>When all is forgotten: two weeks after the end, or after it was cancelled if that was later; while a new time is awaited, half a year.</summary>
    public static DateTimeOffset ForgottenAt(Occurrence occurrence) =>
        occurrence.Status == OccurrenceStatus.Postponed ? occurrence.End + Registration.KeptWhilePostponed
        : occurrence.Status == OccurrenceStatus.Cancelled && occurrence.ChangedAt > occurrence.End ? occurrence.ChangedAt + Registration.KeptAfterEnd
        : occurrence.End + Registration.KeptAfterEnd;
}
