using System.Diagnostics;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Performance;

/// <summary>Expands a year of 500 series into instants, as planning and the rooms do.</summary>
internal static class Expansion
{
    private static readonly string[] Rules =
    [
        "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=MONTHLY;BYDAY=1TH", "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;COUNT=30", "FREQ=WEEKLY;UNTIL=20260930", "FREQ=YEARLY",
    ];

    /// <summary>Milliseconds (median and slowest of 50), bytes allocated and occurrences of one expansion.</summary>
    public static (double Median, double Slowest, long Allocated, int Occurrences) Measure()
    {
        var (clock, first) = (WallClock.Of("Europe/Helsinki"), new DateOnly(2026, 1, 1));
        var series = Enumerable.Range(0, 500)
            .Select(n => (First: first.AddDays(n % 7), Rule: RecurrenceRule.Parse(Rules[n % Rules.Length]), Start: new TimeOnly(9 + n % 10, 0))).ToArray();
        var occurrences = 0;
        for (var warm = 0; warm < 50; warm++) occurrences = Expand();
        var times = new List<double>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Expand();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 50;
        times.Sort();
        return (times[25], times[^1], allocated, occurrences);

        int Expand()
        {
            var (count, latest) = (0, DateTimeOffset.MinValue);
            foreach (var one in series)
                foreach (var date in one.Rule.Dates(one.First, first.AddDays(364)))
                {
                    var start = clock.InstantOf(date, one.Start);
                    if (start > latest) latest = start;
                    count++;
                }
            return count;
        }
    }
}
