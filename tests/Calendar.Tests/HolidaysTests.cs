using System.Globalization;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Weeks;

namespace Kivenkolo.Calendar.Tests;

public sealed class HolidaysTests
{
    // The almanac's dates; in brackets the eves that are free by agreement alone.
    [Theory]
    [InlineData(2026, "1.1 6.1 3.4 5.4 6.4 1.5 14.5 24.5 (19.6) 20.6 31.10 6.12 (24.12) 25.12 26.12")]
    [InlineData(2027, "1.1 6.1 26.3 28.3 29.3 1.5 6.5 16.5 (25.6) 26.6 6.11 6.12 (24.12) 25.12 26.12")]
    [InlineData(2028, "1.1 6.1 14.4 16.4 17.4 1.5 25.5 4.6 (23.6) 24.6 4.11 6.12 (24.12) 25.12 26.12")]
    public void The_holidays_of_a_year_are_the_almanacs(int year, string dates) =>
        Assert.Equal(dates, string.Join(' ', FinnishHolidays.In(year).Select(
            h => h.Date.ToString(h.IsOfficial ? "d.M" : "'('d.M')'", CultureInfo.InvariantCulture))));

    [Fact]
    public void The_rules_hold_in_every_year_from_1991_to_2050()
    {
        for (var year = 1991; year <= 2050; year++)
        {
            var easter = EasterByTheFullMoon(year);
            var expected = new SortedDictionary<DateOnly, string>
            {
                [new(year, 1, 1)] = "Uudenvuodenpäivä", [new(year, 1, 6)] = "Loppiainen",
                [easter.AddDays(-2)] = "Pitkäperjantai", [easter] = "Pääsiäispäivä", [easter.AddDays(1)] = "2. pääsiäispäivä",
                [easter.AddDays(39)] = "Helatorstai", [easter.AddDays(49)] = "Helluntaipäivä",
                [Next(DayOfWeek.Friday, new(year, 6, 19))] = "Juhannusaatto", [Next(DayOfWeek.Saturday, new(year, 6, 20))] = "Juhannuspäivä",
                [Next(DayOfWeek.Saturday, new(year, 10, 31))] = "Pyhäinpäivä", [new(year, 12, 6)] = "Itsenäisyyspäivä",
                [new(year, 12, 24)] = "Jouluaatto", [new(year, 12, 25)] = "Joulupäivä", [new(year, 12, 26)] = "Tapaninpäivä",
            };
            expected[new(year, 5, 1)] = "Vappu"; // in 2008 over Helatorstai
            Assert.Equal(expected.Select(h => (h.Key, h.Value)), FinnishHolidays.In(year).Select(h => (h.Date, HolidayNames.Of(h.Name).In("fi"))));
        }
    }

    [Fact]
    public void A_holiday_has_a_name_in_every_language_of_the_house_and_other_days_have_none()
    {
        Assert.All(FinnishHolidays.In(2026), h => Assert.Equal(["ar", "en", "fi", "fi-simple", "sv"], HolidayNames.Of(h.Name).Languages));
        Assert.Equal("Midsommarafton", HolidayNames.Of(FinnishHolidays.On(new(2026, 6, 19))!.Value.Name).In("sv"));
        Assert.Equal(false, FinnishHolidays.On(new(2026, 6, 19))?.IsOfficial);
        Assert.Equal(true, FinnishHolidays.On(new(2026, 12, 25))?.IsOfficial);
        Assert.Null(FinnishHolidays.On(new(2026, 6, 18)));
        Assert.Null(FinnishHolidays.On(new(2026, 10, 30)));
    }

    // Easter as it is defined: the Sunday after the full moon of the church that falls on or next after 21 March. The moon's age comes from the
    // epact of the Gregorian calendar as printed for 1900–2199, not from a formula.
    private static DateOnly EasterByTheFullMoon(int year)
    {
        int[] fullMoons = [414, 403, 323, 411, 331, 418, 408, 328, 416, 405, 325, 413, 402, 322, 410, 330, 417, 407, 327];
        var moon = fullMoons[year % 19];
        return Next(DayOfWeek.Sunday, new DateOnly(year, moon / 100, moon % 100).AddDays(1));
    }

    private static DateOnly Next(DayOfWeek weekday, DateOnly from)
    {
        while (from.DayOfWeek != weekday) from = from.AddDays(1);
        return from;
    }
}
