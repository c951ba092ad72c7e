namespace Kivenkolo.Calendar.Sources;

/// <summary>A time as an outside calendar writes it.</summary>
/// <param name="Wall">Date and time on the clock of the zone; midnight for a date.</param>
/// <param name="Zone">IANA zone; null for the clock of the space that reads it, as RFC 5545 says of a "floating" time.</param>
/// <param name="IsDate">Whether only the date was given: it takes the whole day.</param>
public readonly record struct OutsideTime(DateTime Wall, string? Zone, bool IsDate)
{
    /// <summary>Whether it lies before a day, whatever the clock.</summary>
    internal bool IsBefore(DateOnly day) => DateOnly.FromDateTime(Wall).AddDays(1) < day;
}

/// <summary>An event of an outside calendar, cut to size: plain text, nothing over length. What is empty was not said.</summary>
/// <param name="Uid">The event's name in its calendar, at most <see cref="LongestUid"/> characters.</param>
/// <param name="RecurrenceId">Which time of a series this one takes the place of; null for the event or the series itself.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends; null when that was not said.</param>
/// <param name="Length">How long it takes, when that was said in place of the end.</param>
/// <param name="Title">The name, on one line.</param>
/// <param name="Description">What happens there.</param>
/// <param name="Place">Where, on one line.</param>
/// <param name="Url">Its page: an http or https address.</param>
/// <param name="IsCancelled">Whether it was called off.</param>
/// <param name="Sequence">The counter of its revisions; the higher wins.</param>
/// <param name="Rule">The recurrence rule (RFC 5545 section 3.3.10) as written, not looked into.</param>
/// <param name="Excluded">Times of the series that do not take place.</param>
/// <param name="Additional">Times beside the rule's.</param>
/// <param name="Line">Where in the feed it begins, from 1.</param>
public sealed record OutsideEvent(
    string Uid, OutsideTime? RecurrenceId, OutsideTime Start, OutsideTime? End, TimeSpan? Length, string Title, string Description, string Place,
    string? Url, bool IsCancelled, int Sequence, string? Rule, IReadOnlyList<OutsideTime> Excluded, IReadOnlyList<OutsideTime> Additional, int Line)
{
    public const int LongestUid = 255;

    public const int LongestTitle = 200;

    public const int LongestDescription = 4000;

    public const int LongestPlace = 200;

    public const int LongestUrl = 1000;

    public const int LongestRule = 500;

    /// <summary>Whether it takes place once, before a day; what stands in the place of a later time does not.</summary>
    internal bool IsBefore(DateOnly day) =>
        Rule is null && Additional.Count == 0 && Start.IsBefore(day) && (RecurrenceId is not { } instead || instead.IsBefore(day));
}

/// <summary>What was refused or cut while a feed was read.</summary>
public enum FindingReason
{
    /// <summary>The feed is larger than is read; the rest was left.</summary>
    FeedTooLarge,

    /// <summary>The feed has more events to come than are taken; the rest was left.</summary>
    TooManyEvents,

    /// <summary>A line is not of the form that the format has; it was left out.</summary>
    LineNotRead,

    /// <summary>A line is longer than any is read; it was left out.</summary>
    LineTooLong,

    /// <summary>Things lie within each other deeper than is read; they were left out.</summary>
    TooDeep,

    /// <summary>Something begins and does not end, or ends and never began.</summary>
    NotClosed,

    /// <summary>Some bytes are no UTF-8; they show as a mark of replacement.</summary>
    NotUtf8,

    /// <summary>An event lacks what it cannot be without; it was left out.</summary>
    EventIncomplete,

    /// <summary>The same event comes twice; the later revision was taken.</summary>
    EventTwice,

    /// <summary>A value cannot be read or is out of bounds; it was left out.</summary>
    ValueNotRead,

    /// <summary>A text is too long; it was cut.</summary>
    TextCut,

    /// <summary>A text has markup; it was taken away.</summary>
    MarkupRemoved,

    /// <summary>Nobody knows the time zone; the space's clock is used.</summary>
    UnknownZone,

    /// <summary>The event ends before it begins; only the beginning is shown.</summary>
    EndsBeforeStart,

    /// <summary>The event is too long; its end was cut.</summary>
    EndCut,

    /// <summary>The recurrence is not one that is accepted; only the first time is taken.</summary>
    RuleRefused,

    /// <summary>The event takes place more often than is taken; the rest was left.</summary>
    TooManyTimes,
}

/// <summary>One thing that was refused or cut. It holds none of the feed's own words.</summary>
/// <param name="Line">The line of the feed, from 1; 0 for the whole.</param>
/// <param name="Reason">Why.</param>
/// <param name="What">The field, such as SUMMARY; null when it is no field.</param>
public sealed record Finding(int Line, FindingReason Reason, string? What = null);

/// <summary>Collects what was refused or cut, up to a bound.</summary>
public sealed class Findings
{
    /// <summary>The most findings that are kept of one reading.</summary>
    public const int Most = 100;

    private readonly List<Finding> kept = [];

    /// <summary>The first of them, in order.</summary>
    public IReadOnlyList<Finding> Kept => kept;

    /// <summary>How many there were in all.</summary>
    public int Count { get; private set; }

    public void Add(int line, FindingReason reason, string? what = null)
    {
        Count++;
        if (kept.Count < Most) kept.Add(new(line, reason, what));
    }
}

/// <summary>What was read of a feed.</summary>
/// <param name="Events">Its events, each UID and RECURRENCE-ID once.</param>
/// <param name="IsWhole">Whether all of the feed was read: only then can a missing event be said to be gone.</param>
/// <param name="IsCalendar">Whether it was a calendar at all, and not, say, a page that asks to sign in.</param>
public sealed record Reading(IReadOnlyList<OutsideEvent> Events, bool IsWhole, bool IsCalendar);
