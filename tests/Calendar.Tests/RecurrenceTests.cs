using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Tests;

public sealed class RecurrenceTests
{
    private static readonly WallClock Helsinki = WallClock.Of("Europe/Helsinki");

    [Theory]
    [InlineData("2026-11-23", "14:00", "2026-11-23T12:00:00Z")]
    [InlineData("2026-07-01", "14:00", "2026-07-01T11:00:00Z")]
    [InlineData("2027-03-28", "02:59", "2027-03-28T00:59:00Z")]
    [InlineData("2027-03-28", "03:30", "2027-03-28T01:30:00Z")] // skipped: by the offset before the gap, so 4.30 on the wall
    [InlineData("2027-03-28", "04:00", "2027-03-28T01:00:00Z")]
    [InlineData("2026-10-25", "03:30", "2026-10-25T00:30:00Z")] // comes twice: the first
    [InlineData("2026-10-25", "04:00", "2026-10-25T02:00:00Z")]
    public void A_time_on_the_wall_is_one_instant(string date, string time, string instant) =>
        Assert.Equal(At(instant), Helsinki.InstantOf(Day(date), Time(time)));

    [Theory]
    [InlineData("2026-03-15", "14:00")]
    [InlineData("2026-10-11", "14:00")]
    public void Two_in_the_afternoon_stays_two_in_the_afternoon_over_a_clock_change(string firstDate, string start)
    {
        var series = Series.Weekly(Day(firstDate), Time(start), 90, 4);
        var occurrences = series.Dates(new(2027, 12, 31)).Select(date => series.On(date, Helsinki)).ToList();
        Assert.All(occurrences, o => Assert.Equal(Time(start), TimeOnly.FromDateTime(Helsinki.At(o.Start))));
        Assert.All(occurrences, o => Assert.Equal(TimeSpan.FromMinutes(90), o.End - o.Start));
        Assert.Equal(2, occurrences.Select(o => o.Start.TimeOfDay).Distinct().Count());
    }

    [Fact]
    public void Every_day_of_ten_years_agrees_with_a_search_through_the_zones_hours()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");
        for (var day = Day("2020-01-01"); day.Year < 2030; day = day.AddDays(1))
        {
            foreach (var time in (TimeOnly[])[new(0, 0), new(3, 15), new(3, 59), new(14, 0), new(23, 45)])
            {
                var wall = day.ToDateTime(time);
                // The earliest instant that shows this time; where none does, the one by the offset of two hours before.
                var shown = zone.GetAmbiguousOffsetsOrOne(wall).Select(offset => new DateTimeOffset(wall, offset).ToUniversalTime())
                    .Where(instant => TimeZoneInfo.ConvertTime(instant, zone).DateTime == wall).Order().ToArray();
                var expected = shown.Length > 0 ? shown[0] : new DateTimeOffset(wall, zone.GetUtcOffset(wall.AddHours(-2))).ToUniversalTime();
                Assert.Equal(expected, Helsinki.InstantOf(day, time));
            }
        }
    }

    [Fact]
    public void A_first_plan_has_its_past_and_a_changed_one_leaves_the_past_alone()
    {
        var now = At("2026-11-23T10:00:00Z");
        var activity = Planned("2026-11-09", weeks: 5, now);
        var (added, _, _) = Timetable.Align(activity, [], null, Helsinki, now);
        Assert.Equal(5, added.Count);
        Assert.Equal(added.Select(o => o.Id), Timetable.Align(activity, [], null, Helsinki, now).Added.Select(o => o.Id));
        Assert.True(added[2].Start > now);

        activity.Take(activity.ReadPlan() with { Series = [Series.Weekly(Day("2026-11-10"), Time("12:00"), 30, 5)] }, now);
        var (later, moved, left) = Timetable.Align(activity, added, null, Helsinki, now);
        Assert.Equal(["2026-11-24", "2026-12-01", "2026-12-08"], later.Select(o => $"{o.LocalDate:yyyy-MM-dd}"));
        Assert.Empty(moved);
        foreach (var occurrence in left) occurrence.Withdraw(now);
        Assert.Equal(
            [OccurrenceStatus.Confirmed, OccurrenceStatus.Confirmed, OccurrenceStatus.Withdrawn, OccurrenceStatus.Withdrawn, OccurrenceStatus.Withdrawn],
            added.Select(o => o.Status));
    }

    [Fact]
    public void A_new_time_moves_what_is_still_to_come_once()
    {
        var now = At("2026-11-23T10:00:00Z");
        var activity = Planned("2026-11-23", weeks: 3, now);
        var (occurrences, _, _) = Timetable.Align(activity, [], null, Helsinki, now);
        occurrences[2].Cancel(LocalizedText.Empty, now);
        activity.Take(activity.ReadPlan() with { Series = [Series.Weekly(Day("2026-11-23"), Time("15:00"), 60, 3)] }, now);
        Assert.Equal(occurrences[..2], Timetable.Align(activity, occurrences, null, Helsinki, now).Moved);
        Assert.Equal([2L, 2L, 2L], occurrences.Select(o => o.Version));
        Assert.Equal(At("2026-12-07T12:00:00Z"), occurrences[2].Start);
        Assert.Empty(Timetable.Align(activity, occurrences, null, Helsinki, now).Moved);
    }

    [Fact]
    public void The_clock_knows_the_offsets_of_a_stretch_of_time()
    {
        var periods = Helsinki.Periods(At("2026-01-01T00:00:00Z"), At("2026-12-31T00:00:00Z")).ToList();
        Assert.Equal(["EET", "EEST", "EET"], periods.Select(p => p.Name));
        Assert.Equal(new DateTime(2026, 3, 29, 3, 0, 0), periods[1].Begins);
        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromHours(3), true), (periods[1].Before, periods[1].Offset, periods[1].IsSummerTime));
        Assert.Equal(new DateTime(2026, 10, 25, 4, 0, 0), periods[2].Begins);
    }

    private static Activity Planned(string firstDate, int weeks, DateTimeOffset now)
    {
        var activity = new Activity { Id = Some.Id(), SpaceId = Some.Id() };
        activity.Take(new ActivityPlan(new("fi", "Bingo"), LocalizedText.Empty, null, LocalizedText.Empty, null, LocalizedText.Empty,
            [Series.Weekly(Day(firstDate), Time("14:00"), 60, weeks)], [], true, true), now);
        return activity;
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "O");

    private static TimeOnly Time(string time) => TimeOnly.ParseExact(time, "HH:mm");

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
}

internal static class ZoneOracle
{
    public static TimeSpan[] GetAmbiguousOffsetsOrOne(this TimeZoneInfo zone, DateTime wall) =>
        zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall) : [zone.GetUtcOffset(wall)];
}
