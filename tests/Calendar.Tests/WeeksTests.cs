using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Kivenkolo.Calendar.Weeks;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class WeeksTests(CalendarService calendar)
{
    [Fact]
    public async Task A_week_says_what_where_when_and_in_which_languages()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(minutes: 90, weeks: 2);
        var week = await space.Read("weeks/2026-W48?language=fi-simple");
        Assert.Equal(("2026-W48", "2026-11-23", "2026-11-29", "Europe/Helsinki"),
            ((string)week["week"]!, (string)week["from"]!, (string)week["to"]!, (string)week["timeZone"]!));
        Assert.Equal((false, 0L), ((bool)week["published"]!, (long)week["version"]!));
        Assert.Empty(week["missing"]!.AsArray());
        var line = Assert.Single(week["occurrences"]!.AsArray())!;
        Assert.Equal(activity, (Guid)line["activityId"]!);
        Assert.Equal(("2026-11-26T12:00:00Z", "2026-11-26T13:30:00Z"), ((string)line["start"]!, (string)line["end"]!));
        Assert.Equal(("2026-11-26", "14:00", "15:30"), ((string)line["localDate"]!, (string)line["localStart"]!, (string)line["localEnd"]!));
        Assert.Equal(("Tupa", space.Slug, "confirmed", "fi-simple"), ((string)line["place"]!["fi"]!,
            ((string)line["organiser"]!["fi"]!).ToLowerInvariant(), (string)line["status"]!, (string)line["language"]!));
        Assert.Null(line["reason"]);
        Assert.Null(line["provenance"]);
        Assert.Equal("fi", (string?)(await space.Read("weeks/2026-W48?language=ar"))["occurrences"]![0]!["language"]);
    }

    [Fact]
    public async Task A_reader_who_has_the_week_is_told_that_nothing_changed_until_something_does()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan();
        var tag = (await space.Get("weeks/2026-W48")).Headers.ETag!;
        Assert.Equal(HttpStatusCode.NotModified, await Again());
        Assert.Equal(tag, (await space.Get("weeks/2026-W48")).Headers.ETag);

        await (await space.Put($"places/{Some.Id()}", new { name = new { fi = "Piha" } })).Json();
        Assert.Equal(HttpStatusCode.NotModified, await Again()); // made anew, and the same
        await space.Plan(start: "14:30", activity: activity);
        Assert.Equal(HttpStatusCode.OK, await Again());

        async Task<HttpStatusCode> Again()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{space.Root}/weeks/2026-W48");
            request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag.Tag));
            var answer = await space.Resident.SendAsync(request);
            Assert.Equal("public, no-cache", string.Join(", ", answer.Headers.GetValues("Cache-Control").SelectMany(v => v.Split(", ")).Order().Reverse()));
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_week_is_published_with_a_reason_while_a_promised_language_is_missing_and_again_only_after_changes()
    {
        var space = await calendar.OpenSpace();
        var whole = await space.Plan();
        var id = Some.Id();
        var body = Some.Activity("2026-11-24", "09:00");
        body["title"]!.AsObject().Remove("sv");
        await (await space.Put($"activities/{id}", body)).Json();
        var week = await space.Read("weeks/2026-W48");
        var missing = Assert.Single(week["missing"]!.AsArray())!;
        Assert.Equal(("sv", 1), ((string)missing["language"]!, (int)missing["occurrences"]!));
        Assert.Equal("sv", (string?)Assert.Single(week["occurrences"]![0]!["missing"]!.AsArray()));
        Assert.Equal([("fi", 2, 2), ("fi-simple", 2, 2), ("sv", 1, 2)],
            week["languages"]!.AsArray().Select(language => ((string)language!["language"]!, (int)language["complete"]!, (int)language["of"]!)));

        await (await space.Post("weeks/2026-W48/publication")).IsRefused(HttpStatusCode.Conflict, "promised-language-missing");
        await (await space.Post("weeks/2026-W48/publication", new { reasonForMissing = "   " }))
            .IsRefused(HttpStatusCode.Conflict, "promised-language-missing");
        Assert.False((bool)(await space.Read("weeks/2026-W48"))["published"]!);

        var reason = new { reasonForMissing = "Käännös tulee huomenna" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => space.Post("weeks/2026-W48/publication", reason)));
        foreach (var answer in answers) Assert.Equal(1, (long)(await answer.Json(HttpStatusCode.OK))["version"]!);
        var published = await space.Read("weeks/2026-W48");
        Assert.Equal((true, 1L, "2026-11-23T10:00:00Z"), ((bool)published["published"]!, (long)published["version"]!, (string)published["publishedAt"]!));

        body["title"]!["sv"] = "Morgonkaffe";
        await (await space.Put($"activities/{id}", body)).Json();
        var again = await (await space.Post("weeks/2026-W48/publication")).Json(HttpStatusCode.OK);
        Assert.Equal(2, (long)again["version"]!);
        Assert.Null(again["reasonForMissing"]);

        // Each reason stays with the time that it was given for.
        body["title"]!.AsObject().Remove("sv");
        body["series"]![0]!["start"] = "09:30";
        await (await space.Put($"activities/{id}", body)).Json();
        await (await space.Post("weeks/2026-W48/publication", new { reasonForMissing = "Kääntäjä on sairaana" })).Json(HttpStatusCode.OK);
        Assert.Equal([(3L, "sv", "Kääntäjä on sairaana"), (2L, "", null), (1L, "sv", "Käännös tulee huomenna")], (await (await space.Coordinator.GetAsync(
            $"{space.Root}/weeks/2026-W48/publications")).Json(HttpStatusCode.OK))["items"]!.AsArray().Select(one =>
                ((long)one!["version"]!, string.Join(' ', one["missing"]!.AsArray()), (string?)one["reasonForMissing"])));
        var rest = await (await space.Coordinator.GetAsync($"{space.Root}/weeks/2026-W48/publications?after=2&limit=1")).Json(HttpStatusCode.OK);
        Assert.Equal(1L, (long)Assert.Single(rest["items"]!.AsArray())!["version"]!);

        var second = await space.Service.Published<WeekPublished>(e => e.SpaceId == space.Id && e.Version == 2);
        Assert.Equal([await space.OccurrenceOf(id), await space.OccurrenceOf(whole)], second.Occurrences.Select(o => o.OccurrenceId));
        await space.Service.Published<WeekPublished>(e => e.SpaceId == space.Id && e.Version == 3);
        Assert.Equal(3, space.Service.Outside.Heard<WeekPublished>().Count(e => e.SpaceId == space.Id));
    }

    [Fact]
    public async Task What_has_changed_since_the_week_was_published_is_told_line_by_line()
    {
        var space = await calendar.OpenSpace();
        var (moved, relocated, cancelled, removed, still) =
            (await space.Plan("2026-11-24"), Some.Id(), await space.Plan("2026-11-26"), await space.Plan("2026-11-27"), Some.Id());
        var (inTheYard, inTheHouse) = (Some.Activity("2026-11-25"), Some.Activity("2026-11-28"));
        await (await space.Put($"activities/{relocated}", inTheYard)).Json();
        await (await space.Put($"activities/{still}", inTheHouse)).Json();
        var postponed = await space.OccurrenceOf(await space.Plan("2026-11-24", "18:00"));
        Guid[] ids = [.. await Task.WhenAll(((Guid[])[moved, relocated, cancelled, removed]).Select(id => space.OccurrenceOf(id)))];
        Assert.Empty(await Changes());
        await (await space.Post("weeks/2026-W48/publication")).Json(HttpStatusCode.OK);
        Assert.Empty(await Changes());

        await space.Plan("2026-11-24", "15:30", activity: moved);
        inTheYard["place"] = new JsonObject { ["fi"] = "Piha" };
        await (await space.Put($"activities/{relocated}", inTheYard)).Json();
        await (await space.Post($"occurrences/{ids[2]}/cancellation")).Json();
        await (await space.Post($"occurrences/{postponed}/postponement")).Json();
        await space.Plan("2026-12-04", activity: removed);
        inTheHouse["place"]!["sv"] = "Stugan"; // a translation is no other place
        await (await space.Put($"activities/{still}", inTheHouse)).Json();
        var added = await space.OccurrenceOf(await space.Plan("2026-11-29"));
        // Nobody was told of it.
        await (await space.Post($"occurrences/{await space.OccurrenceOf(await space.Plan("2026-11-29", "18:00"))}/cancellation")).Json();

        var changes = await Changes();
        // What the plan no longer has was told, so it is cancelled in the open.
        Assert.Equal([(ids[0], "moved"), (postponed, "postponed"), (ids[1], "relocated"), (ids[2], "cancelled"), (ids[3], "cancelled"), (added, "added")],
            changes.Select(change => ((Guid)change["occurrenceId"]!, (string)change["kind"]!)));
        Assert.Equal(("2026-11-24", "14:00", "15:00"), ((string)changes[0]["toldDate"]!, (string)changes[0]["toldStart"]!, (string)changes[0]["toldEnd"]!));
        Assert.Equal("Tupa", (string?)changes[2]["toldPlace"]!["fi"]);
        Assert.Equal(("2026-11-27", "Testund"), ((string)changes[4]["toldDate"]!, (string)changes[4]["title"]!["sv"]!));
        Assert.Null(changes[5]["toldDate"]);

        await (await space.Post("weeks/2026-W48/publication")).Json(HttpStatusCode.OK);
        Assert.Empty(await Changes());

        async Task<JsonNode[]> Changes() => [.. (await space.Read("weeks/2026-W48"))["changes"]!.AsArray().Select(change => change!)];
    }

    [Fact]
    public async Task A_week_knows_its_holidays()
    {
        var space = await calendar.OpenSpace();
        var day = Assert.Single((await space.Read("weeks/2026-W49"))["holidays"]!.AsArray())!;
        Assert.Equal(("2026-12-06", "Självständighetsdagen", true), ((string)day["date"]!, (string)day["name"]!["sv"]!, (bool)day["official"]!));
        Assert.Equal([("2026-12-24", false), ("2026-12-25", true), ("2026-12-26", true)],
            (await space.Read("weeks/2026-W52"))["holidays"]!.AsArray().Select(holiday => ((string)holiday!["date"]!, (bool)holiday["official"]!)));
        Assert.Empty((await space.Read("weeks/2026-W48"))["holidays"]!.AsArray());
    }

    [Fact]
    public async Task What_was_cancelled_is_no_longer_told_as_taking_place()
    {
        var space = await calendar.OpenSpace();
        await space.Plan();
        var cancelled = await space.OccurrenceOf(await space.Plan("2026-11-25"));
        await (await space.Post($"occurrences/{cancelled}/cancellation")).Json();
        Assert.Equal(1, (int)(await (await space.Post("weeks/2026-W48/publication")).Json())["occurrences"]!);
        Assert.Equal(1, (int)(await space.Read("weeks/2026-W48"))["languages"]![0]!["of"]!);
        var told = await space.Service.Published<WeekPublished>(e => e.SpaceId == space.Id);
        Assert.DoesNotContain(cancelled, told.Occurrences.Select(o => o.OccurrenceId));
    }

    [Theory]
    [InlineData("2026-W54")]
    [InlineData("2025-W53")]
    [InlineData("2026-W00")]
    [InlineData("1999-W52")]
    [InlineData("2101-W01")]
    [InlineData("2026-48")]
    [InlineData("2026-w48")]
    [InlineData("2026-W48%0A")]
    [InlineData("x")]
    public async Task A_week_that_does_not_exist_is_turned_away_by_name(string week)
    {
        var space = await calendar.OpenSpace();
        var read = await (await space.Get($"weeks/{week}")).Json(HttpStatusCode.BadRequest);
        if (!week.Contains('%', StringComparison.Ordinal)) Assert.Equal("week", Assert.Single(read["errors"]!.AsObject()).Key);
        await (await space.Post($"weeks/{week}/publication")).Json(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("2026-W53", "2026-12-28", "2027-01-03")]
    [InlineData("2026-W01", "2025-12-29", "2026-01-04")]
    [InlineData("2000-W01", "2000-01-03", "2000-01-09")]
    [InlineData("2100-W52", "2100-12-27", "2101-01-02")]
    public async Task Weeks_at_the_turn_of_the_year_are_those_of_ISO_8601(string week, string from, string to)
    {
        var space = await calendar.OpenSpace();
        var read = await space.Read($"weeks/{week}");
        Assert.Equal((from, to), ((string)read["from"]!, (string)read["to"]!));
        Assert.Equal(week, IsoWeek.Parse(week, null).ToString());
    }

    [Fact]
    public async Task A_language_that_is_none_is_turned_away_by_name()
    {
        var space = await calendar.OpenSpace();
        foreach (var path in (string[])["weeks/2026-W48?language=f%20i", "weeks/2026-W48?language=%F0%9F%98%80"])
            Assert.Equal("language", Assert.Single((await (await space.Get(path)).Json(HttpStatusCode.BadRequest))["errors"]!.AsObject()).Key);
    }
}
