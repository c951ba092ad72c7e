using System.Net;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class OccurrencesTests(CalendarService calendar)
{
    [Fact]
    public async Task A_cancellation_shows_everywhere_at_once_and_is_told_once_whoever_asks_at_the_same_time()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan());
        var week = await space.Get("weeks/2026-W48");
        var feed = await space.Resident.GetAsync($"/feeds/{space.Slug}/calendar.fi.ics");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            space.Post($"occurrences/{occurrence}/cancellation", new { reason = new { fi = $"Syy {i}" } })));

        var bodies = await Task.WhenAll(answers.Select(answer => answer.Json(HttpStatusCode.OK)));
        Assert.Single(bodies.Select(body => body.ToJsonString()).Distinct());
        var line = Assert.Single(await space.WeekLines("2026-W48"));
        Assert.Equal("cancelled", (string?)line["status"]);
        Assert.True(JsonNode.DeepEquals(bodies[0]["reason"], line["reason"]));
        Assert.NotEqual(week.Headers.ETag, (await space.Get("weeks/2026-W48")).Headers.ETag);
        var changed = await space.Resident.GetAsync($"/feeds/{space.Slug}/calendar.fi.ics");
        Assert.NotEqual(feed.Headers.ETag, changed.Headers.ETag);
        Assert.Contains("STATUS:CANCELLED\r\n", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await (await space.Post($"occurrences/{occurrence}/cancellation")).Json(HttpStatusCode.OK);
        var told = await space.Service.Published<OccurrenceCancelled>(e => e.OccurrenceId == occurrence);
        Assert.Equal((string?)line["reason"]!["fi"], told.Reason["fi"]);
        Assert.Equal((space.Id, 2L, "Teehetki", CalendarService.Now), (told.SpaceId, told.Version, told.Title["fi"], told.OccurredAt));
        // Another event behind it: whatever else the cancellations told would have come before this one.
        var after = await space.OccurrenceOf(await space.Plan("2026-12-03"), "2026-W49");
        await (await space.Post($"occurrences/{after}/cancellation")).Json(HttpStatusCode.OK);
        await space.Service.Published<OccurrenceCancelled>(e => e.OccurrenceId == after);
        Assert.Single(space.Service.Outside.Heard<OccurrenceCancelled>(), e => e.OccurrenceId == occurrence);
    }

    [Fact]
    public async Task What_has_ended_can_no_longer_be_cancelled_and_what_is_unknown_is_not_found()
    {
        var space = await calendar.OpenSpace();
        var over = await space.OccurrenceOf(await space.Plan("2026-11-19"), "2026-W47");
        await (await space.Post($"occurrences/{over}/cancellation")).IsRefused(HttpStatusCode.Conflict, "occurrence-ended");
        await (await space.Post($"occurrences/{Some.Id()}/cancellation")).IsRefused(HttpStatusCode.NotFound, "occurrence-unknown");
        Assert.Equal("confirmed", (string?)(await space.Read($"occurrences/{over}"))["status"]);
    }

    [Fact]
    public async Task A_cancellation_needs_no_body_and_minds_the_state_it_was_made_against()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan());
        using var late = new HttpRequestMessage(HttpMethod.Post, $"{space.Root}/occurrences/{occurrence}/cancellation");
        late.Headers.IfMatch.ParseAdd("\"1\"");
        await (await space.Coordinator.SendAsync(late)).IsRefused(HttpStatusCode.PreconditionFailed, "version-changed");

        using var timely = new HttpRequestMessage(HttpMethod.Post, $"{space.Root}/occurrences/{occurrence}/cancellation");
        timely.Headers.IfMatch.Add((await space.Get($"occurrences/{occurrence}")).Headers.ETag!);
        var cancelled = await (await space.Coordinator.SendAsync(timely)).Json(HttpStatusCode.OK);
        Assert.Equal("cancelled", (string?)cancelled["status"]);
        Assert.Null(cancelled["reason"]);
    }

    [Fact]
    public async Task Those_who_plan_read_what_one_occurrence_has_of_its_own()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan());
        Assert.Equal("""{"date":"2026-11-26","start":"14:00","durationMinutes":60,"placeId":null,"place":{},"note":{}}""", (await Own()).ToJsonString());

        var place = Some.Id();
        await (await space.Put($"places/{place}", new { name = new { fi = "Piha" } })).Json();
        var change = new
        {
            date = "2026-11-27", start =
                "15:30", durationMinutes = 45, placeId = (Guid?)place, place = new { }, note = new { fi = "Pihalla", sv = "På gården" },
        };
        await (await space.Put($"occurrences/{occurrence}/change", change)).Json(HttpStatusCode.OK);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(change, System.Text.Json.JsonSerializerOptions.Web), (await Own()).ToJsonString());
        await (await space.Coordinator.GetAsync($"{space.Root}/occurrences/{Some.Id()}/change")).IsRefused(HttpStatusCode.NotFound, "occurrence-unknown");

        async Task<System.Text.Json.Nodes.JsonObject> Own() =>
            await (await space.Coordinator.GetAsync($"{space.Root}/occurrences/{occurrence}/change")).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_is_moved_to_a_time_that_has_passed()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan());
        await (await space.Put($"occurrences/{occurrence}/change", new { date = "2026-11-22", start = "14:00", durationMinutes = 60 }))
            .IsRefused(HttpStatusCode.Conflict, "time-passed");
        Assert.Equal("2026-11-26", (string?)(await space.Read($"occurrences/{occurrence}"))["localDate"]);
    }
}
