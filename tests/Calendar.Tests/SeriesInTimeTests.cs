using System.Net;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What becomes of a series as time goes on, with a clock of its own.</summary>
public sealed class SeriesInTimeTests(PrivateServers servers)
{
    [Fact]
    public async Task Each_end_is_told_in_its_turn_and_new_dates_come_into_reach()
    {
        await using var service = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = CalendarService.Now });
        var space = new TestSpace(service, "kivenkolo", await service.OpenSpace());
        var weekly = await space.Plan(Some.Series("2026-11-23", rule: "FREQ=WEEKLY"));
        var far = await space.Plan(Some.Series("2029-01-15"));
        Assert.Equal(0L, await service.Scalar("select count(*) from occurrences where activity_id = $1", far));

        foreach (var week in Enumerable.Range(0, 3))
        {
            service.Clock!.SetUtcNow(new DateTimeOffset(2026, 11, 23, 13, 0, 0, TimeSpan.Zero).AddDays(7 * week));
            var id = await space.OccurrenceOf(weekly, $"2026-W{48 + week}");
            await service.Published<OccurrenceEnded>(e => e.OccurrenceId == id);
        }
        // A long time away: all that ended meanwhile is told, once each, and two years lie ahead again.
        service.Clock!.SetUtcNow(new(2027, 6, 1, 12, 0, 0, TimeSpan.Zero));
        await Eventually.Become(async () =>
            Equals(new DateOnly(2029, 5, 28), await service.Scalar("select max(series_date) from occurrences where activity_id = $1", weekly)),
            "two years lie ahead");
        await Eventually.Become(async () =>
            Equals(1L, await service.Scalar("select count(*) from occurrences where activity_id = $1", far)), "the far date has come into reach");
        await service.Published<OccurrenceEnded>(e => e.Start.Date == new DateTime(2027, 5, 31));
        var ended = service.Outside.Heard<OccurrenceEnded>().Select(e => e.Start).ToList();
        Assert.Equal(28, ended.Count);
        Assert.Equal(28, ended.Distinct().Count());
    }

    [Fact]
    public async Task A_series_that_starts_later_reaches_two_years_ahead_all_the_while()
    {
        await using var service = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = CalendarService.Now });
        var space = new TestSpace(service, "kivenkolo", await service.OpenSpace());
        var later = await space.Plan(Some.Series("2028-07-06", rule: "FREQ=WEEKLY"));
        Assert.Equal(new DateOnly(2028, 11, 23), await service.Scalar("select max(series_date) from occurrences where activity_id = $1", later));
        service.Clock!.SetUtcNow(new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await Eventually.Become(
            async () => Equals(new DateOnly(2029, 3, 1), await service.Scalar("select max(series_date) from occurrences where activity_id = $1", later)),
            "two years lie ahead");
    }

    [Fact]
    public async Task What_comes_into_reach_when_it_is_taken_waits_and_has_the_room_when_that_is_free_again()
    {
        await using var service = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = CalendarService.Now });
        var space = new TestSpace(service, "kivenkolo", await service.OpenSpace());
        var room = await space.Room();
        // Two years and some days ahead: the night before the other, so that it comes into reach a day before it.
        var (night, morning) = (Some.Id(), Some.Id());
        await (await space.Put($"activities/{night}", Some.In(room, Some.Series("2028-11-29", "23:00", 120)))).Json(HttpStatusCode.Created);
        await (await space.Put($"activities/{morning}", Some.In(room, Some.Series("2028-11-30", "00:30", 60)))).Json(HttpStatusCode.Created);
        Assert.Equal(0L, await service.Scalar("select count(*) from bookings"));

        service.Clock!.SetUtcNow(new(2026, 11, 29, 6, 0, 0, TimeSpan.Zero));
        await Booked(night, isPending: false);
        service.Clock!.SetUtcNow(new(2026, 12, 1, 6, 0, 0, TimeSpan.Zero));
        await Booked(morning, isPending: true);
        Assert.Equal(HttpStatusCode.NoContent, (await space.Delete($"activities/{night}")).StatusCode);
        await Booked(morning, isPending: false);

        Task Booked(Guid activity, bool isPending) => Eventually.Become(
            async () => Equals(isPending, await service.Scalar("select is_pending from bookings where activity_id = $1", activity)),
            $"it is {(isPending ? "wished for" : "booked")}");
    }

    [Fact]
    public async Task A_series_around_the_clock_goes_on_over_the_night_that_is_an_hour_shorter()
    {
        await using var service = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = CalendarService.Now });
        var space = new TestSpace(service, "kivenkolo", await service.OpenSpace());
        var around = Some.Id();
        await (await space.Put($"activities/{around}", Some.In(await space.Room(), Some.Series("2028-11-01", "00:00", 1440, "FREQ=DAILY"))))
            .Json(HttpStatusCode.Created);
        // Into reach comes 25 March 2029, when the next day begins before this one's 24 hours are over.
        service.Clock!.SetUtcNow(new(2027, 3, 28, 12, 0, 0, TimeSpan.Zero));
        await Eventually.Become(
            async () => Equals(new DateOnly(2029, 3, 28), await service.Scalar("select max(series_date) from occurrences where activity_id = $1", around)),
            "it has gone on");
        Assert.Equal(0L, await service.Scalar("select count(*) from bookings where is_pending"));
    }
}
