using System.Globalization;

namespace Kivenkolo.Platform.Localization;

/// <summary>
/// Days, times and lists in one language. The names of weekdays and months, and their order, come from ICU; here are the Gregorian calendar, Monday
/// first, 24 hours and European digits for all, so its clocks, calendars and week are not taken. It tells no lists and no spans of days: those are texts.
/// </summary>
public sealed class Dates
{
    private readonly DateTimeFormatInfo format;
    private readonly DateTexts texts;

    /// <summary>Those of a language, by its tag: made once for each.</summary>
    public Dates(string language)
    {
        format = (DateTimeFormatInfo)Cultures.Of(language).DateTimeFormat.Clone();
        format.Calendar = new GregorianCalendar();
        format.TimeSeparator = ":";
        texts = DateTexts.For(language);
        Weekdays = [.. format.DayNames[1..], format.DayNames[0]];
        Months = format.MonthNames[..12];
    }

    /// <summary>Monday to Sunday.</summary>
    public IReadOnlyList<string> Weekdays { get; }

    /// <summary>January to December, by their names alone.</summary>
    public IReadOnlyList<string> Months { get; }

    /// <summary>maanantai</summary>
    public string Weekday(DateOnly date) => Weekdays[((int)date.DayOfWeek + 6) % 7];

    /// <summary>23. marraskuuta</summary>
    public string Day(DateOnly date) => date.ToString(format.MonthDayPattern, format);

    /// <summary>maanantai 23. marraskuuta</summary>
    public string WeekdayAndDay(DateOnly date) => $"{Weekday(date)} {Day(date)}";

    /// <summary>23. marraskuuta 2026</summary>
    public string Date(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{Day(date)} {date.Year}");

    /// <summary>23.11.</summary>
    public string ShortDate(DateOnly date) => date.ToString(texts.ShortDate, format);

    /// <summary>maanantai 23.11.</summary>
    public string WeekdayAndShortDate(DateOnly date) => $"{Weekday(date)} {ShortDate(date)}";

    /// <summary>maanantai 23.11. and 9.30, of a moment on the wall's clock.</summary>
    public (string Day, string Time) WeekdayShortDateAndTime(DateTime onWall) =>
        (WeekdayAndShortDate(DateOnly.FromDateTime(onWall)), Time(TimeOnly.FromDateTime(onWall)));

    /// <summary>9.30 or 09:30</summary>
    public string Time(TimeOnly time) => time.ToString(texts.Time, format);

    /// <summary>14.00–15.30</summary>
    public string Times(TimeOnly start, TimeOnly end) => $"{Time(start)}–{Time(end)}";

    /// <summary>23.–29. marraskuuta 2026; with both months, or both years, where they differ.</summary>
    public string Span(DateOnly from, DateOnly to) =>
        from == to ? Date(from)
        : from.Year != to.Year ? $"{Date(from)} – {Date(to)}"
        : from.Month != to.Month ? $"{Day(from)} – {Date(to)}"
        : string.Create(CultureInfo.InvariantCulture, $"{texts.DaysOfMonth(from.Day, to.Day, format.MonthGenitiveNames[to.Month - 1])} {to.Year}");

    /// <summary>suomi, ruotsi ja kurdi</summary>
    public string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => texts.And(items.Take(items.Count - 1).Aggregate(texts.Comma), items[^1]),
    };
}
