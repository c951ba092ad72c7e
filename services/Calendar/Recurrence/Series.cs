namespace Kivenkolo.Calendar.Recurrence;

/// <summary>
/// When something takes place: a first date, and a rule by which it comes again (RFC 5545 sections 3.8.5.1–3.8.5.3), at the same time on the
/// wall. It is kept as this and nothing else; <see cref="Dates"/> is its expansion.
/// </summary>
/// <param name="FirstDate">The first date in the space's zone, a day of the rule.</param>
/// <param name="Start">The time of the start in the space's zone; it stays the same over clock changes.</param>
/// <param name="DurationMinutes">The true length, 1–1440 minutes.</param>
public sealed record Series(DateOnly FirstDate, TimeOnly Start, int DurationMinutes)
{
    /// <summary>The most minutes an occurrence lasts: a day.</summary>
    public const int MostMinutes = 1440;

    /// <summary>The most dates that are named one by one, of either kind.</summary>
    public const int MostDates = 200;

    private static readonly DateOnly LastDay = new(2100, 12, 31);

    /// <summary>How it comes again; null when it does not.</summary>
    public RecurrenceRule? Rule { get; init; }

    /// <summary>Dates that the rule gives and that are left out (EXDATE); they win over <see cref="AdditionalDates"/>.</summary>
    public IReadOnlyList<DateOnly> ExcludedDates { get; init; } = [];

    /// <summary>Dates that the rule does not give (RDATE).</summary>
    public IReadOnlyList<DateOnly> AdditionalDates { get; init; } = [];

    /// <summary>Whether the rule pauses on Finnish public holidays and the eves that are kept like them.</summary>
    public bool NotOnHolidays { get; init; }

    /// <summary>Months, 1–12, in which the rule pauses every year.</summary>
    public IReadOnlyList<int> NotInMonths { get; init; } = [];

    /// <summary>Whether it takes place once.</summary>
    public bool IsOnce => Rule is null && AdditionalDates.Count == 0;

    /// <summary>Once a week, so many times.</summary>
    public static Series Weekly(DateOnly firstDate, TimeOnly start, int durationMinutes, int times) =>
        new(firstDate, start, durationMinutes) { Rule = times == 1 ? null : RecurrenceRule.Parse($"FREQ=WEEKLY;COUNT={times}") };

    /// <summary>The dates on which it takes place, in order, none after <paramref name="through"/>.</summary>
    public List<DateOnly> Dates(DateOnly through) =>
    [
        .. RuleDates(through).Where(date => !Pauses(date)).Concat(AdditionalDates.Where(date => date <= through))
            .Except(ExcludedDates).Order(),
    ];

    /// <summary>The first date after a day on which it takes place, until the year 2100; null when there is none.</summary>
    public DateOnly? NextAfter(DateOnly day)
    {
        var byRule = RuleDates(LastDay).Where(date => date > day && !Pauses(date) && !ExcludedDates.Contains(date)).Select(date => (DateOnly?)date)
            .FirstOrDefault();
        var named = AdditionalDates.Where(date => date > day).Except(ExcludedDates).Order().Select(date => (DateOnly?)date).FirstOrDefault();
        return byRule is null || named < byRule ? named ?? byRule : byRule;
    }

    /// <summary>What the rule alone gives, pauses and exceptions not counted.</summary>
    public IEnumerable<DateOnly> RuleDates(DateOnly through) => Rule?.Dates(FirstDate, through) ?? (FirstDate <= through ? [FirstDate] : []);

    /// <summary>Start and end of the occurrence on a date, UTC.</summary>
    public (DateTimeOffset Start, DateTimeOffset End) On(DateOnly date, WallClock clock)
    {
        var start = clock.InstantOf(date, Start);
        return (start, start.AddMinutes(DurationMinutes));
    }

    /// <summary>The part of it before a day; null when nothing is.</summary>
    public Series? Before(DateOnly day)
    {
        if (FirstDate >= day) return null;
        return this with
        {
            Rule = Rule?.EndingBefore(FirstDate, day),
            AdditionalDates = [.. AdditionalDates.Where(date => date < day)],
            ExcludedDates = [.. ExcludedDates.Where(date => date < day)],
        };
    }

    /// <summary>Whether the two say the same.</summary>
    public bool Equals(Series? other) => other is not null
        && (FirstDate, Start, DurationMinutes, NotOnHolidays) == (other.FirstDate, other.Start, other.DurationMinutes, other.NotOnHolidays)
        && Equals(Rule, other.Rule) && ExcludedDates.SequenceEqual(other.ExcludedDates) && AdditionalDates.SequenceEqual(other.AdditionalDates)
        && NotInMonths.SequenceEqual(other.NotInMonths);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FirstDate, Start, DurationMinutes, Rule);

    private bool Pauses(DateOnly date) => NotInMonths.Contains(date.Month) || (NotOnHolidays && FinnishHolidays.On(date) is not null);
}
