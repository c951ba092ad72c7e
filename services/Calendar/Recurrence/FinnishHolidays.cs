using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Recurrence;

/// <summary>A day on which most of Finland is closed.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What it is called, in fi, fi-simple, sv, en and ar.</param>
/// <param name="IsOfficial">Whether it is a public holiday by law; Midsummer Eve and Christmas Eve are free by collective agreements alone.</param>
public readonly record struct Holiday(DateOnly Date, LocalizedText Name, bool IsOfficial);

/// <summary>
/// The public holidays of Finland and the two eves that are kept like them, computed. The rules are those in force since 1991: the Church Act's
/// holy days, 1 May and Independence Day (almanakka.helsinki.fi, "Liputus- ja juhlapäivät").
/// </summary>
public static class FinnishHolidays
{
    private static readonly LocalizedText NewYearsDay = Named("Uudenvuodenpäivä", "Uuden vuoden päivä", "Nyårsdagen", "New Year's Day", "رأس السنة الميلادية");
    private static readonly LocalizedText Epiphany = Named("Loppiainen", "Loppiainen", "Trettondagen", "Epiphany", "عيد الغطاس");
    private static readonly LocalizedText GoodFriday = Named("Pitkäperjantai", "Pitkäperjantai", "Långfredagen", "Good Friday", "الجمعة العظيمة");
    private static readonly LocalizedText EasterSunday = Named("Pääsiäispäivä", "Pääsiäissunnuntai", "Påskdagen", "Easter Sunday", "أحد الفصح");
    private static readonly LocalizedText EasterMonday = Named("2. pääsiäispäivä", "Pääsiäismaanantai", "Annandag påsk", "Easter Monday", "اثنين الفصح");
    private static readonly LocalizedText MayDay = Named("Vappu", "Vappu", "Första maj", "May Day", "عيد الأول من مايو");
    private static readonly LocalizedText AscensionDay = Named("Helatorstai", "Helatorstai", "Kristi himmelsfärdsdag", "Ascension Day", "خميس الصعود");
    private static readonly LocalizedText WhitSunday = Named("Helluntaipäivä", "Helluntai", "Pingstdagen", "Whit Sunday", "أحد العنصرة");
    private static readonly LocalizedText MidsummerEve = Named("Juhannusaatto", "Juhannusaatto", "Midsommarafton", "Midsummer Eve", "عشية عيد منتصف الصيف");
    private static readonly LocalizedText MidsummerDay = Named("Juhannuspäivä", "Juhannus", "Midsommardagen", "Midsummer Day", "عيد منتصف الصيف");
    private static readonly LocalizedText AllSaintsDay = Named("Pyhäinpäivä", "Pyhäinpäivä", "Alla helgons dag", "All Saints' Day", "عيد جميع القديسين");
    private static readonly LocalizedText IndependenceDay =
        Named("Itsenäisyyspäivä", "Suomen itsenäisyyspäivä", "Självständighetsdagen", "Independence Day", "عيد استقلال فنلندا");
    private static readonly LocalizedText ChristmasEve = Named("Jouluaatto", "Jouluaatto", "Julafton", "Christmas Eve", "عشية عيد الميلاد");
    private static readonly LocalizedText ChristmasDay = Named("Joulupäivä", "Joulupäivä", "Juldagen", "Christmas Day", "عيد الميلاد");
    private static readonly LocalizedText SaintStephensDay = Named("Tapaninpäivä", "Tapaninpäivä", "Annandag jul", "Boxing Day", "ثاني أيام عيد الميلاد");

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
            ? new Holiday(date, name, name != MidsummerEve && name != ChristmasEve)
            : null;

    private static LocalizedText? FixedOn(int month, int day) => (month, day) switch
    {
        (1, 1) => NewYearsDay,
        (1, 6) => Epiphany,
        (5, 1) => MayDay,
        (12, 6) => IndependenceDay,
        (12, 24) => ChristmasEve,
        (12, 25) => ChristmasDay,
        (12, 26) => SaintStephensDay,
        _ => null,
    };

    private static LocalizedText? SaturdayOn(DateOnly date) => (date.DayOfWeek, date.Month, date.Day) switch
    {
        (DayOfWeek.Friday, 6, >= 19 and <= 25) => MidsummerEve,
        (DayOfWeek.Saturday, 6, >= 20 and <= 26) => MidsummerDay,
        (DayOfWeek.Saturday, 10, 31) or (DayOfWeek.Saturday, 11, <= 6) => AllSaintsDay,
        _ => null,
    };

    private static LocalizedText? EasterOn(DateOnly date) => date.Month is < 3 or > 6 ? null : (date.DayNumber - Easter(date.Year).DayNumber) switch
    {
        -2 => GoodFriday,
        0 => EasterSunday,
        1 => EasterMonday,
        39 => AscensionDay,
        49 => WhitSunday,
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

    private static LocalizedText Named(string finnish, string simple, string swedish, string english, string arabic) =>
        new([new("fi", finnish), new("fi-simple", simple), new("sv", swedish), new("en", english), new("ar", arabic)]);
}
