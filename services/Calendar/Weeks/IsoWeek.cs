using System.Globalization;
using System.Text.RegularExpressions;

namespace Kivenkolo.Calendar.Weeks;

/// <summary>A week of ISO 8601 in the years 2000–2100, such as 2026-W48; anything else is turned away under the parameter's name.</summary>
public readonly partial record struct IsoWeek(int Year, int Number) : IParsable<IsoWeek>
{
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    /// <summary>The Monday.</summary>
    public DateOnly Monday => DateOnly.FromDateTime(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday));

    /// <summary>The Sunday.</summary>
    public DateOnly Sunday => Monday.AddDays(6);

    /// <summary>The week of a day.</summary>
    public static IsoWeek Of(DateOnly day) => new(ISOWeek.GetYear(day.ToDateTime(TimeOnly.MinValue)), ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue)));

    /// <inheritdoc/>
    public static IsoWeek Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var week) ? week : throw new FormatException("A week such as 2026-W48 is expected.");

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out IsoWeek result)
    {
        result = default;
        if (s is null || Form().Match(s) is not { Success: true } match) return false;
        var year = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var number = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        if (year is < FirstYear or > LastYear || number < 1 || number > ISOWeek.GetWeeksInYear(year)) return false;
        result = new(year, number);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-W{Number:00}");

    [GeneratedRegex("^([0-9]{4})-W([0-9]{2})\\z")]
    private static partial Regex Form();
}
