namespace Kivenkolo.Calendar.Recurrence;

/// <summary>The days on which most of Finland is closed.</summary>
public enum HolidayName
{
    NewYearsDay,
    Epiphany,
    GoodFriday,
    EasterSunday,
    EasterMonday,
    MayDay,
    AscensionDay,
    WhitSunday,
    MidsummerEve,
    MidsummerDay,
    AllSaintsDay,
    IndependenceDay,
    ChristmasEve,
    ChristmasDay,
    SaintStephensDay,
}

/// <summary>A day on which most of Finland is closed.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">Which one it is; what it is called is in the texts.</param>
/// <param name="IsOfficial">Whether it is a public holiday by law; Midsummer Eve and Christmas Eve are free by collective agreements alone.</param>
public readonly record struct Holiday(DateOnly Date, HolidayName Name, bool IsOfficial);

/// <summary>
/// The public holidays of Finland and the two eves that are kept like them, computed. The rules are those in force since 1991: the Church Act's
/// holy days, 1 May and Independence Day (almanakka.helsinki.fi, "Liputus- ja juhlapäivät").
/// </summary>
public static class FinnishHolidays
{
    /// <summary>The holidays of a year, in order.</summary>
    /// <param name="year">1–9999.</param>
    public static IEnumerable<Holiday> In(int year)
    {
        for (int day = new DateOnly(year, 1, 1).DayNumber, last = new DateOnly(year, 12, 31).DayNumber; day <= last; day++)
            if (On(DateOnly.FromDayNumber(day)) is { } holiday) yield return holiday;
    }

    /// <summary>The holiday that a day is; null when it is none. When two fall together, as on 1 May 2008, the one of fixed date is told.</summary>
    public static Holiday? On(DateOnly date) =>
        (FixedOn(date.Month, date.Day) ?? SaturdayOn(date) ?? EasterOn(date)) is { } name
            ? new Holiday(date, name, name != HolidayName.MidsummerEve && name != HolidayName.ChristmasEve)
            : null;

    private static HolidayName? FixedOn(int month, int day) => (month, day) switch
    {
        (1, 1) => HolidayName.NewYearsDay,
        (1, 6) => HolidayName.Epiphany,
        (5, 1) => HolidayName.MayDay,
        (12, 6) => HolidayName.IndependenceDay,
        (12, 24) => HolidayName.ChristmasEve,
        (12, 25) => HolidayName.ChristmasDay,
        (12, 26) => HolidayName.SaintStephensDay,
        _ => null,
    };

    private static HolidayName? SaturdayOn(DateOnly date) => (date.DayOfWeek, date.Month, date.Day) switch
    {
        (DayOfWeek.Friday, 6, >= 19 and <= 25) => HolidayName.MidsummerEve,
        (DayOfWeek.Saturday, 6, >= 20 and <= 26) => HolidayName.MidsummerDay,
        (DayOfWeek.Saturday, 10, 31) or (DayOfWeek.Saturday, 11, <= 6) => HolidayName.AllSaintsDay,
        _ => null,
    };

    private static HolidayName? EasterOn(DateOnly date) => date.Month is < 3 or > 6 ? null : (date.DayNumber - Easter(date.Year).DayNumber) switch
    {
        -2 => HolidayName.GoodFriday,
        0 => HolidayName.EasterSunday,
        1 => HolidayName.EasterMonday,
        39 => HolidayName.AscensionDay,
        49 => HolidayName.WhitSunday,
        _ => null,
    };

    // Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter 8).
    private static DateOnly Easter(int year)
    {
        var golden = year % 19;
        var (century, ofCentury) = (year / 100, year % 100);
        var fullMoon = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var toSunday = (32 + (2 * (century % 4)) + (2 * (ofCentury / 4)) - fullMoon - (ofCentury % 4)) % 7;
        var correction = (golden + (11 * fullMoon) + (22 * toSunday)) / 451;
        var days = fullMoon + toSunday - (7 * correction) + 114;
        return new(year, days / 31, (days % 31) + 1);
    }
}
