using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>How a sign-up stands.</summary>
public enum RegistrationStatus
{
    /// <summary>Has a place.</summary>
    Confirmed,

    /// <summary>Waits for a place, in the order of arrival.</summary>
    Waiting,

    /// <summary>A place is kept until the person takes it or the offer ends.</summary>
    Offered,

    /// <summary>Left by the link; nickname and address are gone.</summary>
    Left,

    /// <summary>Did not take the place that was offered; nickname and address are gone.</summary>
    Expired,
}

/// <summary>
/// Somebody who wants to come along to one occurrence: a nickname of their own choice, and an address only if they like. Both are kept here
/// and nowhere else, and are gone when the person leaves, or two weeks after the occurrence; when it is postponed, half a year after at the latest.
/// </summary>
public sealed class Registration : IOfSpace
{
    /// <summary>The longest nickname, in characters.</summary>
    public const int LongestNickname = 40;

    /// <summary>The most people in the list of one occurrence, far beyond any house; it keeps a machine from filling the table.</summary>
    public const int Most = 2000;

    /// <summary>How long after the end of the occurrence the rows are kept: until those who ran it have counted and asked for feedback.</summary>
    public static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(14);

    /// <summary>How long after its old end the rows of what is postponed are kept at most, for a new time to be told.</summary>
    public static readonly TimeSpan KeptWhilePostponed = TimeSpan.FromDays(180);

    /// <summary>How long before the start the reminder comes.</summary>
    public static readonly TimeSpan RemindedBefore = TimeSpan.FromHours(24);

    private static readonly TimeSpan OfferLasts = TimeSpan.FromHours(24);
    private static readonly TimeSpan OfferEndsBefore = TimeSpan.FromHours(2);
    private static readonly TimeSpan ShortestOffer = TimeSpan.FromHours(1);

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid OccurrenceId { get; init; }

    /// <summary>The order of arrival at the occurrence, from 1, without a gap.</summary>
    public required int Number { get; init; }

    /// <summary>What to be called; null when the person has left.</summary>
    public required string? Nickname { get; set; }

    /// <summary>Where to be reached; null when that was not wished, or the person has left.</summary>
    public required string? Email { get; set; }

    /// <summary>The language to be written to in, a BCP 47 tag.</summary>
    public required string Language { get; init; }

    public required RegistrationStatus Status { get; set; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Until when a place is kept; null when none is offered.</summary>
    public DateTimeOffset? OfferedUntil { get; private set; }

    /// <summary>The start that the person knows of; null when they were told that it does not take place.</summary>
    public required DateTimeOffset? ToldStart { get; set; }

    /// <summary>The place that the person knows of; null when that was not kept.</summary>
    public required LocalizedText? ToldPlace { get; set; }

    /// <summary>Whether the person waits for a new time, having been told that there will be one.</summary>
    public bool ToldPostponed { get; private set; }

    /// <summary>How many times the person was told of a change.</summary>
    public int TimesTold { get; private set; }

    /// <summary>The starts of which a reminder is on its way.</summary>
    public DateTimeOffset[] RemindersOf { get; private set; } = [];

    /// <summary>SHA-256 of the key under which it was sent: sent again, it is the same sign-up.</summary>
    public required byte[]? RequestKey { get; init; }

    /// <summary>Whether a place is taken up, be it only until an offer ends.</summary>
    public bool HoldsPlace => Status is RegistrationStatus.Confirmed or RegistrationStatus.Offered;

    /// <summary>Whether the person is still in the list.</summary>
    public bool IsActive => HoldsPlace || Status == RegistrationStatus.Waiting;

    /// <summary>
    /// Gives a place to the first who waits: as an offer to those who can be reached in time, since plans change while one waits; else at
    /// once, since nobody could answer.
    /// </summary>
    public void Promote(DateTimeOffset start, DateTimeOffset now)
    {
        var end = now + OfferLasts < start - OfferEndsBefore ? now + OfferLasts : start - OfferEndsBefore;
        if (Email is null || end < now + ShortestOffer) (Status, OfferedUntil) = (RegistrationStatus.Confirmed, null);
        else (Status, OfferedUntil) = (RegistrationStatus.Offered, end);
    }

    /// <summary>Whether a place is kept too long for a new start, or was kept while nobody could take it.</summary>
    public bool NeedsNewOffer(DateTimeOffset start, bool wasPostponed, DateTimeOffset now) =>
        Status == RegistrationStatus.Offered && (wasPostponed || OfferedUntil <= now || OfferedUntil > start - OfferEndsBefore);

    /// <summary>Takes down that a reminder of a start is on its way; false when one is already.</summary>
    public bool RemindOf(DateTimeOffset start)
    {
        if (RemindersOf.Contains(start)) return false;
        RemindersOf = [.. RemindersOf, start];
        return true;
    }

    /// <summary>Takes the place that is offered; false when none is. A second time is welcome.</summary>
    public bool Accept(DateTimeOffset now)
    {
        if (Status == RegistrationStatus.Confirmed) return true;
        if (Status != RegistrationStatus.Offered || OfferedUntil <= now) return false;
        (Status, OfferedUntil) = (RegistrationStatus.Confirmed, null);
        return true;
    }

    /// <summary>Leaves, and with the person all that was kept of them; false when that was so already.</summary>
    public bool Leave() => IsActive && End(RegistrationStatus.Left);

    /// <summary>Lets an offer end that nobody took; false when it does not end now.</summary>
    public bool LetOfferEnd(DateTimeOffset now) => Status == RegistrationStatus.Offered && OfferedUntil <= now && End(RegistrationStatus.Expired);

    /// <summary>What the person must be told of the occurrence as it is now; null when they know. They know afterwards.</summary>
    public LetterKind? Tell(Occurrence occurrence, LocalizedText place)
    {
        if (!IsActive) return null;
        var isPostponed = occurrence.Status == OccurrenceStatus.Postponed;
        DateTimeOffset? start = occurrence.Status == OccurrenceStatus.Confirmed ? occurrence.Start : null;
        var isElsewhere = start is not null && !place.IsEmpty && ToldPlace is not null && !PlaceNames.AreOfOne(ToldPlace, place);
        LetterKind? kind =
            (start, isPostponed) == (ToldStart, ToldPostponed) ? isElsewhere ? LetterKind.Relocated : null
            : start is not null ? LetterKind.Moved
            : isPostponed ? LetterKind.Postponed
            : LetterKind.Cancelled;
        (ToldStart, ToldPostponed) = (start, isPostponed);
        if (start is not null) ToldPlace = place;
        if (kind is not null) TimesTold++;
        return kind;
    }

    private bool End(RegistrationStatus how)
    {
        (Status, OfferedUntil, Nickname, Email) = (how, null, null, null);
        return true;
    }
}

/// <summary>A link that belongs to a sign-up: only the hash of its 256 random bits is kept. Each mail has one of its own.</summary>
public sealed class RegistrationLink : IOfSpace
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid RegistrationId { get; init; }
}

/// <summary>What a mail to someone who signed up is about.</summary>
public enum LetterKind
{
    /// <summary>The sign-up has arrived: a place, or a place in the line.</summary>
    SignedUp,

    /// <summary>A place is kept for a while.</summary>
    Offer,

    /// <summary>A place came free too late to ask.</summary>
    Place,

    /// <summary>It is tomorrow.</summary>
    Reminder,

    /// <summary>It does not take place.</summary>
    Cancelled,

    /// <summary>It takes place at another time.</summary>
    Moved,

    /// <summary>It takes place somewhere else.</summary>
    Relocated,

    /// <summary>It does not take place at its time; a new one will be told.</summary>
    Postponed,
}
