using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Sources;

/// <summary>In which form a partner's calendar is published.</summary>
public enum SourceKind
{
    /// <summary>iCalendar, RFC 5545.</summary>
    Ics,

    /// <summary>schema.org events as JSON-LD, in a document or in a page.</summary>
    JsonLd,
}

/// <summary>Everything about a source that the coordinator decides.</summary>
/// <param name="OrganisationId">Whose calendar it is.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Language">The language of its texts.</param>
/// <param name="Contact">The mail address that is asked once a month whether it is still right; null when nobody is.</param>
public sealed record SourcePlan(Guid OrganisationId, string Address, SourceKind Kind, string Language, string? Contact);

/// <summary>A partner's calendar outside, which is pulled again and again. What it says is never edited here.</summary>
public sealed class Source : IOfSpace
{
    /// <summary>A source that could not be read for so long is flagged as stale.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromDays(3);

    /// <summary>How often whoever looks after it is asked whether it is still right.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromDays(30);

    /// <summary>The most sources of a space.</summary>
    public const int Most = 50;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public Guid OrganisationId { get; private set; }

    public string Address { get; private set; } = "";

    public SourceKind Kind { get; private set; }

    public string Language { get; private set; } = "";

    /// <summary>A mail address; it is in no event, log or answer but the coordinator's.</summary>
    public string? Contact { get; private set; }

    /// <summary>The number of the question "still right?" that is awaited; 0 when nobody is asked.</summary>
    public long Question { get; private set; }

    /// <summary>When that was asked last.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>When it was last answered with yes.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>How often that was asked since then, or since someone else is asked.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Whether two months have gone by without an answer.</summary>
    public bool IsUnconfirmed => Unanswered > 2;

    /// <summary>When it was entered, or pointed elsewhere.</summary>
    public DateTimeOffset FollowedAt { get; private set; }

    public DateTimeOffset? AttemptedAt { get; private set; }

    /// <summary>When it was last read, or said that nothing has changed.</summary>
    public DateTimeOffset? SucceededAt { get; private set; }

    /// <summary>How many attempts have failed since then.</summary>
    public int Failures { get; private set; }

    /// <summary>The status that it answered last.</summary>
    public int? LastStatus { get; private set; }

    /// <summary>Why the last attempt failed, in one word; null when it did not.</summary>
    public string? LastError { get; private set; }

    /// <summary>What it wants to be asked with, next time.</summary>
    public string? Etag { get; private set; }

    /// <inheritdoc cref="Etag"/>
    public string? LastModified { get; private set; }

    /// <summary>The day in the space's zone on which it was last read whole; the days that are shown move on with it.</summary>
    public DateOnly? ReadOn { get; private set; }

    /// <summary>What was refused or cut at the last reading: the first of it.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>How much was refused or cut in all.</summary>
    public int FindingCount { get; private set; }

    /// <summary>Whether what is shown of it may have changed outside without our knowing.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Counter of the changes to what is shown of it.</summary>
    public long ShownVersion { get; private set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }

    public SourcePlan ReadPlan() => new(OrganisationId, Address, Kind, Language, Contact);

    /// <summary>Takes a plan. What is pulled from now on is asked for whole.</summary>
    /// <returns>Whether it is to be pulled now, and whether someone is to be asked from now on who was not before.</returns>
    public (bool Pull, bool Ask) Take(SourcePlan plan, DateTimeOffset now)
    {
        var asks = Contact is null && plan.Contact is not null;
        if (asks) Question++;
        if (Contact != plan.Contact) Unanswered = 0;
        Contact = plan.Contact;
        if (FollowedAt != default && (plan.OrganisationId, plan.Address, plan.Kind, plan.Language) == (OrganisationId, Address, Kind, Language))
            return (false, asks);
        (OrganisationId, Address, Kind, Language) = (plan.OrganisationId, plan.Address, plan.Kind, plan.Language);
        (FollowedAt, Failures, LastStatus, LastError, Etag, LastModified, ReadOn) = (now, 0, null, null, null, null, null);
        IsStale = false;
        ShownVersion++;
        return (true, asks);
    }

    /// <summary>The question was sent, or could not be. Returns when the next one is due.</summary>
    public DateTimeOffset Asked(DateTimeOffset now)
    {
        Question++;
        Unanswered++;
        AskedAt = now;
        return now + AskEvery;
    }

    /// <summary>Whether it may be asked whether anything has changed; once a day it is read whole, since the days that are shown have moved on.</summary>
    public bool MayBeUnchanged(DateOnly today) => ReadOn == today && (Etag is not null || LastModified is not null);

