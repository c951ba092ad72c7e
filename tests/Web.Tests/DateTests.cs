using Kivenkolo.Web.Texts;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Tests;

public sealed class DateTests
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    [Theory]
    [InlineData("fi", "maanantai 23. marraskuuta", "9.05–14.00", "23.–29. marraskuuta 2026")]
    [InlineData("fi-simple", "maanantai 23. marraskuuta", "9.05–14.00", "23.–29. marraskuuta 2026")]
    [InlineData("sv", "måndag 23 november", "9.05–14.00", "23–29 november 2026")]
    [InlineData("en", "Monday 23 November", "09:05–14:00", "23–29 November 2026")]
    [InlineData("ar", "الاثنين 23 نوفمبر", "09:05–14:00", "23–29 نوفمبر 2026")]
    public void Each_language_has_its_own_dates_and_a_24_hour_clock(string language, string day, string times, string span)
    {
        var dates = Words.Exactly(language)!.Dates;
        Assert.Equal(day, dates.WeekdayAndDay(Monday));
        Assert.Equal(times, dates.Times(new(9, 5), new(14, 0)));
        Assert.Equal(span, dates.Span(Monday, Monday.AddDays(6)));
    }

    [Fact]
    public void A_span_over_months_or_years_names_both()
    {
        var dates = Words.Exactly("fi")!.Dates;
        Assert.Equal("30. marraskuuta – 6. joulukuuta 2026", dates.Span(new(2026, 11, 30), new(2026, 12, 6)));
        Assert.Equal("28. joulukuuta 2026 – 3. tammikuuta 2027", dates.Span(new(2026, 12, 28), new(2027, 1, 3)));
    }

    [Fact]
    public void The_last_of_a_list_is_joined_by_and()
    {
        var dates = Words.Exactly("fi")!.Dates;
        Assert.Equal("", dates.List([]));
        Assert.Equal("suomi", dates.List(["suomi"]));
        Assert.Equal("suomi, ruotsi ja arabia", dates.List(["suomi", "ruotsi", "arabia"]));
    }

    [Theory]
    [InlineData("2026-11-23", "2026-W48")]
    [InlineData("2026-11-29", "2026-W48")]
    [InlineData("2027-01-01", "2026-W53")]
    [InlineData("2024-12-30", "2025-W01")]
    public void A_day_belongs_to_its_ISO_week(string day, string week) =>
        Assert.Equal(week, IsoWeek.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).ToString());

    [Fact]
    public void Weeks_follow_each_other_without_a_gap()
    {
        for (var week = IsoWeek.Of(new(2020, 1, 1)); week.Year < 2036; week = week.Next)
        {
            Assert.Equal(DayOfWeek.Monday, week.Monday.DayOfWeek);
            Assert.Equal(week.Sunday.AddDays(1), week.Next.Monday);
            Assert.Equal(week, week.Next.Previous);
            Assert.Equal(week, IsoWeek.Parse(week.ToString()));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-W00")]
    [InlineData("2025-W53")]
    [InlineData("2026-48")]
    [InlineData("2026-W4")]
    [InlineData("2026-W48\n")]
    [InlineData("٢٠٢٦-W48")]
    [InlineData("0001-W01")]
    public void What_is_no_week_is_not_read_as_one(string? text) => Assert.Null(IsoWeek.Parse(text));
}
