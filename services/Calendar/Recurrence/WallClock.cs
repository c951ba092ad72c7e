using NodaTime;
using NodaTime.TimeZones;

namespace Kivenkolo.Calendar.Recurrence;

/// <summary>A stretch of time in which a zone keeps one offset from UTC.</summary>
/// <param name="Begins">The clock's reading, by the offset before, when the stretch begins; null when it has no beginning.</param>
/// <param name="Before">The offset before it.</param>
/// <param name="Offset">The offset during it.</param>
/// <param name="Name">The zone's abbreviation during it, such as EET.</param>
/// <param name="IsSummerTime">Whether daylight is saved.</param>
public sealed record OffsetPeriod(DateTime? Begins, TimeSpan Before, TimeSpan Offset, string Name, bool IsSummerTime);

/// <summary>How often a clock shows a time on a date.</summary>
public enum LocalTimeKind
{
    /// <summary>Once.</summary>
    Plain,

    /// <summary>Never: a clock change skips it.</summary>
    Skipped,

    /// <summary>Twice: a clock change repeats it.</summary>
    Twice,
}

/// <summary>
/// The clock on a space's wall. A time that a clock change skips is read with the offset before the gap, one that comes twice means the
/// first (RFC 5545 section 3.3.5): 3.30 on the Helsinki spring night is 4.30, on the autumn night the 3.30 of summer time.
/// </summary>
public sealed class WallClock
{
    private readonly DateTimeZone zone;

    private WallClock(DateTimeZone zone) => this.zone = zone;

    /// <summary>The clock of an IANA time zone.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">There is no such zone.</exception>
    public static WallClock Of(string timeZone) => new(DateTimeZoneProviders.Tzdb[timeZone]);

    /// <summary>The instant at which the clock shows the time on the date, UTC.</summary>
    public DateTimeOffset InstantOf(DateOnly date, TimeOnly time) =>
        LocalDateTime.FromDateTime(date.ToDateTime(time)).InZone(zone, Resolvers.LenientResolver).ToInstant().ToDateTimeOffset();

    /// <summary>Whether the clock shows the time on the date once, or never or twice: then whoever enters it is asked what is meant.</summary>
    public LocalTimeKind KindOf(DateOnly date, TimeOnly time) => zone.MapLocal(LocalDateTime.FromDateTime(date.ToDateTime(time))).Count switch
    {
        0 => LocalTimeKind.Skipped,
        1 => LocalTimeKind.Plain,
        _ => LocalTimeKind.Twice,
    };

    /// <summary>What the clock shows at the instant.</summary>
    public DateTime At(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).ToDateTimeUnspecified();

    /// <summary>The date on the wall at the instant.</summary>
    public DateOnly DateAt(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant));

    /// <summary>The offsets in force at any time between the two instants, in order.</summary>
    public IEnumerable<OffsetPeriod> Periods(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var interval in zone.GetZoneIntervals(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to)))
        {
            var before = interval.HasStart ? zone.GetUtcOffset(interval.Start - Duration.Epsilon) : interval.WallOffset;
            yield return new(
                interval.HasStart ? interval.Start.WithOffset(before).LocalDateTime.ToDateTimeUnspecified() : null,
                before.ToTimeSpan(), interval.WallOffset.ToTimeSpan(), interval.Name, interval.Savings != Offset.Zero);
        }
    }
}
