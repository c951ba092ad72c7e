using System.Globalization;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Sources;

/// <summary>One time at which an outside event takes place.</summary>
/// <param name="Event">What is said of this time.</param>
/// <param name="Key">Which time of a series it is: the instant that RECURRENCE-ID names; empty for an event that takes place once.</param>
/// <param name="Start">The beginning, UTC.</param>
/// <param name="End">The end, UTC; the beginning itself when no end was said.</param>
internal sealed record OutsideOccurrence(OutsideEvent Event, string Key, DateTimeOffset Start, DateTimeOffset End);

/// <summary>
/// The times of outside events within a stretch of days, by the rules of RFC 5545: the start is the first of a series, RDATE adds, EXDATE takes
/// away, an event with a RECURRENCE-ID stands in the place of one time. The work has a bound, however a rule is written.
/// </summary>
/// <param name="space">The clock of the space, for times without a zone.</param>
/// <param name="from">The first day, by that clock.</param>
/// <param name="through">The last day.</param>
/// <param name="findings">What was left out.</param>
internal sealed class Expansion(WallClock space, DateOnly from, DateOnly through, Findings findings)
{
    /// <summary>The most times of one event: more than there are days.</summary>
    public const int MostOfOne = 500;

    /// <summary>The most times in all.</summary>
    public const int MostInAll = 5000;

    private const int MostDays = 31; // of one time; an exhibition is told anew each month

    private readonly Dictionary<string, WallClock> clocks = [];
    private readonly HashSet<string> cut = [];

    /// <summary>The UIDs of events that take place more often than was taken: of these, no time can be said to be gone.</summary>
    public IReadOnlySet<string> Cut => cut;

    /// <summary>The times, each event's in order.</summary>
    public List<OutsideOccurrence> Of(IEnumerable<OutsideEvent> events)
    {
        var all = new List<OutsideOccurrence>();
        foreach (var same in events.GroupBy(found => found.Uid))
        {
            if (all.Count == MostInAll)
            {
                IsCut(same.First());
                continue;
            }
            var series = same.FirstOrDefault(found => found.RecurrenceId is null);
            var instead = new Dictionary<string, OutsideEvent>();
            foreach (var one in same.Where(found => found.RecurrenceId is not null)) instead[KeyOf(InstantOf(one.RecurrenceId!.Value, series?.Start))] = one;

            if (series is not null) all.AddRange(Starts(series).Where(time => !instead.ContainsKey(time.Key)).Select(time => At(series, time.Key, time.Start))
                .Where(IsShown));
            all.AddRange(instead.Select(one => At(one.Value, one.Key, InstantOf(one.Value.Start))).Where(IsShown));
            if (all.Count <= MostInAll) continue;
            all.RemoveRange(MostInAll, all.Count - MostInAll);
            IsCut(same.First());
        }
        return all;
    }

    private List<(string Key, DateTimeOffset Start)> Starts(OutsideEvent series)
    {
        if (series.Rule is null && series.Additional.Count == 0) return [("", InstantOf(series.Start))];

        var clock = ClockOf(series.Start);
        var (first, time) = (DateOnly.FromDateTime(series.Start.Wall), TimeOnly.FromDateTime(series.Start.Wall));
        // A day more on both sides, since the event's clock may show another date than the space's.
        var starts = Dates(series, clock, first, time).Where(date => date >= from.AddDays(-1) && date <= through.AddDays(1))
            .Select(date => clock.InstantOf(date, time))
            .Concat(series.Additional.Select(added => InstantOf(added, series.Start)).Where(IsNear)).ToHashSet();
        foreach (var gone in series.Excluded) starts.Remove(InstantOf(gone, series.Start));
        if (starts.Count > MostOfOne) IsCut(series);
        return [.. starts.Order().Take(MostOfOne).Select(start => (KeyOf(start), start))];
    }

    private IEnumerable<DateOnly> Dates(OutsideEvent series, WallClock clock, DateOnly first, TimeOnly time)
    {
        if (series.Rule is null) return [first];
        if (RecurrenceRule.TryParse(series.Rule, clock, time, out var rule, out var fault))
            return rule.Dates(first, from.AddDays(-1), through.AddDays(1)).Prepend(first);
        findings.Add(series.Line, FindingReason.RuleRefused, fault.Part);
        return [first];
    }

    private OutsideOccurrence At(OutsideEvent found, string key, DateTimeOffset start)
    {
        var end = found.Start.IsDate ? space.InstantOf(DateOnly.FromDateTime(space.At(start)).AddDays(Days(found)), TimeOnly.MinValue)
            : start + (found.End is { } ends ? InstantOf(ends) - InstantOf(found.Start) : found.Length ?? TimeSpan.Zero);
        if (end < start) findings.Add(found.Line, FindingReason.EndsBeforeStart);
        if (end > start.AddDays(MostDays)) findings.Add(found.Line, FindingReason.EndCut);
        return new(found, key, start, end < start ? start : end > start.AddDays(MostDays) ? start.AddDays(MostDays) : end);
    }

    // The end of whole days is the day after the last one (section 3.6.1).
    private static int Days(OutsideEvent found) => Math.Clamp(
        found.End is { } end ? (end.Wall.Date - found.Start.Wall.Date).Days : found.Length is { } length ? (int)length.TotalDays : 1, 1, MostDays);

    private void IsCut(OutsideEvent found)
    {
        cut.Add(found.Uid);
        findings.Add(found.Line, FindingReason.TooManyTimes);
    }

    private bool IsShown(OutsideOccurrence one) => IsNear(one.Start);

    private bool IsNear(DateTimeOffset start) => space.DateAt(start) is var day && day >= from && day <= through;

    /// <summary>The instant of a time; of a date alone, as programs write it for something with a time, that time on the date.</summary>
    private DateTimeOffset InstantOf(OutsideTime time, OutsideTime? series = null)
    {
        var timed = time.IsDate && series is { IsDate: false } own ? new OutsideTime(time.Wall + own.Wall.TimeOfDay, own.Zone, IsDate: false) : time;
        return ClockOf(timed).InstantOf(DateOnly.FromDateTime(timed.Wall), TimeOnly.FromDateTime(timed.Wall));
    }

    private WallClock ClockOf(OutsideTime time)
    {
        if (time.Zone is null) return space;
        if (!clocks.TryGetValue(time.Zone, out var clock)) clocks[time.Zone] = clock = WallClock.Of(time.Zone);
        return clock;
    }

    private static string KeyOf(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
