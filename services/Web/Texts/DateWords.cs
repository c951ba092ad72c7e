using System.Globalization;

namespace Kivenkolo.Web.Texts;

/// <summary>
/// Dates and times in one language. The framework's cultures are not asked: <c>fi-simple</c> is unknown to them, and for some languages they
/// bring another calendar, another first weekday or a 12-hour clock. Here: Gregorian, Monday first, 24 hours, European digits.
/// </summary>
public sealed record DateWords
{
    /// <summary>Monday to Sunday.</summary>
    public required string[] Weekdays { get; init; }

    /// <summary>January to December, in the form that follows the number of the day.</summary>
    public required string[] Months { get; init; }

    /// <summary>Between hours and minutes.</summary>
    public required char TimeSeparator { get; init; }

    /// <summary>A day and the name of its month, such as "23. marraskuuta".</summary>
    public required Func<int, string, string> DayOfMonth { get; init; }

    /// <summary>Two days of one month, such as "23.–29. marraskuuta".</summary>
    public required Func<int, int, string, string> DaysOfMonth { get; init; }

    /// <summary>"and", before the last of a list.</summary>
    public required string And { get; init; }

    /// <summary>Between the others of a list.</summary>
    public required string Comma { get; init; }

    public string Weekday(DateOnly date) => Weekdays[((int)date.DayOfWeek + 6) % 7];

    /// <summary>23. marraskuuta</summary>
    public string Day(DateOnly date) => DayOfMonth(date.Day, Months[date.Month - 1]);

    /// <summary>maanantai 23. marraskuuta</summary>
    public string WeekdayAndDay(DateOnly date) => $"{Weekday(date)} {Day(date)}";

    /// <summary>23. marraskuuta 2026</summary>
    public string Date(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{Day(date)} {date.Year}");

    /// <summary>9.30 or 09:30: with a full stop the hour is written without a leading zero.</summary>
    public string Time(TimeOnly time) => TimeSeparator == '.'
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Hour}.{time.Minute:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}{TimeSeparator}{time.Minute:00}");

    /// <summary>14.00–15.30</summary>
    public string Times(TimeOnly start, TimeOnly end) => $"{Time(start)}–{Time(end)}";

    /// <summary>23.–29. marraskuuta 2026; with both months, or both years, where they differ.</summary>
    public string Span(DateOnly from, DateOnly to) =>
        from == to ? Date(from)
        : from.Year != to.Year ? $"{Date(from)} – {Date(to)}"
        : from.Month != to.Month ? $"{Day(from)} – {Date(to)}"
        : string.Create(CultureInfo.InvariantCulture, $"{DaysOfMonth(from.Day, to.Day, Months[to.Month - 1])} {to.Year}");

    /// <summary>suomi, ruotsi ja kurdi</summary>
    public string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(Comma, items.Take(items.Count - 1)) + And + items[^1],
    };
}
