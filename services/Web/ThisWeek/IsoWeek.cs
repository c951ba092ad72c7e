using System.Globalization;
using System.Text.RegularExpressions;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>A week from Monday to Sunday (ISO 8601), as addresses write it: 2026-W48.</summary>
/// <param name="Year">The week's own year: 1 January 2027 is in 2026-W53.</param>
/// <param name="Number">1–53.</param>
public readonly partial record struct IsoWeek(int Year, int Number)
{
    public DateOnly Monday => DateOnly.FromDateTime(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday));

    public DateOnly Sunday => Monday.AddDays(6);

    public IsoWeek Next => Of(Monday.AddDays(7));

    public IsoWeek Previous => Of(Monday.AddDays(-7));

    public static IsoWeek Of(DateOnly date)
    {
        var day = date.ToDateTime(TimeOnly.MinValue);
        return new(ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day));
    }

    /// <summary>Reads 2026-W48; null when it is no week, or one outside 2000–2199.</summary>
    public static IsoWeek? Parse(string? text)
    {
        if (text is null || Shape().Match(text) is not { Success: true } match) return null;
        var week = new IsoWeek(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        return week.Year is >= 2000 and < 2200 && week.Number >= 1 && week.Number <= ISOWeek.GetWeeksInYear(week.Year) ? week : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-W{Number:00}");

    [GeneratedRegex(@"\A([0-9]{4})-W([0-9]{2})\z")]
    private static partial Regex Shape();
}

internal static class IsoDate
{
    /// <summary>2026-11-23</summary>
    public static string Iso(this DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>14:00</summary>
    public static string Iso(this TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
