using System.Globalization;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// One mail to somebody who signed up, if what it tells of is still so. A crash between the mail server's yes and our commit repeats it under the
/// same Message-ID, by which mailboxes know it.
/// </summary>
internal sealed class RegistrationMailDelivery(CalendarDb db, CurrentSpace space, Letters letters, CalendarMetrics metrics, TimeProvider clock)
    : IDelivery<RegistrationMailDelivery.Payload, MimeMessage, SendOutcome>
{
    /// <param name="SpaceId">The space.</param>
    /// <param name="RegistrationId">The sign-up, which has the address.</param>
    /// <param name="About">What about.</param>
    /// <param name="Of">The instant that the mail tells of: the start, or the end of an offer.</param>
    /// <param name="Change">Which of the changes that the person was told of, from 1; 0 when it tells of none.</param>
    public sealed record Payload(Guid SpaceId, Guid RegistrationId, LetterKind About, DateTimeOffset Of, int Change) : IDeliveryPayload, IOfSpace
    {
        public static string Kind => "registration-mail";

        string IDeliveryPayload.Key => string.Create(CultureInfo.InvariantCulture, $"{RegistrationId}/{About}/{Of.UtcTicks}/{Change}");

        /// <summary>The letter: its Message-ID, and its row among those that are counted.</summary>
        public Guid LetterId() => DerivedId.OfLetter(RegistrationId, About, Of, Change);
    }

    public async Task<MimeMessage?> Prepare(Payload payload, DeliveryAttempt attempt, CancellationToken ct)
    {
        var found = await (
            from r in db.Registrations.AsNoTracking()
            join o in db.Occurrences.AsNoTracking() on r.OccurrenceId equals o.Id
            join a in db.Activities.AsNoTracking() on o.ActivityId equals a.Id
            join p in db.Places on o.PlaceId ?? a.PlaceId equals p.Id into places
            from p in places.DefaultIfEmpty()
            where r.Id == payload.RegistrationId
            select new { Registration = r, Occurrence = o, Activity = a, Place = p == null ? null : p.Name }).SingleOrDefaultAsync(ct);
        if (found is null || found.Registration.Email is not { } email) return null;
        if (!IsStillSo(payload, found.Registration, found.Occurrence) || !await Count(payload, email, ct)) return null;

        var (token, hash) = LinkToken.New();
        db.RegistrationLinks.Add(new RegistrationLink { TokenHash = hash, SpaceId = payload.SpaceId, RegistrationId = payload.RegistrationId });
        return letters.Write(payload, found.Registration, email, new(found.Occurrence, found.Activity, found.Place, null), token, space);
    }

    public async Task<Settlement> Settle(Payload payload, DeliveryAttempt attempt, SendOutcome answer, CancellationToken ct)
    {
        metrics.Tried(answer);
        var id = payload.LetterId();
        if (answer != SendOutcome.Sent) await db.SentLetters.Where(l => l.Id == id).ExecuteDeleteAsync(ct);
        return MailRetries.Settle(answer, attempt, clock.GetUtcNow());
    }

    private bool IsStillSo(Payload due, Registration registration, Occurrence occurrence)
    {
        var now = clock.GetUtcNow();
        if (due.About == LetterKind.Postponed) return occurrence.Status == OccurrenceStatus.Postponed && registration.IsActive;
        if (due.About == LetterKind.Cancelled) return occurrence.Status is OccurrenceStatus.Cancelled or OccurrenceStatus.Withdrawn && registration.IsActive;
        if (occurrence.Status != OccurrenceStatus.Confirmed || occurrence.HasBegun(now)) return false;
        return due.About switch
        {
            LetterKind.SignedUp => registration.Status is RegistrationStatus.Confirmed or RegistrationStatus.Waiting,
            LetterKind.Offer => registration.Status == RegistrationStatus.Offered && registration.OfferedUntil == due.Of && due.Of > now,
            LetterKind.Place or LetterKind.Reminder => registration.Status == RegistrationStatus.Confirmed && occurrence.Start == due.Of,
            // What was told since then tells of the place too.
            LetterKind.Relocated => registration.IsActive && registration.TimesTold == due.Change,
            _ => registration.IsActive && occurrence.Start == due.Of,
        };
    }

    /// <summary>Counts the letter before it goes out; false when its mailbox has had enough for a day. One that could not be sent is taken back.</summary>
    private async Task<bool> Count(Payload due, string email, CancellationToken ct)
    {
        var (id, bucket, now) = (due.LetterId(), SentLetter.BucketOf(email), clock.GetUtcNow());
        var dayAgo = now.AddDays(-1);
        // Whichever space writes; of several at once, each counts those before it.
        await db.BeginChange(DerivedId.OfMailbox(bucket), ct);
        var sent = db.SentLetters.IgnoreQueryFilters().Where(l => l.AddressBucket == bucket && l.SentAt > dayAgo && l.Id != id);
        if (await sent.CountAsync(ct) >= SentLetter.Most) return false;
        if (due.About == LetterKind.SignedUp && await sent.CountAsync(l => l.Kind == LetterKind.SignedUp, ct) >= SentLetter.MostSignUps) return false;
        // After a crash it has been counted before.
        if (!await db.SentLetters.AnyAsync(l => l.Id == id, ct)) db.SentLetters.Add(new SentLetter
        {
            Id = id,
            SpaceId = due.SpaceId,
            RegistrationId = due.RegistrationId,
            Kind = due.About,
            AddressBucket = bucket,
            SentAt = now,
        });
        return true;
    }
}
