namespace Kivenkolo.Demo.Tests;

public sealed class IdsAndWeeksTests
{
    [Fact]
    public void An_id_is_the_same_for_the_same_name_on_every_machine()
    {
        Assert.Equal(Guid.Parse("034ffb11-c888-852f-adaf-c17ad169ad99"), Content.IdOf("activity:house-meeting"));
        Assert.Equal(8, Content.IdOf("anything").Version);
    }

    [Fact]
    public void No_two_things_share_an_id()
    {
        Guid[] ids = [.. Content.Programme.Select(a => a.Id), .. Content.Places.Select(p => p.Id), .. Content.Organisations.Select(o => o.Id),
            .. Content.Years.Select(y => y.Id)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("2026-11-23", "2026-11-23", "2026-W48")]
    [InlineData("2026-11-29", "2026-11-23", "2026-W48")]
    [InlineData("2027-01-01", "2026-12-28", "2026-W53")]
    [InlineData("2024-12-30", "2024-12-30", "2025-W01")]
    public void A_day_belongs_to_the_ISO_week_of_its_Monday(string day, string monday, string week)
    {
        Assert.Equal(Day(monday), Weeks.MondayOf(Day(day)));
        Assert.Equal(week, Weeks.Name(Weeks.MondayOf(Day(day))));
    }

    [Fact]
    public void Weekdays_count_from_Monday_to_Sunday()
    {
        Assert.Equal(Day("2026-11-23"), Weeks.Day(Day("2026-11-23"), DayOfWeek.Monday));
        Assert.Equal(Day("2026-11-29"), Weeks.Day(Day("2026-11-23"), DayOfWeek.Sunday));
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
