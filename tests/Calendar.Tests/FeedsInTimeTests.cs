using System.Net;
using Ical.Net.CalendarComponents;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What a calendar that reads again sees as time goes on: with a clock of its own.</summary>
public sealed class FeedsInTimeTests(PrivateServers servers) : IAsyncLifetime
{
    private ServiceUnderTest<Program> service = null!;
    private TestSpace space = null!;

    public async ValueTask InitializeAsync()
    {
        service = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = CalendarService.Now });
        space = new TestSpace(service, "kivenkolo", await service.OpenSpace());
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Whatever_changes_in_a_series_is_newer_than_what_was_told_before_also_when_an_exception_is_taken_back()
    {
        var place = Some.Id();
        await Name("Tupa");
        var body = Some.Activity(Some.Series("2026-11-24", "14:00", 60, "FREQ=WEEKLY"));
        body["placeId"] = place;
        var activity = Some.Id();
        await (await space.Put($"activities/{activity}", body)).Json();
        var occurrence = await space.OccurrenceOf(activity, "2026-W50");
        var before = await Whole();

        await IsNewer(async () =>
            await (await space.Put($"occurrences/{occurrence}/change", new { date = "2026-12-09", start = "10:00", durationMinutes = 60 }))
            .Json(HttpStatusCode.OK));
        Assert.Equal(2, (await Events()).Length);
        await IsNewer(async () => await (await space.Delete($"occurrences/{occurrence}/change")).Json(HttpStatusCode.OK));
        Assert.Single(await Events());
        await IsNewer(() => Name("Sali"));
        Assert.Equal("Sali", (await Whole()).Location);
        // A week later the feed begins and ends a week later.
        service.Clock!.Advance(TimeSpan.FromDays(7));
        await IsNewer(() => Task.CompletedTask);

        async Task Name(string name) => await (await space.Put($"places/{place}", new { name = new { fi = name } })).Json();

        async Task IsNewer(Func<Task> change)
        {
            service.Clock!.Advance(TimeSpan.FromMinutes(1));
            await change();
            var now = await Whole();
            Assert.True(now.LastModified!.AsUtc > before.LastModified!.AsUtc && now.DtStamp!.AsUtc > before.DtStamp!.AsUtc && now.Sequence > before.Sequence);
            // The same for all of it: none is taken for older than the rest.
            Assert.All(await Events(), e => Assert.Equal((now.LastModified.AsUtc, now.Sequence), (e.LastModified!.AsUtc, e.Sequence)));
            before = now;
        }
    }

    [Fact]
    public async Task What_was_cancelled_is_told_for_four_weeks_after_and_then_no_more()
    {
        var cancelled = await space.OccurrenceOf(await space.Plan("2026-11-24", "14:00"));
        await (await space.Post($"occurrences/{cancelled}/cancellation")).Json(HttpStatusCode.OK);

        service.Clock!.SetUtcNow(new(2026, 12, 21, 10, 0, 0, TimeSpan.Zero)); // 27 days after
        Assert.Equal("CANCELLED", Assert.Single(await Events()).Status);
        service.Clock.SetUtcNow(new(2026, 12, 28, 10, 0, 0, TimeSpan.Zero));
        Assert.Empty(await Events());
    }

    [Fact]
    public async Task An_activity_that_left_the_programme_is_told_as_cancelled_for_four_weeks_under_the_names_that_calendars_know()
    {
        var series = await space.Plan(Some.Series("2026-11-17", "14:00", 60, "FREQ=WEEKLY"));
        var once = await space.Plan("2026-12-01", "18:00");
        foreach (var activity in (Guid[])[series, once]) Assert.Equal(HttpStatusCode.NoContent, (await space.Delete($"activities/{activity}")).StatusCode);

        await IsToldAsCancelled();
        service.Clock!.SetUtcNow(new(2026, 12, 20, 10, 0, 0, TimeSpan.Zero)); // 27 days after
        await IsToldAsCancelled();
        service.Clock.SetUtcNow(new(2026, 12, 28, 10, 0, 0, TimeSpan.Zero));
        Assert.Empty(await Events());

        async Task IsToldAsCancelled()
        {
            var events = await Events();
            // What took place did take place.
            Assert.Equal("CONFIRMED", Assert.Single(events, e => e.RecurrenceIdentifier is not null).Status);
            var whole = events.Where(e => e.RecurrenceIdentifier is null).ToList();
            Assert.Equal([$"{once}@kivenkolo", $"{series}@kivenkolo"], whole.Select(e => e.Uid!).Order(StringComparer.Ordinal)
                .OrderByDescending(uid => uid == $"{once}@kivenkolo"));
            Assert.All(whole, e => Assert.Equal("CANCELLED", e.Status));
            Assert.NotNull(whole.Single(e => e.Uid == $"{series}@kivenkolo").RecurrenceRule);
        }
    }

    private async Task<CalendarEvent> Whole() => (await Events()).Single(e => e.RecurrenceIdentifier is null);

    private async Task<CalendarEvent[]> Events() =>
        [.. Ical.Net.Calendar.Load(await space.Resident.GetStringAsync("/feeds/kivenkolo/calendar.fi.ics"))!.Events];
}
