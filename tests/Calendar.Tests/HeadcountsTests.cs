using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.ServiceDefaults.Access;
using Npgsql;

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
        var recorded = await (await space.Put($"headcounts/{id}", new { occurrenceId = occurrence, scope = (string[])["students", "clients"], count = 12 }))
            .Json(HttpStatusCode.Created);
        Assert.Equal(("2026-11-19", "2026-11-19", 12, 1),
            ((string)recorded["from"]!, (string)recorded["to"]!, (int)recorded["count"]!, (int)recorded["version"]!));
        Assert.Equal(["clients", "students"], recorded["scope"]!.AsArray().Select(category => (string)category!));

        var again = await (await space.Put($"headcounts/{id}", new { occurrenceId = occurrence, scope = (string[])["clients", "students"], count = 12 }))
            .Json(HttpStatusCode.OK);
        Assert.True(JsonNode.DeepEquals(recorded, again));
        var corrected = await (await space.Put($"headcounts/{id}", new { occurrenceId = occurrence, scope = (string[])["clients", "students"], count = 11 }))
            .Json(HttpStatusCode.OK);
        Assert.Equal(2, (int)corrected["version"]!);

        await space.Service.Published<HeadcountRecorded>(e => e.HeadcountId == id && e.Version == 2);
        var told = space.Service.Outside.Heard<HeadcountRecorded>().Where(e => e.HeadcountId == id).ToArray();
        Assert.Equal([(1L, 12), (2L, 11)], told.Select(e => (e.Version, e.Count)));
        Assert.All(told, e => Assert.Equal((space.Id, occurrence, new DateOnly(2026, 11, 19)), (e.SpaceId, e.OccurrenceId!.Value, e.From)));
    }

    [Fact]
    public async Task What_another_changes_between_reading_and_writing_is_not_undone_but_said()
    {
        var space = await calendar.OpenSpace();
        var id = Some.Id();
        await (await space.Put($"headcounts/{id}", new { from = "2023-01-01", to = "2023-12-31", scope = Array.Empty<string>(), count = 4917 }))
            .Json(HttpStatusCode.Created);

        await using var connection = new NpgsqlConnection(space.Service.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var change = new NpgsqlCommand("update headcounts set count = 5000 where id = $1", connection))
        {
            change.Parameters.AddWithValue(id);
            await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        var late = space.Put($"headcounts/{id}", new { from = "2023-01-01", to = "2023-12-31", scope = Array.Empty<string>(), count = 4918 });
        await Eventually.Become(async () => Equals(1L, await space.Service.Scalar(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%UPDATE headcounts%'")),
                "it waits for the row");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await (await late).IsRefused(HttpStatusCode.PreconditionFailed, "version-changed");
        Assert.Equal(5000, await space.Service.Scalar("select count from headcounts where id = $1", id));
    }

    [Fact]
    public async Task What_was_corrected_since_it_was_read_is_not_overwritten_and_the_same_again_is_welcome()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan("2026-11-19"), "2026-W47");
        var id = Some.Id();
        object Of(int clients, int version) => new { occurrenceId = occurrence, counts = new { clients }, version };
        await (await space.Put($"headcounts/{id}", Of(12, version: 0))).Json(HttpStatusCode.Created);
        await (await space.Put($"headcounts/{id}", Of(12, version: 0))).Json(HttpStatusCode.OK); // its answer was lost
        await (await space.Put($"headcounts/{id}", Of(15, version: 1))).Json(HttpStatusCode.OK);

        await (await space.Put($"headcounts/{id}", Of(13, version: 1))).IsRefused(HttpStatusCode.PreconditionFailed, "version-changed");
        Assert.Equal(15, await space.Service.Scalar("select count from headcounts where id = $1", id));
        await (await space.Put($"headcounts/{id}", Of(13, version: 2))).Json(HttpStatusCode.OK);
        await (await space.Put($"headcounts/{Some.Id()}", Of(1, version: 1))).IsRefused(HttpStatusCode.PreconditionFailed, "version-changed");
    }

    [Fact]
    public async Task The_years_before_are_entered_with_their_scope_stated_or_not()
    {
        var space = await calendar.OpenSpace();
        await (await space.Put($"headcounts/{Some.Id()}", new { from = "2023-01-01", to = "2023-12-31", scope = Array.Empty<string>(), count = 4917 }))
            .Json(HttpStatusCode.Created);
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
        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => space.Put($"headcounts/{id}", new { from = "2026-11-16", to = "2026-11-22", count = 80 })));
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
    [InlineData("""{"count": 1, "from": "2026-01-01", "to": "2026-01-02", "counts": {"clients": 1}}""", "counts")]
    [InlineData("""{"from": "2026-01-01", "to": "2026-01-02", "counts": {}}""", "counts")]
    [InlineData("""{"from": "2026-01-01", "to": "2026-01-02", "counts": {"clients": -1}}""", "counts")]
    [InlineData("""{"from": "2026-01-01", "to": "2026-01-02", "counts": {"Clients": 1}}""", "counts")]
    [InlineData("""{"count": 1, "from": "2026-01-01", "to": "2026-01-02", "start": "09:00", "end": "10:00"}""", "start")]
    [InlineData("""{"count": 1, "from": "2026-01-01", "to": "2026-01-01", "start": "09:00"}""", "end")]
    public async Task What_is_counted_is_said_once_and_makes_sense(string body, params string[] fields)
    {
        var space = await calendar.OpenSpace();
        var answer = await (await space.Put($"headcounts/{Some.Id()}", JsonNode.Parse(body)!)).Json(HttpStatusCode.BadRequest);
        Assert.Equal(fields, answer["errors"]!.AsObject().Select(error => error.Key).Order());
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from headcounts where space_id = $1", space.Id));
    }

    [Fact]
    public async Task An_occurrence_is_counted_by_category_and_every_correction_leaves_its_trace()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan("2026-11-19"), "2026-W47");
        var id = Some.Id();
        var recorded = await (await space.Put($"headcounts/{id}", new { occurrenceId = occurrence, counts = new { students = 3, clients = 12 } }))
            .Json(HttpStatusCode.Created);
        Assert.Equal(15, (int)recorded["count"]!);
        Assert.Equal("""["clients","students"]""", recorded["scope"]!.ToJsonString());
        Assert.Equal("""{"clients":12,"students":3}""", recorded["counts"]!.ToJsonString());

        using var student = space.As(Role.Student);
        await (await student.PutAsJsonAsync($"{space.Root}/headcounts/{id}", new { occurrenceId = occurrence, counts = new { clients = 13 } }))
            .Json(HttpStatusCode.OK);
        var corrections = (await (await space.As(Role.Viewer).GetAsync($"{space.Root}/headcounts/{id}/corrections")).Json())["items"]!.AsArray();
        var only = Assert.Single(corrections)!;
        Assert.Equal((2, "student", 15, 13), ((int)only["version"]!, (string)only["role"]!, (int)only["before"]!["count"]!, (int)only["after"]!["count"]!));
        Assert.Equal("""{"clients":12,"students":3}""", only["before"]!["counts"]!.ToJsonString());
        Assert.StartsWith("2026-11-23T10:00:00", (string)only["correctedAt"]!, StringComparison.Ordinal);

        var told = await space.Service.Published<HeadcountRecorded>(e => e.HeadcountId == id && e.Version == 1);
        Assert.Equal(["clients", "students"], told.Scope);
        Assert.Equal([12, 3], told.Counts!);
        await (await space.Coordinator.GetAsync($"{space.Root}/headcounts/{Some.Id()}/corrections")).IsRefused(HttpStatusCode.NotFound, "headcount-unknown");
    }

    [Fact]
    public async Task A_slot_of_the_open_day_has_its_hours()
    {
        var space = await calendar.OpenSpace();
        object Slot(string start, string end) => new { from = "2026-11-23", to = "2026-11-23", start, end, counts = new { clients = 7 } };
        var recorded = await (await space.Put($"headcounts/{Some.Id()}", Slot("09:00", "12:00"))).Json(HttpStatusCode.Created);
        Assert.Equal(("09:00", "12:00"), ((string)recorded["start"]!, (string)recorded["end"]!));
        Assert.Contains("end", (await (await space.Put($"headcounts/{Some.Id()}", Slot("12:00", "12:00")))
            .Json(HttpStatusCode.BadRequest))["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task A_correction_of_what_someone_else_has_corrected_is_turned_away_and_twenty_at_once_leave_one_after_the_other()
    {
        var space = await calendar.OpenSpace();
        var id = Some.Id();
        var first = await space.Put($"headcounts/{id}", Day(clients: 5));
        await first.Json(HttpStatusCode.Created);
        await (await space.Put($"headcounts/{id}", Day(clients: 6))).Json(HttpStatusCode.OK);
        using var stale = new HttpRequestMessage(HttpMethod.Put, $"{space.Root}/headcounts/{id}") { Content = JsonContent.Create(Day(clients: 7)) };
        stale.Headers.TryAddWithoutValidation("If-Match", first.Headers.ETag!.ToString());
        await (await space.Coordinator.SendAsync(stale)).IsRefused(HttpStatusCode.PreconditionFailed, "version-changed");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => space.Put($"headcounts/{id}", Day(clients: 10 + (i % 2)))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        // A chain: each correction begins where the one before it ended.
        Assert.Equal(0L, await space.Service.Scalar("""
            select count(*) from headcount_corrections c left join headcount_corrections p on p.headcount_id = c.headcount_id and p.version = c.version - 1
            where c.headcount_id = $1 and c.version > 2 and (p.after is null or p.after <> c.before)
            """, id));
        Assert.Equal(1L, await space.Service.Scalar(
            "select version - (select count(*) from headcount_corrections where headcount_id = id) from headcounts where id = $1", id));

        static object Day(int clients) => new { from = "2026-11-23", to = "2026-11-23", counts = new { clients } };
    }

    [Fact]
    public async Task A_space_counts_what_its_coordinator_chose_and_what_went_out_of_use_keeps_its_name()
    {
        var space = await calendar.OpenSpace();
        Assert.Equal(
            ["clients True", "students True", "partners True", "groups True", "encounters True", "networks True"],
            await Categories(space));
        var old = Some.Id();
        await (await space.Put($"headcounts/{old}", Counted(new { students = 2 }))).Json(HttpStatusCode.Created);

        object[] chosen = [new { code = "children", name = new { fi = "lapset" } }, new { code = "clients", name = new { fi = "kävijät" } }];
        await (await space.Put("categories", new { categories = chosen })).Json(HttpStatusCode.OK);
        await (await space.Put("categories", new { categories = chosen })).Json(HttpStatusCode.OK);
        Assert.Equal(
            ["children True", "clients True", "students False", "partners False", "groups False", "encounters False", "networks False"],
            await Categories(space));

        await (await space.Put($"headcounts/{Some.Id()}", Counted(new { children = 4 }))).Json(HttpStatusCode.Created);
        await (await space.Put($"headcounts/{Some.Id()}", Counted(new { students = 4 }))).IsRefused(HttpStatusCode.Conflict, "category-unknown");
        await (await space.Put($"headcounts/{Some.Id()}", Counted(new { dogs = 4 }))).IsRefused(HttpStatusCode.Conflict, "category-unknown");
        await (await space.Put($"headcounts/{old}", Counted(new { students = 3 }))).Json(HttpStatusCode.OK);

        static object Counted(object counts) => new { from = "2026-11-23", to = "2026-11-23", counts };
    }

    [Theory]
    [InlineData("""{"categories": []}""")]
    [InlineData("""{"categories": [null]}""")]
    [InlineData("""{"categories": [{"code": "a", "name": {"fi": "a"}}, {"code": "a", "name": {"fi": "b"}}]}""")]
    [InlineData("""{"categories": [{"code": "Clients", "name": {"fi": "a"}}]}""")]
    [InlineData("""{"categories": [{"code": "clients", "name": {}}]}""")]
    [InlineData("""{"categories": [{"name": {"fi": "a"}}]}""")]
    [InlineData("""{"categories": 1}""")]
    public async Task What_categories_cannot_be_is_turned_away(string body)
    {
        var space = await calendar.OpenSpace();
        var answer = await (await space.Put("categories", JsonNode.Parse(body)!)).Json(HttpStatusCode.BadRequest);
        Assert.All(answer["errors"]!.AsObject(), error => Assert.StartsWith("categories", error.Key, StringComparison.Ordinal));
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from categories where space_id = $1", space.Id));
    }

    private static async Task<string[]> Categories(TestSpace space) =>
        [.. (await space.Read("categories"))["items"]!.AsArray().Select(c => $"{c!["code"]} {(bool)c["inUse"]!}")];
}