    /// <summary>It said that nothing has changed. Returns when to ask again.</summary>
    /// <param name="now">When it answered.</param>
    /// <param name="jitter">From 0 to 1: how much of a tenth of the pause is added, so that not all are asked at once.</param>
    public DateTimeOffset Unchanged(DateTimeOffset now, double jitter) => Succeeded(304, now, jitter);

    /// <summary>It was read. Returns when to ask again.</summary>
    public DateTimeOffset Read(
        string? etag, string? lastModified, DateOnly today, Findings findings, bool hasChanged, DateTimeOffset now, double jitter)
    {
        (Etag, LastModified, ReadOn) = (etag, lastModified, today);
        (Findings, FindingCount) = (findings.Kept, findings.Count);
        if (hasChanged) ShownVersion++;
        return Succeeded(200, now, jitter);
    }

    /// <summary>It could not be read; what it said before stays, and is flagged when that has lasted. Returns when to ask again: ever more rarely.</summary>
    public DateTimeOffset Failed(int? status, string error, DateTimeOffset now, double jitter)
    {
        Failures++;
        (AttemptedAt, LastStatus, LastError) = (now, status, error);
        if (!IsStale && now - (SucceededAt > FollowedAt ? SucceededAt.Value : FollowedAt) >= StaleAfter)
        {
            IsStale = true;
            ShownVersion++;
        }
        var pause = Interval * Math.Pow(2, Math.Min(Failures - 1, 10));
        return Next(pause < LongestInterval ? pause : LongestInterval, now, jitter);
    }

    private DateTimeOffset Succeeded(int status, DateTimeOffset now, double jitter)
    {
        (AttemptedAt, SucceededAt, Failures, LastStatus, LastError) = (now, now, 0, status, null);
        if (IsStale) ShownVersion++;
        IsStale = false;
        return Next(Interval, now, jitter);
    }

    private static DateTimeOffset Next(TimeSpan pause, DateTimeOffset now, double jitter) => now + (pause * (1 + (0.1 * jitter)));
}

/// <summary>A link in a mail that asks "still right?"; its token is kept as a hash alone.</summary>
public sealed class SourceQuestion : IOfSpace
{
    /// <summary>How long the link works: until well after the next one has come.</summary>
    public static readonly TimeSpan WorksFor = TimeSpan.FromDays(40);

    public required byte[] TokenHash { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid SourceId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }
}

/// <summary>One time of an event that a source tells of, as it stands in the week.</summary>
public sealed class SourceEvent : IOfSpace
{
    private const int MostMissed = 3;

    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid SourceId { get; init; }

    /// <summary>The event's name in its calendar.</summary>
    public required string Uid { get; init; }

    /// <summary>Which time of a series; empty for an event that takes place once.</summary>
    public required string Key { get; init; }

    public DateTimeOffset Start { get; private set; }

    /// <summary>The end; the start itself when no end was said.</summary>
    public DateTimeOffset End { get; private set; }

    /// <summary>The day of the start in the space's zone.</summary>
    public DateOnly LocalDate { get; private set; }

    /// <summary>Whether it takes whole days, so that its times are midnights.</summary>
    public bool IsAllDay { get; private set; }

    public LocalizedText Title { get; private set; } = LocalizedText.Empty;

    public LocalizedText Description { get; private set; } = LocalizedText.Empty;

    public LocalizedText Place { get; private set; } = LocalizedText.Empty;

    public string? Url { get; private set; }

    public bool IsCancelled { get; private set; }

    /// <summary>How many readings in a row, none of them of the whole calendar, did not have it.</summary>
    public int Missed { get; private set; }

    /// <summary>It was not in what could be read of its calendar. Returns whether that was so often enough to say that it is gone.</summary>
    internal bool Miss() => ++Missed >= MostMissed;

    /// <summary>Takes what the source says now; false when it says nothing new.</summary>
    internal bool Take(OutsideOccurrence said, DateOnly day, string language)
    {
        Missed = 0;
        var found = said.Event;
        LocalizedText title = new(language, found.Title);
        var description = found.Description.Length == 0 ? LocalizedText.Empty : new(language, found.Description);
        var place = found.Place.Length == 0 ? LocalizedText.Empty : new(language, found.Place);
        if ((Start, End, LocalDate, IsAllDay, Url, IsCancelled) == (said.Start, said.End, day, found.Start.IsDate, found.Url, found.IsCancelled)
            && Title.Equals(title) && Description.Equals(description) && Place.Equals(place)) return false;
        (Start, End, LocalDate, IsAllDay, Url, IsCancelled) = (said.Start, said.End, day, found.Start.IsDate, found.Url, found.IsCancelled);
        (Title, Description, Place) = (title, description, place);
        return true;
    }
}
