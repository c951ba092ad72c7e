using CsCheck;

namespace Kivenkolo.Calendar.Tests;

/// <summary>A rule as it was drawn, in the words of RFC 5545: lists as they are written, nothing worked out.</summary>
internal sealed record DrawnRule
{
    public required string Frequency { get; init; }
    public int Interval { get; init; } = 1;
    public int[] Months { get; init; } = [];
    public int[] MonthDays { get; init; } = [];
    public (int N, DayOfWeek Day)[] Days { get; init; } = [];
    public int[] Positions { get; init; } = [];
    public DayOfWeek? WeekStart { get; init; }
    public int? Count { get; init; }
    public DateOnly? Until { get; init; }

    public bool HasOrdinals => Days.Any(day => day.N != 0);

    public override string ToString() => string.Join(';', new[]
    {
        $"FREQ={Frequency}",
        Interval == 1 ? null : $"INTERVAL={Interval}",
        Months.Length == 0 ? null : $"BYMONTH={string.Join(',', Months)}",
        MonthDays.Length == 0 ? null : $"BYMONTHDAY={string.Join(',', MonthDays)}",
        Days.Length == 0 ? null : $"BYDAY={string.Join(',', Days.Select(day => (day.N == 0 ? "" : $"{day.N}") + Name(day.Day)))}",
        Positions.Length == 0 ? null : $"BYSETPOS={string.Join(',', Positions)}",
        WeekStart is { } start ? $"WKST={Name(start)}" : null,
        Count is { } count ? $"COUNT={count}" : null,
        Until is { } until ? $"UNTIL={until:yyyyMMdd}" : null,
    }.OfType<string>());

    private static string Name(DayOfWeek day) => day.ToString()[..2].ToUpperInvariant();
}

/// <summary>
/// What a rule means, told day by day straight from the table of RFC 5545 section 3.3.10 and its notes: is this day in a period that counts, and
/// does each part let it in? Then BYSETPOS for each period, then DTSTART, UNTIL and COUNT. Slow, and with nothing in common with what it judges.
/// </summary>
internal static class RecurrenceOracle
{
    public static List<DateOnly> Dates(DrawnRule rule, DateOnly first, DateOnly through)
    {
        var found = new List<DateOnly>();
        var period = new List<DateOnly>();
        var last = rule.Until < through ? rule.Until.Value : through;
        var begin = PeriodOf(rule, first);
        for (var day = begin; ; day = day.AddDays(1))
        {
            var starts = PeriodOf(rule, day) == day;
            if (starts)
            {
                found.AddRange(AtPositions(period, rule.Positions));
                period.Clear();
                if (day > last) break;
            }
            if (IsInterval(rule, begin, PeriodOf(rule, day)) && IsMember(rule, first, day)) period.Add(day);
        }
        return [.. found.Where(day => day >= first).Take(rule.Count ?? int.MaxValue).Where(day => day <= last)];
    }

    // The first day of the period that the day is in.
    private static DateOnly PeriodOf(DrawnRule rule, DateOnly day)
    {
        switch (rule.Frequency)
        {
            case "YEARLY": return new(day.Year, 1, 1);
            case "MONTHLY": return new(day.Year, day.Month, 1);
            case "WEEKLY":
                while (day.DayOfWeek != (rule.WeekStart ?? DayOfWeek.Monday)) day = day.AddDays(-1);
                return day;
            default: return day;
        }
    }

    private static bool IsInterval(DrawnRule rule, DateOnly first, DateOnly period) => rule.Interval == 1 || rule.Frequency switch
    {
        "YEARLY" => (period.Year - first.Year) % rule.Interval == 0,
        "MONTHLY" => (((period.Year - first.Year) * 12) + period.Month - first.Month) % rule.Interval == 0,
        "WEEKLY" => (period.DayNumber - first.DayNumber) / 7 % rule.Interval == 0,
        _ => (period.DayNumber - first.DayNumber) % rule.Interval == 0,
    };

    private static bool IsMember(DrawnRule rule, DateOnly first, DateOnly day)
    {
        var namesNoDay = rule.MonthDays.Length == 0 && rule.Days.Length == 0;
        // Rows BYMONTH, BYMONTHDAY and BYDAY: for a day, to expand and to limit come to the same, it must be one of those named.
        if (rule.Months.Length > 0 && !rule.Months.Contains(day.Month)) return false;
        if (rule.MonthDays.Length > 0 && !rule.MonthDays.Any(n => IsMonthDay(n, day))) return false;
        if (rule.Days.Length > 0 && !rule.Days.Any(d => IsWeekday(rule, d.N, d.Day, day))) return false;
        // "Information, not contained in the rule ..., is derived from DTSTART."
        return rule.Frequency switch
        {
            "WEEKLY" => rule.Days.Length > 0 || day.DayOfWeek == first.DayOfWeek,
            "MONTHLY" => !namesNoDay || day.Day == first.Day,
            "YEARLY" => !namesNoDay || (day.Day == first.Day && (rule.Months.Length > 0 || day.Month == first.Month)),
            _ => true,
        };
    }

