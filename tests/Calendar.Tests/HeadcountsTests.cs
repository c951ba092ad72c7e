using System.Net;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class HeadcountsTests(CalendarService calendar)
{
    [Fact]
    public async Task A_count_sent_twice_counts_once_and_a_correction_is_told_with_a_higher_version()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan("2026-11-19"), "2026-W47");
        var id = Some.Id();
        var recorded = await (await space.Put($"headcounts/{id}", new { occurrenceId = occurrence, scope = (string[])["students", "clients"], count = 12 })).Json(HttpStatusCode.Created);
        Assert.Equal(("2026-11-19", "2026-11-19", 12, 1), ((string)recorded["from"]!, (string)recorded["to"]!, (int)recorded["count"]!, (int)recorded["version"]!));
        Assert.Equal(["clients", "students"], recorded["scope"]!.AsArray().Select(category => (string)category!));

        var again = await (await space.Put($"headcounts/{id}", new { occurrenceId = occurrence, scope = (string[])["clients", "students"], count = 12 })).Json(HttpStatusCode.OK);
        Assert.True(JsonNode.DeepEquals(recorded, again));
        var corrected = await (await space.Put($"headcounts/{id}", new { occurrenceId = occurrence, scope = (string[])["clients", "students"], count = 11 })).Json(HttpStatusCode.OK);
        Assert.Equal(2, (int)corrected["version"]!);

        await space.Service.Published<HeadcountRecorded>(e => e.HeadcountId == id && e.Version == 2);
        var told = space.Service.Outside.Heard<HeadcountRecorded>().Where(e => e.HeadcountId == id).ToArray();
        Assert.Equal([(1L, 12), (2L, 11)], told.Select(e => (e.Version, e.Count)));
        Assert.All(told, e => Assert.Equal((space.Id, occurrence, new DateOnly(2026, 11, 19)), (e.SpaceId, e.OccurrenceId!.Value, e.From)));
    }

    [Fact]
    public async Task The_years_before_are_entered_with_their_scope_stated_or_not()
    {
        var space = await calendar.OpenSpace();
        await (await space.Put($"headcounts/{Some.Id()}", new { from = "2023-01-01", to = "2023-12-31", scope = Array.Empty<string>(), count = 4917 })).Json(HttpStatusCode.Created);
        string[] scope = ["clients", "students", "partners", "groups", "encounters", "networks"];
        await (await space.Put($"headcounts/{Some.Id()}", new { from = "2024-01-01", to = "2024-12-31", scope, count = 10136 })).Json(HttpStatusCode.Created);

        var of2023 = await (await space.Coordinator.GetAsync($"{space.Root}/headcounts?from=2023-01-01&to=2023-12-31")).Json();
        var only = Assert.Single(of2023["items"]!.AsArray())!;
        Assert.Equal(4917, (int)only["count"]!);
        Assert.Empty(only["scope"]!.AsArray());
        var both = await (await space.Coordinator.GetAsync($"{space.Root}/headcounts")).Json();
        Assert.Equal([4917, 10136], both["items"]!.AsArray().Select(item => (int)item!["count"]!).Order());
        var told = await space.Service.Published<HeadcountRecorded>(e => e.SpaceId == space.Id && e.Count == 10136);
        Assert.Null(told.OccurrenceId);
        Assert.Equal(scope.Order(), told.Scope);
    }

    [Fact]
    public async Task Twenty_who_send_the_same_count_at_once_are_counted_once()
    {
        var space = await calendar.OpenSpace();
        var id = Some.Id();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => space.Put($"headcounts/{id}", new { from = "2026-11-16", to = "2026-11-22", count = 80 })));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        Assert.Equal(80L, await space.Service.Scalar("select sum(count) from headcounts where space_id = $1", space.Id));
        await space.Service.Published<HeadcountRecorded>(e => e.HeadcountId == id);
        Assert.Single(space.Service.Outside.Heard<HeadcountRecorded>(), e => e.HeadcountId == id);
    }

    [Theory]
    [InlineData("""{"count": 1}""", "from", "to")]
    [InlineData("""{"count": 1, "from": "2026-01-01"}""", "to")]
    [InlineData("""{"count": 1, "occurrenceId": "01234567-89ab-7def-8123-456789abcdef", "from": "2026-01-01", "to": "2026-01-02"}""", "occurrenceId")]
    [InlineData("""{"count": 1, "from": "2026-01-02", "to": "2026-01-01"}""", "to")]
    [InlineData("""{"count": 1, "from": "2025-01-01", "to": "2026-01-02"}""", "to")]
    [InlineData("""{"count": -1, "from": "2026-01-01", "to": "2026-01-02"}""", "count")]
    [InlineData("""{"from": "2026-01-01", "to": "2026-01-02"}""", "count")]
    [InlineData("""{"count": 1, "from": "2026-01-01", "to": "2026-01-02", "scope": ["clients", "clients"]}""", "scope")]
    [InlineData("""{"count": 1, "from": "2026-01-01", "to": "2026-01-02", "scope": [null]}""", "scope")]
    [InlineData("""{"count": 1, "from": "2026-01-01", "to": "2026-01-02", "scope": ["Clients"]}""", "scope")]
    public async Task What_is_counted_is_said_once_and_makes_sense(string body, params string[] fields)
    {
        var space = await calendar.OpenSpace();
        var answer = await (await space.Put($"headcounts/{Some.Id()}", JsonNode.Parse(body)!)).Json(HttpStatusCode.BadRequest);
        Assert.Equal(fields, answer["errors"]!.AsObject().Select(error => error.Key).Order());
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from headcounts where space_id = $1", space.Id));
    }
}
