using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class ActivitiesTests(CalendarService calendar)
{
    [Fact]
    public async Task An_activity_is_planned_once_however_often_it_is_sent()
    {
        var space = await calendar.OpenSpace();
        var id = Some.Id();
        var created = await space.Put($"activities/{id}", Some.Activity(weeks: 3));
        var planned = await created.Json(HttpStatusCode.Created);
        Assert.Equal($"{space.Root}/activities/{id}", created.Headers.Location!.OriginalString);
        Assert.Equal("14:00", (string?)planned["series"]![0]!["start"]);
        Assert.Equal("2026-11-26", (string?)planned["series"]![0]!["firstDate"]);

        var again = await space.Put($"activities/{id}", Some.Activity(weeks: 3));
        Assert.Equal(1, (long)(await again.Json(HttpStatusCode.OK))["version"]!);
        Assert.Equal(created.Headers.ETag, again.Headers.ETag);

        var changed = Some.Activity(weeks: 3);
        changed["title"]!["sv"] = "Te";
        Assert.Equal(2, (long)(await (await space.Put($"activities/{id}", changed)).Json(HttpStatusCode.OK))["version"]!);

        await space.Service.Published<ActivityPublished>(e => e.ActivityId == id && e.Version == 2);
        Assert.Equal([1L, 2L], space.Service.Outside.Heard<ActivityPublished>().Where(e => e.ActivityId == id).Select(e => e.Version));
        Assert.Equal(3L, await space.Service.Scalar("select count(*) from occurrences where activity_id = $1", id));
        Assert.Equal("Te", (string?)(await space.Read($"activities/{id}"))["title"]!["sv"]);
    }

    [Fact]
    public async Task An_activity_says_in_which_part_someone_runs_it_and_staff_do_unless_it_says_so()
    {
        var space = await calendar.OpenSpace();
        var id = Some.Id();
        Assert.Equal("staff", (string?)(await (await space.Put($"activities/{id}", Some.Activity())).Json(HttpStatusCode.Created))["runBy"]);

        var body = Some.Activity();
        body["runBy"] = "student";
        Assert.Equal("student", (string?)(await (await space.Put($"activities/{id}", body)).Json(HttpStatusCode.OK))["runBy"]);
        Assert.Equal("student", (string?)Assert.Single(await space.WeekLines("2026-W48"))["runBy"]);
    }

    [Fact]
    public async Task Twenty_who_send_the_same_activity_at_once_make_one()
    {
        var space = await calendar.OpenSpace();
        var id = Some.Id();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => space.Put($"activities/{id}", Some.Activity(weeks: 5))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(5L, await space.Service.Scalar("select count(*) from occurrences where activity_id = $1", id));
    }

    [Fact]
    public async Task A_change_of_the_series_leaves_what_has_begun_and_what_was_cancelled()
    {
        var space = await calendar.OpenSpace();
        var id = await space.Plan("2026-11-19", weeks: 3);
        var before = await space.OccurrenceOf(id, "2026-W47");
        var cancelled = await space.OccurrenceOf(id, "2026-W48");
        await (await space.Post($"occurrences/{cancelled}/cancellation", new { reason = new { fi = "Sairaana" } })).Json();

        await space.Plan("2026-11-20", "15:30", weeks: 3, activity: id);

        var past = Assert.Single(await space.WeekLines("2026-W47"));
        Assert.Equal((before, "2026-11-19", "14:00"), ((Guid)past["id"]!, (string)past["localDate"]!, (string)past["localStart"]!));
        var week = await space.WeekLines("2026-W48");
        Assert.Equal([("2026-11-26", "cancelled"), ("2026-11-27", "confirmed")], week.Select(line => ((string)line["localDate"]!, (string)line["status"]!)));
        Assert.Equal(["2026-12-04"], (await space.WeekLines("2026-W49")).Select(line => (string)line["localDate"]!));
    }

    [Fact]
    public async Task A_date_that_leaves_the_series_and_returns_is_the_same_occurrence_with_a_later_version()
    {
        var space = await calendar.OpenSpace();
        var id = await space.Plan(weeks: 2);
        var second = await space.OccurrenceOf(id, "2026-W49");
        await space.Plan(weeks: 1, activity: id);
        Assert.Empty(await space.WeekLines("2026-W49"));
        await (await space.Get($"occurrences/{second}")).IsRefused(HttpStatusCode.NotFound, "occurrence-unknown");
        await (await space.Post($"occurrences/{second}/cancellation")).IsRefused(HttpStatusCode.NotFound, "occurrence-unknown");
        await space.Plan(weeks: 2, activity: id);
        var line = Assert.Single(await space.WeekLines("2026-W49"));
        Assert.Equal((second, 3L), ((Guid)line["id"]!, (long)line["version"]!));
    }

    [Fact]
    public async Task A_change_against_an_old_state_is_refused()
    {
        var space = await calendar.OpenSpace();
        var id = await space.Plan();
        var tag = (await space.Get($"activities/{id}")).Headers.ETag!;
        await space.Plan(start: "15:00", activity: id);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{space.Root}/activities/{id}") { Content = JsonContent.Create(Some.Activity()) };
        request.Headers.IfMatch.Add(tag);
        await (await space.Coordinator.SendAsync(request)).IsRefused(HttpStatusCode.PreconditionFailed, "version-changed");
    }

    [Fact]
    public async Task A_place_must_be_one_of_the_space_and_then_it_is_shown()
    {
        var space = await calendar.OpenSpace();
        var place = Some.Id();
        var body = Some.Activity();
        body["placeId"] = place;
        var id = Some.Id();
        await (await space.Put($"activities/{id}", body)).IsRefused(HttpStatusCode.Conflict, "place-unknown");
        await (await space.Put($"places/{place}", new { name = new { fi = "Piha" } })).Json(HttpStatusCode.Created);
        await (await space.Put($"places/{place}", new { name = new { fi = "Terassi" } })).Json(HttpStatusCode.OK);
        await (await space.Put($"activities/{id}", body)).Json(HttpStatusCode.Created);
        Assert.Equal("Terassi", (string?)Assert.Single(await space.WeekLines("2026-W48"))["place"]!["fi"]);
        Assert.Equal("Terassi", (string?)(await space.Read("places"))["items"]![0]!["name"]!["fi"]);
    }

    [Fact]
    public async Task What_makes_it_easy_to_come_is_a_set_whatever_the_order_it_is_told_in()
    {
        var space = await calendar.OpenSpace();
        var (id, body) = (Some.Id(), Some.Activity());
        body["facts"] = new JsonArray("quiet-hour", "come-late", "quiet-hour", "step-free");
        var planned = await (await space.Put($"activities/{id}", body)).Json(HttpStatusCode.Created);
        Assert.Equal("[\"come-late\",\"step-free\",\"quiet-hour\"]", planned["facts"]!.ToJsonString());
        Assert.Equal("[\"come-late\",\"step-free\",\"quiet-hour\"]", Assert.Single(await space.WeekLines("2026-W48"))["facts"]!.ToJsonString());

        body["facts"] = new JsonArray("step-free", "quiet-hour", "come-late");
        Assert.Equal(1, (long)(await (await space.Put($"activities/{id}", body)).Json(HttpStatusCode.OK))["version"]!);
        body["facts"] = new JsonArray("interpreter");
        Assert.Equal(2, (long)(await (await space.Put($"activities/{id}", body)).Json(HttpStatusCode.OK))["version"]!);
        Assert.Empty((await (await space.Put($"activities/{id}", Some.Activity())).Json(HttpStatusCode.OK))["facts"]!.AsArray());
    }

    [Fact]
    public async Task A_refusal_speaks_the_readers_language()
    {
        var space = await calendar.OpenSpace();
        space.Resident.DefaultRequestHeaders.Add("Accept-Language", "sv-FI, en;q=0.5");
        var answer = await space.Get($"activities/{Some.Id()}");
        Assert.Equal("Aktiviteten hittades inte", (string?)(await answer.Json(HttpStatusCode.NotFound))["title"]);
        Assert.Equal("sv", Assert.Single(answer.Content.Headers.ContentLanguage));
    }

    [Fact]
    public async Task The_list_comes_in_pages()
    {
        var space = await calendar.OpenSpace();
        HashSet<Guid> planned = [await space.Plan(), await space.Plan(), await space.Plan()];
        var first = await space.Read("activities?limit=2");
        Assert.Equal(2, first["items"]!.AsArray().Count);
        var second = await space.Read($"activities?limit=2&after={first["next"]}");
        Assert.Null(second["next"]);
        Assert.Equal(planned, first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (Guid)item!["id"]!).ToHashSet());
        foreach (var wrong in (string[])["limit=0", "limit=101", "limit=x", "limit=99999999999", "after=x"])
        {
            var errors = (await (await space.Get($"activities?{wrong}")).Json(HttpStatusCode.BadRequest))["errors"]!.AsObject();
            Assert.Equal(wrong.Split('=')[0], Assert.Single(errors).Key);
        }
    }

    [Fact]
    public async Task Another_space_sees_nothing_and_takes_nothing()
    {
        var (ours, theirs) = (await calendar.OpenSpace(), await calendar.OpenSpace());
        var activity = await ours.Plan();
        var occurrence = await ours.OccurrenceOf(activity);
        var place = Some.Id();
        await (await ours.Put($"places/{place}", new { name = new { fi = "Piha" } })).Json();
        var headcount = Some.Id();
        await (await ours.Put($"headcounts/{headcount}", new { occurrenceId = occurrence, count = 7 })).Json();

        Assert.Empty(await theirs.WeekLines("2026-W48"));
        Assert.Empty((await theirs.Read("activities"))["items"]!.AsArray());
        Assert.Empty((await theirs.Read("places"))["items"]!.AsArray());
        Assert.Empty((await (await theirs.Coordinator.GetAsync($"{theirs.Root}/headcounts")).Json())["items"]!.AsArray());
        Assert.DoesNotContain("VEVENT", await theirs.Resident.GetStringAsync($"/feeds/{theirs.Slug}/calendar.fi.ics"), StringComparison.Ordinal);
        await (await theirs.Get($"activities/{activity}")).IsRefused(HttpStatusCode.NotFound, "activity-unknown");
        await (await theirs.Get($"occurrences/{occurrence}")).IsRefused(HttpStatusCode.NotFound, "occurrence-unknown");
        await (await theirs.Post($"occurrences/{occurrence}/cancellation")).IsRefused(HttpStatusCode.NotFound, "occurrence-unknown");
        await (await theirs.Put($"activities/{activity}", Some.Activity(start: "09:00"))).IsRefused(HttpStatusCode.Conflict, "id-taken");
        await (await theirs.Put($"places/{place}", new { name = new { fi = "Meidän" } })).IsRefused(HttpStatusCode.Conflict, "id-taken");
        await (await theirs.Put($"headcounts/{headcount}", new { from = "2026-11-01", to = "2026-11-02", count = 1 }))
            .IsRefused(HttpStatusCode.Conflict, "id-taken");
        await (await theirs.Put($"headcounts/{Some.Id()}", new { occurrenceId = occurrence, count = 1 }))
            .IsRefused(HttpStatusCode.Conflict, "counted-occurrence-unknown");

        // The coordinator of one space is nobody in another.
        Assert.Equal(HttpStatusCode.Forbidden, (await theirs.Coordinator.PutAsJsonAsync($"{ours.Root}/activities/{activity}", Some.Activity())).StatusCode);
        Assert.Equal("14:00", (string?)(await ours.Read($"activities/{activity}"))["series"]![0]!["start"]);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.Resident.GetAsync("/api/calendar/v1/spaces/nowhere/places")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "activities/not-an-id", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "activities", HttpStatusCode.MethodNotAllowed)]
    public async Task What_there_is_not_is_told_as_a_problem_and_not_as_a_missing_token(string verb, string path, HttpStatusCode status)
    {
        var space = await calendar.OpenSpace();
        using var request = new HttpRequestMessage(HttpMethod.Parse(verb), $"{space.Root}/{path}");
        using var answer = await space.Resident.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Who_may_do_what_is_as_agreed()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan();
        var occurrence = await space.OccurrenceOf(activity);
        (HttpMethod Verb, string Path, object? Body, Role[] Roles)[] table =
        [
            (HttpMethod.Put, $"places/{Some.Id()}", new { name = new { fi = "Piha" } }, [Role.Coordinator]),
            (HttpMethod.Put, "keywords/yso:p4354", new { label = new { fi = "lapset" } }, [Role.Coordinator, Role.Editor]),
            (HttpMethod.Put, $"activities/{activity}", Some.Activity(), [Role.Coordinator, Role.Editor]),
            (HttpMethod.Post, $"occurrences/{occurrence}/cancellation", new { }, [Role.Coordinator, Role.Editor, Role.Facilitator]),
            (HttpMethod.Post, "weeks/2026-W50/publication", new { }, [Role.Coordinator]),
            (HttpMethod.Put, $"headcounts/{Some.Id()}", new { occurrenceId = occurrence, count = 7 }, [Role.Coordinator, Role.Facilitator, Role.Student]),
            (HttpMethod.Get, "headcounts", null, Enum.GetValues<Role>()),
        ];
        foreach (var (verb, path, body, roles) in table)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await Send(space.Resident, verb, path, body));
            foreach (var role in Enum.GetValues<Role>())
            {
                using var client = space.As(role);
                var status = await Send(client, verb, path, body);
                Assert.True(roles.Contains(role) ? (int)status is 200 or 201 : status == HttpStatusCode.Forbidden, $"{role} {verb} {path}: {status}");
            }
            using var partner = space.Service.AsPartner(space.Slug, Some.Id(), "proposals:write");
            Assert.Equal(HttpStatusCode.Forbidden, await Send(partner, verb, path, body));
        }

        async Task<HttpStatusCode> Send(HttpClient client, HttpMethod verb, string path, object? body)
        {
            using var request = new HttpRequestMessage(verb, $"{space.Root}/{path}") { Content = body is null ? null : JsonContent.Create(body) };
            return (await client.SendAsync(request)).StatusCode;
        }
    }
}