    private static bool IsMonthDay(int n, DateOnly day) => n > 0 ? day.Day == n : day.Day == DateTime.DaysInMonth(day.Year, day.Month) + 1 + n;

    // BYDAY's number: within the month for MONTHLY, for YEARLY within the month when BYMONTH is there and else within the year.
    private static bool IsWeekday(DrawnRule rule, int n, DayOfWeek weekday, DateOnly day)
    {
        if (day.DayOfWeek != weekday) return false;
        if (n == 0) return true;
        var ofYear = rule.Frequency == "YEARLY" && rule.Months.Length == 0;
        var step = n > 0 ? -7 : 7;
        var nth = 1;
        for (var other = day.AddDays(step); other.Year == day.Year && (ofYear || other.Month == day.Month); other = other.AddDays(step)) nth++;
        return nth == Math.Abs(n);
    }

    private static IEnumerable<DateOnly> AtPositions(List<DateOnly> period, int[] positions) => positions.Length == 0
        ? period
        : period.Where((_, i) => positions.Contains(i + 1) || positions.Contains(i - period.Count));
}

/// <summary>Rules of the whole grammar that is taken, each with a first date; parts that may not stand together do not.</summary>
internal static class DrawnRules
{
    private static readonly Gen<DayOfWeek> Weekday = Gen.Int[0, 6].Select(day => (DayOfWeek)day);

    /// <summary>Any first date of 2024–2028, leap days and the ends of months more often than they come.</summary>
    public static readonly Gen<DateOnly> First = Gen.Frequency(
        (4, Gen.Int[0, 1826].Select(day => new DateOnly(2024, 1, 1).AddDays(day))),
        (1, OneOf(new DateOnly(2024, 2, 29), new(2026, 1, 31), new(2026, 8, 31), new(2025, 12, 30), new(2027, 2, 28))));

    public static readonly Gen<DrawnRule> Any = OneOf("DAILY", "WEEKLY", "MONTHLY", "YEARLY").SelectMany(Of);

    private static Gen<DrawnRule> Of(string frequency)
    {
        var yearly = frequency == "YEARLY";
        var ordinals = yearly || frequency == "MONTHLY";
        var interval = Gen.Frequency((4, Gen.Const(1)), (4, Gen.Int[2, 5]), (1, Gen.Int[6, 60]));
        var months = Sometimes(1, 3, Gen.Int[1, 12], 4);
        var monthDays = frequency == "WEEKLY" ? Gen.Const(Array.Empty<int>()) : Sometimes(1, 2, Either(Gen.Int[1, 31]), 6);
        var n = !ordinals ? Gen.Const(0) : Gen.Frequency((3, Gen.Const(0)), (3, Either(Gen.Int[1, 5])), (1, yearly ? Either(Gen.Int[6, 53]) : Gen.Const(1)));
        var days = Sometimes(1, 1, Gen.Select(n, Weekday), 5);
        var positions = Sometimes(1, 2, Gen.Frequency((3, Either(Gen.Int[1, 6])), (1, Either(Gen.Int[7, 366]))), 4);
        var weekStart = Gen.Frequency((1, Gen.Const((DayOfWeek?)null)), (1, Weekday.Select(day => (DayOfWeek?)day)));
        var end = Gen.Frequency(
            (2, Gen.Const(((int?)null, (DateOnly?)null))),
            (1, Gen.Int[1, 40].Select(count => ((int?)count, (DateOnly?)null))),
            (1, First.Select(until => ((int?)null, (DateOnly?)until.AddDays(400)))));
        return Gen.Select(interval, months, monthDays, days, positions, weekStart, end).Select(drawn => new DrawnRule
        {
            Frequency = frequency,
            Interval = drawn.Item1,
            Months = drawn.Item2,
            MonthDays = drawn.Item3,
            Days = drawn.Item4,
            Positions = drawn.Item2.Length + drawn.Item3.Length + drawn.Item4.Length > 0 ? drawn.Item5 : [],
            WeekStart = drawn.Item6,
            Count = drawn.Item7.Item1,
            Until = drawn.Item7.Item2,
        });
    }

    private static Gen<T[]> Sometimes<T>(int with, int without, Gen<T> item, int most) =>
        Gen.Frequency((without, Gen.Const(Array.Empty<T>())), (with, item.Array[1, most].Select(items => items.Distinct().ToArray())));

    public static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static Gen<int> Either(Gen<int> number) => Gen.Select(number, Gen.Bool).Select((n, fromEnd) => fromEnd ? -n : n);
}
