using System.Globalization;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>A clock change that comes every year, at the same time on the same weekday of a month.</summary>
/// <param name="Month">1–12.</param>
/// <param name="N">Which of the weekdays of the month: 1–5, or −1 for the last.</param>
/// <param name="Weekday">The weekday.</param>
/// <param name="Time">What the clock shows before it is changed.</param>
internal sealed record YearlyChange(int Month, int N, DayOfWeek Weekday, TimeOnly Time)
{
    /// <summary>How many years in a row a change must have come alike to be told as a rule.</summary>
    public const int Years = 10;

    /// <summary>The year from which on a rule is told: readers want it to begin before anything that they may hold.</summary>
    private const int FirstYear = 1970;

    /// <summary>The change by which all the periods begin; null when there is none.</summary>
    public static YearlyChange? Of(IReadOnlyList<OffsetPeriod> periods)
    {
        var begins = periods.Select(period => period.Begins).OfType<DateTime>().ToList();
        if (begins.Count < Years || begins.Zip(begins.Skip(1)).Any(pair => pair.Second.Year != pair.First.Year + 1)) return null;
        if (periods.DistinctBy(period => (period.Before, period.Offset, period.Name)).Count() > 1) return null;
        return Common(begins, begin => (begin.Day + 6) / 7) ?? Common(begins, begin => begin.Day + 7 > DateTime.DaysInMonth(begin.Year, begin.Month) ? -1 : 0);
    }

    /// <summary>The first time that it came, as told.</summary>
    public DateTime First()
    {
        var from = N > 0 ? new DateOnly(FirstYear, Month, 1) : new DateOnly(FirstYear, Month, 1).AddMonths(1).AddDays(-7);
        return from.AddDays((Weekday - from.DayOfWeek + 7) % 7).AddDays(N > 0 ? 7 * (N - 1) : 0).ToDateTime(Time);
    }

    /// <summary>The value of its RRULE.</summary>
    public string Rule() => string.Create(CultureInfo.InvariantCulture, $"FREQ=YEARLY;BYMONTH={Month};BYDAY={N}{Weekday.ToString()[..2].ToUpperInvariant()}");

    private static YearlyChange? Common(List<DateTime> begins, Func<DateTime, int> n)
    {
        var changes = begins.Select(begin => new YearlyChange(begin.Month, n(begin), begin.DayOfWeek, TimeOnly.FromDateTime(begin))).Distinct().ToList();
        return changes is [{ N: not 0 } one] ? one : null;
    }
}
