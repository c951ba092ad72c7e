using System.Linq.Expressions;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>
/// The days that a feed tells of, in the space's zone. They begin on a Monday, so that a feed in which nothing happens stays as it is for a week.
/// </summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Since">When they became these, UTC; when there was too much to tell, when any of what is told last changed.</param>
/// <param name="AreCut">Whether they end before their year, since there was too much to tell; then no rule goes on after the last of them.</param>
internal sealed record FeedDays(DateOnly First, DateOnly Last, DateTimeOffset Since, bool AreCut = false)
{
    private const int DaysAhead = 366;

    /// <summary>What was cancelled is told for four weeks after, long enough for every phone to have seen it.</summary>
    private const int WeeksBack = 4;

    /// <summary>The days of a feed that is read at an instant.</summary>
    public static FeedDays At(DateTimeOffset now, WallClock clock)
    {
        var today = clock.DateAt(now);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return new(monday.AddDays(-7 * WeeksBack), monday.AddDays(DaysAhead), clock.InstantOf(monday, TimeOnly.MinValue));
    }

    /// <summary>Whether an occurrence is told of: by its series or by itself it is on one of the days.</summary>
    public Expression<Func<Occurrence, bool>> Tell() =>
        o => (o.SeriesDate >= First && o.SeriesDate <= Last) || (o.LocalDate >= First && o.LocalDate <= Last);

    /// <summary>The days of which everything is told when only so many lines are, and the lines of these.</summary>
    /// <param name="lines">What is to be told, in order of start.</param>
    /// <param name="most">How many lines there may be.</param>
    public (FeedDays Days, IReadOnlyList<ProgrammeLine> Lines) Hold(IReadOnlyList<ProgrammeLine> lines, int most)
    {
        if (lines.Count <= most) return (this, lines);
        var last = lines[most].Occurrence.LocalDate.AddDays(-1);
        var told = lines.Where(line => line.Occurrence.LocalDate <= last).ToList();
        var changed = lines.Max(line => line.ChangedAt);
        return (this with { Last = last < Last ? last : Last, Since = changed > Since ? changed : Since, AreCut = true }, told);
    }
}
