namespace Kivenkolo.Calendar.Headcounts;

/// <summary>What a figure is for.</summary>
public enum FigurePeriod
{
    Day,

    /// <summary>Monday to Sunday (ISO 8601).</summary>
    Week,

    Month,

    Year,
}

/// <summary>The first and the last day of periods, whole ones only.</summary>
internal static class FigurePeriods
{
    /// <summary>The period that the day is in.</summary>
    public static (DateOnly First, DateOnly Last) Around(this FigurePeriod period, DateOnly day)
    {
        var first = period switch
        {
            FigurePeriod.Day => day,
            FigurePeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            FigurePeriod.Month => new DateOnly(day.Year, day.Month, 1),
            _ => new DateOnly(day.Year, 1, 1),
        };
        return (first, period switch
        {
            FigurePeriod.Day => first,
            FigurePeriod.Week => first.AddDays(6),
            FigurePeriod.Month => first.AddMonths(1).AddDays(-1),
            _ => first.AddYears(1).AddDays(-1),
        });
    }
}

/// <summary>Visits of one scope in one period. Figures of different scope are different things: they are neither added up nor compared.</summary>
/// <param name="From">First day in the space's zone.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Scope">What it counts; empty when that was not stated.</param>
/// <param name="Counts">The number of each category; null when only their sum is known.</param>
/// <param name="Count">How many in all.</param>
public sealed record Figure(DateOnly From, DateOnly To, string[] Scope, Dictionary<string, long>? Counts, long Count)
{
    /// <summary>Whether the two count the same. What is not stated is the same as nothing, not even as itself.</summary>
    public bool IsComparable(Figure other) => Scope.Length > 0 && Scope.SequenceEqual(other.Scope);

    /// <summary>
    /// The figures of one period, from what was entered within it:
    ///
    /// 1. Categories that were counted one by one are added up one by one. Together they are one figure, whose scope is what was counted.
    /// 2. A number of which only the sum of several categories is known is a figure of its own, for exactly that scope.
    /// 3. Whoever states a number for a longer time has counted what lies within it too: the longest takes the place of the shorter ones, for the
    ///    same category or the same scope. Numbers for the same time are added.
    ///
    /// What crosses the border of the period is in none of its figures.
    /// </summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="entered">What was entered, of these days or others.</param>
    /// <param name="asked">The categories asked for; none for all.</param>
    public static IEnumerable<Figure> Of(DateOnly from, DateOnly to, IEnumerable<Tally> entered, IReadOnlyCollection<string> asked)
    {
        var within = entered.Where(tally => from <= tally.FirstDay && tally.LastDay <= to).ToList();
        var counts = within.SelectMany(Parts).Where(part => asked.Count == 0 || asked.Contains(part.Category))
            .GroupBy(part => part.Category, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Sum([.. group.Select(part => (part.Of, part.Count))]));
        if (counts.Count > 0) yield return new(from, to, [.. counts.Keys], counts, counts.Values.Sum());

        foreach (var group in within.Where(IsWhole).GroupBy(tally => string.Join(',', tally.Scope)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var scope = group.First().Scope;
            if (asked.Count == 0 || scope.ToHashSet().SetEquals(asked))
                yield return new(from, to, scope, null, Sum([.. group.Select(tally => (tally, tally.Count))]));
        }
    }

    /// <summary>The number of each category, where it is known.</summary>
    private static IEnumerable<(Tally Of, string Category, int Count)> Parts(Tally tally) =>
        IsWhole(tally) ? [] : tally.Counts is null ? [(tally, tally.Scope[0], tally.Count)]
            : tally.Scope.Zip(tally.Counts, (category, count) => (tally, category, count));

    /// <summary>Whether it cannot be taken apart.</summary>
    private static bool IsWhole(Tally tally) => tally.Counts is null && tally.Scope.Length != 1;

    private static long Sum(List<(Tally Of, int Count)> numbers)
    {
        var taken = new List<Tally>();
        var sum = 0L;
        foreach (var (tally, count) in numbers.OrderByDescending(number => number.Of.LastDay.DayNumber - number.Of.FirstDay.DayNumber)
            .ThenBy(number => number.Of.FirstDay))
        {
            if (taken.Exists(t => t.FirstDay <= tally.LastDay && tally.FirstDay <= t.LastDay && (t.FirstDay != tally.FirstDay || t.LastDay != tally.LastDay)))
                continue;
            taken.Add(tally);
            sum += count;
        }
        return sum;
    }
}
