using Kivenkolo.Contracts;
using Kivenkolo.Platform.Localization;

namespace Kivenkolo.Localization.Tests;

public sealed class DatesTests
{
    private static readonly DateOnly Day = new(2026, 11, 23);

    [Theory]
    [InlineData("fi", "maanantai 23. marraskuuta", "23.11.", "9.05")]
    [InlineData("fi-simple", "maanantai 23. marraskuuta", "23.11.", "9.05")]
    [InlineData("sv", "måndag 23 november", "23.11", "9.05")]
    [InlineData("sv-simple", "måndag 23 november", "23.11", "9.05")]
    [InlineData("en", "Monday 23 November", "23 November", "09:05")]
    [InlineData("ar", "الاثنين 23 نوفمبر", "23 نوفمبر", "09:05")]
    [InlineData("et", "esmaspäev 23. november", "23.11.", "9.05")]
    [InlineData("ru", "понедельник 23 ноября", "23.11.", "9.05")]
    [InlineData("ckb", "دووشەممە تشرینی دووەم 23", "23.11.", "9.05")]
    public void Days_and_times_are_written_as_the_language_does_with_24_hours_and_European_digits(string language, string day, string shortDate, string time)
    {
        var dates = new Dates(language);
        Assert.Equal((day, shortDate, time), (dates.WeekdayAndDay(Day), dates.ShortDate(Day), dates.Time(new(9, 5))));
    }

    [Theory]
    [InlineData("kmr", "duşem")]
    [InlineData("prs", "دوشنبه")]
    [InlineData("fa", "دوشنبه")]
    public void A_language_that_ICU_does_not_know_by_its_name_has_the_names_of_its_kin(string language, string monday) =>
        Assert.Equal(monday, new Dates(language).Weekdays[0]);

    [Fact]
    public void The_calendar_is_Gregorian_in_every_language() => Assert.All(
        new[] { "fa", "prs", "ar", "ckb", "so", "kmr" }, language => Assert.StartsWith("23", new Dates(language).ShortDate(Day), StringComparison.Ordinal));

    [Theory]
    [InlineData("fi", "4\u00A0917")]
    [InlineData("fi-simple", "4\u00A0917")]
    [InlineData("sv", "4\u00A0917")]
    [InlineData("en", "4,917")]
    [InlineData("ar", "4\u00A0917")]
    [InlineData("ckb", "4\u00A0917")]
    public void Numbers_are_grouped_as_the_language_does(string language, string written)
    {
        Assert.Equal(written, new Numbers(language).Grouped(4917));
        Assert.Equal("7", new Numbers(language).Grouped(7));
    }

    [Theory]
    [InlineData("fi-simple", "fi-simple fi fi sv en")]
    [InlineData("sv-FI", "sv-FI sv fi sv en")]
    [InlineData("nb", "nb fi sv en")]
    [InlineData("ar-EG", "ar-EG ar fi-simple fi sv en")]
    [InlineData("ckb", "ckb fi-simple fi sv en")]
    [InlineData("en", "en fi-simple fi sv en")]
    public void Plain_Finnish_comes_before_Finnish_for_all_but_those_of_a_Nordic_language(string asked, string tried) =>
        Assert.Equal(tried, string.Join(' ', LanguageTag.Fallback([asked])));

    [Fact]
    public void The_second_language_a_reader_asks_for_comes_before_what_the_house_would_give() =>
        Assert.Equal("so en-GB en fi-simple fi sv en", string.Join(' ', LanguageTag.Fallback(["so", "en-GB"])));
}
