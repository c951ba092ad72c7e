namespace Kivenkolo.Calendar.Recurrence;

/// <summary>How often: once a week from the first date on, at the same time on the wall.</summary>
/// <param name="FirstDate">The first date in the space's zone.</param>
/// <param name="Start">The time of the start in the space's zone; it stays the same over clock changes.</param>
/// <param name="DurationMinutes">The true length, 1–1440 minutes.</param>
/// <param name="Weeks">How many times, 1–53.</param>
public sealed record Series(DateOnly FirstDate, TimeOnly Start, int DurationMinutes, int Weeks)
{
    /// <summary>The most times a series repeats: one a week in the longest ISO year.</summary>
    public const int MostWeeks = 53;

    /// <summary>The most minutes an occurrence lasts: a day.</summary>
    public const int MostMinutes = 1440;

    /// <summary>The dates, in order.</summary>
    public IEnumerable<DateOnly> Dates => Enumerable.Range(0, Weeks).Select(week => FirstDate.AddDays(7 * week));

    /// <summary>Start and end of the occurrence on a date, UTC.</summary>
    public (DateTimeOffset Start, DateTimeOffset End) On(DateOnly date, WallClock clock)
    {
        var start = clock.InstantOf(date, Start);
        return (start, start.AddMinutes(DurationMinutes));
    }
}
