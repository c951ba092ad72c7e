using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>To oneself: somebody who signed up is to be written to, or to be tried again. Names no address.</summary>
public sealed record LetterDue
{
    public required Guid SpaceId { get; init; }

    /// <summary>The sign-up, which has the address.</summary>
    public required Guid RegistrationId { get; init; }

    public required LetterKind Kind { get; init; }

    /// <summary>The instant that the mail tells of: the start, or the end of an offer.</summary>
    public required DateTimeOffset Of { get; init; }

    /// <summary>Which of the changes that the person was told of, from 1; 0 when it tells of none.</summary>
    public int Change { get; init; }

    /// <summary>When it was first due.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How often it was tried before.</summary>
    public required int Attempts { get; init; }
}

/// <summary>
/// Writes one mail, if what it tells of is still so. A crash between the mail server's yes and our commit repeats it under the same Message-ID,
/// by which mailboxes know it.
/// </summary>
internal sealed class WhenLetterDue(
    CalendarDb db, CurrentSpace space, NpgsqlDataSource source, Smtp smtp, Letters letters, IDelayedPublisher later, CalendarFigures figures, TimeProvider clock)
    : IConsumer<LetterDue>
{
    public async Task Consume(ConsumeContext<LetterDue> context)
    {
        var (due, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(due.SpaceId, ct);
        var found = await (
            from r in db.Registrations.AsNoTracking()
            join o in db.Occurrences.AsNoTracking() on r.OccurrenceId equals o.Id
            join a in db.Activities.AsNoTracking() on o.ActivityId equals a.Id
            join p in db.Places on o.PlaceId ?? a.PlaceId equals p.Id into places
            from p in places.DefaultIfEmpty()
            where r.Id == due.RegistrationId
            select new { Registration = r, Occurrence = o, Activity = a, Place = p == null ? null : p.Name }).SingleOrDefaultAsync(ct);
        if (found is null || found.Registration.Email is not { } email) return;
        if (!IsStillSo(due, found.Registration, found.Occurrence) || await IsTooMuch(due, email, ct)) return;

        var (token, hash) = LinkToken.New();
        await LinkToken.Keep(
            source, "INSERT INTO registration_links (token_hash, space_id, registration_id) VALUES ($1, $2, $3)", [hash, due.SpaceId, due.RegistrationId], ct);
        using var mail = letters.Write(due, found.Registration, email, new(found.Occurrence, found.Activity, found.Place, null), token, space);
        var outcome = await smtp.Send(mail, ct);
        figures.Tried(outcome);
        if (outcome == SendOutcome.Sent)
        {
            var now = clock.GetUtcNow();
            db.SentLetters.Add(new SentLetter
            {
                Id = Guid.CreateVersion7(now),
                SpaceId = due.SpaceId,
                RegistrationId = due.RegistrationId,
                Kind = due.Kind,
                AddressBucket = SentLetter.BucketOf(email),
                SentAt = now,
            });
        }
        if (outcome == SendOutcome.Unavailable && Backoff.Next(due.Attempts + 1, due.Since, clock.GetUtcNow()) is { } again)
            await later.Publish(due with { Attempts = due.Attempts + 1 }, again, ct);
    }

    private bool IsStillSo(LetterDue due, Registration registration, Occurrence occurrence)
    {
        var now = clock.GetUtcNow();
        if (due.Kind == LetterKind.Postponed) return occurrence.Status == OccurrenceStatus.Postponed && registration.IsActive;
        if (due.Kind == LetterKind.Cancelled) return occurrence.Status is OccurrenceStatus.Cancelled or OccurrenceStatus.Withdrawn && registration.IsActive;
        if (occurrence.Status != OccurrenceStatus.Confirmed || occurrence.HasBegun(now)) return false;
        return due.Kind switch
        {
            LetterKind.SignedUp => registration.Status is RegistrationStatus.Confirmed or RegistrationStatus.Waiting,
            LetterKind.Offer => registration.Status == RegistrationStatus.Offered && registration.OfferedUntil == due.Of && due.Of > now,
            LetterKind.Place or LetterKind.Reminder => registration.Status == RegistrationStatus.Confirmed && occurrence.Start == due.Of,
            // What was told since then tells of the place too.
            LetterKind.Relocated => registration.IsActive && registration.TimesTold == due.Change,
            _ => registration.IsActive && occurrence.Start == due.Of,
        };
    }

    private async Task<bool> IsTooMuch(LetterDue due, string email, CancellationToken ct)
    {
        var (bucket, dayAgo) = (SentLetter.BucketOf(email), clock.GetUtcNow().AddDays(-1));
        // Whichever space writes; of several at once, each counts those before it.
        await db.BeginChange(DerivedId.OfMailbox(bucket), ct);
        var sent = db.SentLetters.IgnoreQueryFilters().Where(l => l.AddressBucket == bucket && l.SentAt > dayAgo);
        return await sent.CountAsync(ct) >= SentLetter.Most
            || (due.Kind == LetterKind.SignedUp && await sent.CountAsync(l => l.Kind == LetterKind.SignedUp, ct) >= SentLetter.MostSignUps);
    }
}
