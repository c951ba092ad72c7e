using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <param name="Nickname">What to be called, 1–40 characters on one line; need not be a name.</param>
/// <param name="Language">The language to be written to in, a BCP 47 tag.</param>
/// <param name="Email">Where to be reached; may be left out.</param>
public sealed record RegisterRequest(
    [property: Required, Nickname] string Nickname,
    [property: Required, LanguageTag] string Language,
    [property: MailAddress] string? Email = null);

/// <param name="RegistrationId">The sign-up.</param>
/// <param name="Status">confirmed or waiting.</param>
/// <param name="Place">The place in the waiting list, from 1; null when there is a place.</param>
/// <param name="Token">The secret for the link to one's own sign-up; it is shown here and never again.</param>
public sealed record RegisterResponse(Guid RegistrationId, RegistrationStatus Status, int? Place, string Token);

/// <summary>A nickname: 1–40 characters, not only spaces, on one line.</summary>
public sealed class NicknameAttribute() : StringLengthAttribute(Registration.LongestNickname)
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null
        || (value is string name && base.IsValid(name) && !string.IsNullOrWhiteSpace(name)
            && !name.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => "1–40 characters on one line.";
}

/// <summary>
/// Anyone signs up for an occurrence, without an account: a place while there are places, then the waiting list in order of arrival. The order
/// is that in which the database lets them in, one at a time. Sent again with the same key it is the same sign-up, with another link to it:
/// the answer that was given first cannot be kept, for it holds a secret.
/// </summary>
internal static class Register
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapPost("/{occurrenceId:guid}/registrations", Handle)
        .WithName(nameof(Register))
        .WithSummary("Sign up for an occurrence, without an account")
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite);

    internal static async Task<Results<Created<RegisterResponse>, LocalizedProblem>> Handle(
        Guid occurrenceId, RegisterRequest request, CalendarDb db, SignUpDesk desk, WaitingList waitingList, IPublishEndpoint events, TimeProvider clock,
        CancellationToken ct, [FromHeader(Name = "Idempotency-Key"), StringLength(200, MinimumLength = 1)] string? key = null)
    {
        using var turn = await desk.Turn(ct);
        await using var change = await db.BeginChange(occurrenceId, ct);
        var requestKey = key is null ? null : LinkToken.HashOf(key);
        // While one has the lock all others wait, so all there is to know is asked for at once.
        var found = await (
            from o in db.Occurrences
            join a in db.Activities on o.ActivityId equals a.Id
            where o.Id == occurrenceId
            select new
            {
                Occurrence = o,
                Activity = a,
                PlaceName = db.Places.Where(p => p.Id == (o.PlaceId ?? a.PlaceId)).Select(p => p.Name).FirstOrDefault(),
                Last = db.Registrations.Where(r => r.OccurrenceId == occurrenceId).Max(r => (int?)r.Number) ?? 0,
                Taken = db.Registrations.Count(r => r.OccurrenceId == occurrenceId
                    && (r.Status == RegistrationStatus.Confirmed || r.Status == RegistrationStatus.Offered)),
                Waiting = db.Registrations.Count(r => r.OccurrenceId == occurrenceId && r.Status == RegistrationStatus.Waiting),
                IsRepeated = requestKey != null && db.Registrations.Any(r => r.OccurrenceId == occurrenceId && r.RequestKey == requestKey),
            })
            .AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.OccurrenceUnknown.Result();

        Registration registration;
        int? place;
        if (found.IsRepeated)
        {
            registration = await db.Registrations.SingleAsync(r => r.OccurrenceId == occurrenceId && r.RequestKey == requestKey, ct);
            if (registration.IsActive && !Says(registration, request)) return IdempotentRequests.KeyReused;
            place = await SignUpList.PlaceOf(registration, db, ct);
        }
        else
        {
            var (now, list) = (clock.GetUtcNow(), new SignUpList(found.Last, found.Taken, found.Waiting));
            if (WhyNot(found.Occurrence, found.Activity.NoSignUp, list, now) is { } refusal) return refusal.Result();
            registration = new Registration
            {
                Id = Guid.CreateVersion7(now),
                SpaceId = found.Occurrence.SpaceId,
                OccurrenceId = occurrenceId,
                Number = list.Last + 1,
                Nickname = request.Nickname.Trim(),
                Email = request.Email,
                Language = request.Language.ToLowerInvariant(),
                Status = list.HasRoom(found.Activity.Capacity) ? RegistrationStatus.Confirmed : RegistrationStatus.Waiting,
                RegisteredAt = now,
                ToldStart = found.Occurrence.Start,
                ToldPlace = new ProgrammeLine(found.Occurrence, found.Activity, found.PlaceName, OrganisationName: null).Place,
                RequestKey = requestKey,
            };
            place = registration.Status == RegistrationStatus.Waiting ? list.Waiting + 1 : null;
            db.Registrations.Add(registration);
            await Tell(registration, events, ct);
            waitingList.Write(registration, LetterKind.SignedUp, found.Occurrence.Start, now);
            waitingList.Remind(registration, found.Occurrence.Start);
        }

        var (token, hash) = LinkToken.New();
        db.RegistrationLinks.Add(new RegistrationLink { TokenHash = hash, SpaceId = registration.SpaceId, RegistrationId = registration.Id });
        await db.SaveChange(change, ct);
        return TypedResults.Created((string?)null, new RegisterResponse(registration.Id, registration.Status, place, token));
    }

    private static Refusal? WhyNot(Occurrence occurrence, bool noSignUp, SignUpList list, DateTimeOffset now) =>
        occurrence.Status == OccurrenceStatus.Withdrawn ? Refusal.OccurrenceUnknown
        : occurrence.Status != OccurrenceStatus.Confirmed ? Refusal.OccurrenceNotTakingPlace
        : noSignUp ? Refusal.SignUpNotNeeded
        : occurrence.HasBegun(now) ? Refusal.SignUpClosed
        : list.Active >= Registration.Most ? Refusal.SignUpListFull
        : null;

    private static bool Says(Registration registration, RegisterRequest request) =>
        registration.Nickname == request.Nickname.Trim() && registration.Email == request.Email
        && registration.Language.Equals(request.Language, StringComparison.OrdinalIgnoreCase);

    // Ids and times; who it is stays here.
    private static Task Tell(Registration registration, IPublishEndpoint events, CancellationToken ct) => registration.Status == RegistrationStatus.Confirmed
        ? events.Publish(new RegistrationConfirmed
        {
            SpaceId = registration.SpaceId,
            OccurrenceId = registration.OccurrenceId,
            RegistrationId = registration.Id,
            OccurredAt = registration.RegisteredAt,
        }, ct)
        : events.Publish(new RegistrationWaitlisted
        {
            SpaceId = registration.SpaceId,
            OccurrenceId = registration.OccurrenceId,
            RegistrationId = registration.Id,
            OccurredAt = registration.RegisteredAt,
        }, ct);
}
