using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kivenkolo.Calendar.Tests;

/// <summary>The shape and the behaviour that readers of Linked Events count on.</summary>
[Collection(nameof(Calendar))]
public sealed class LinkedEventsTests(CalendarService calendar)
{
    private const string Root = "/linkedevents/v1";
    private const string Text = "object?";
    private const string Reference = "@id";

    // Names and types as City-of-Helsinki/linkedevents has them; "?" may be null, "[]" is a list of what stands before it.
    private static readonly Dictionary<string, string> EventFields = new()
    {
        ["@id"] = "string", ["@context"] = "string", ["@type"] = "string", ["id"] = "string", ["data_source"] = "string", ["publisher"] = "string",
        ["name"] = Text, ["description"] = Text, ["short_description"] = Text, ["info_url"] = Text, ["location_extra_info"] = Text, ["provider"] = Text,
        ["provider_contact_info"] = Text, ["start_time"] = "time", ["end_time"] = "time", ["has_start_time"] = "bool", ["has_end_time"] = "bool",
        ["location"] = Reference, ["keywords"] = "@id[]", ["audience"] = "@id[]", ["in_language"] = "@id[]", ["super_event"] = "@id?", ["sub_events"] = "@id[]",
        ["super_event_type"] = "string?", ["type_id"] = "string", ["event_status"] = "string", ["publication_status"] = "string", ["offers"] = "object[]",
        ["external_links"] = "object[]", ["images"] = "object[]", ["videos"] = "object[]", ["audience_min_age"] = "number?", ["audience_max_age"] = "number?",
        ["minimum_attendee_capacity"] =
            "number?", ["maximum_attendee_capacity"] = "number?", ["enrolment_start_time"] = "time?", ["enrolment_end_time"] = "time?",
        ["environment"] = "string?", ["environmental_certificate"] =
            "string?", ["registration"] = "@id?", ["custom_data"] = "object?", ["date_published"] = "time?",
        ["created_time"] = "time?", ["last_modified_time"] = "time", ["deleted"] = "bool", ["replaced_by"] = "string?", ["local"] = "bool",
    };

    private static readonly Dictionary<string, string> PlaceFields = new()
    {
        ["@id"] = "string", ["@context"] = "string", ["@type"] = "string", ["id"] = "string", ["data_source"] = "string", ["publisher"] = "string",
        ["name"] = Text, ["street_address"] = Text, ["address_locality"] = Text, ["telephone"] = Text, ["postal_code"] = "string?", ["email"] = "string?",
        ["info_url"] = Text, ["description"] = Text, ["position"] = "object?", ["divisions"] = "object[]", ["parent"] = "string?", ["n_events"] = "number",
        ["has_upcoming_events"] = "bool", ["deleted"] = "bool",
    };

    private static readonly Dictionary<string, string> KeywordFields = new()
    {
        ["@id"] = "string", ["@context"] = "string", ["@type"] = "string", ["id"] = "string", ["data_source"] = "string", ["name"] = Text,
        ["alt_labels"] = "string[]", ["aggregate"] = "bool", ["deprecated"] = "bool", ["n_events"] = "number", ["has_upcoming_events"] = "bool",
    };

    private static readonly Dictionary<string, string> OrganizationFields = new()
    {
        ["@id"] = "string", ["@context"] =
            "string", ["@type"] = "string", ["id"] = "string", ["data_source"] = "string", ["origin_id"] = "string", ["name"] = "string",
        ["classification"] = "string?", ["parent_organization"] = "string?", ["sub_organizations"] = "string[]", ["replaced_by"] = "string?",
    };

    private static readonly Dictionary<string, string> LanguageFields = new()
    {
        ["@id"] = "string", ["@context"] = "string", ["@type"] = "string", ["id"] = "string", ["name"] = Text, ["translation_available"] = "bool",
    };

    [Fact]
    public async Task Every_resource_has_the_fields_of_Linked_Events_with_their_types()
    {
        var space = await calendar.OpenSpace();
        var (series, _) = await PlanSeries(space);
        foreach (var node in await List(space, $"event/?publisher=kivenkolo:{space.Id}")) AreAsAgreed(EventFields, node);
        foreach (var node in await List(space, "place/?page_size=100")) AreAsAgreed(PlaceFields, node);
        foreach (var node in await List(space, "keyword/?page_size=100")) AreAsAgreed(KeywordFields, node);
        foreach (var node in await List(space, "organization/?page_size=100")) AreAsAgreed(OrganizationFields, node);
        foreach (var node in await List(space, "language/?page_size=100")) AreAsAgreed(LanguageFields, node);

        // Each reference leads to what it names.
        var found = await Get(space, $"event/kivenkolo:{series}/");
        foreach (var address in (string[])[(string)found["@id"]!, (string)found["location"]!["@id"]!, (string)found["keywords"]![0]!["@id"]!,
            (string)found["audience"]![0]!["@id"]!, (string)found["in_language"]![0]!["@id"]!,
            (string)found["sub_events"]![0]!["@id"]!, $"http://localhost{Root}/organization/{found["publisher"]}/"])
        {
            Assert.StartsWith("http://localhost/linkedevents/v1/", address, StringComparison.Ordinal);
            Assert.Equal(address, (string?)(await (await space.Resident.GetAsync(address)).Json(HttpStatusCode.OK))["@id"]);
        }
    }

    [Fact]
    public void A_field_that_is_missing_or_of_another_type_is_found()
    {
        foreach (var (field, wrong) in (Dictionary<string, JsonNode?>)new() { ["id"] = null, ["name"] = "Tee", ["n_events"] = "3", ["divisions"] = null })
        {
            var place = new JsonObject { [field] = wrong };
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AreAsAgreed(new() { [field] = PlaceFields[field] }, place));
        }
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AreAsAgreed(PlaceFields, []));
    }

    [Fact]
    public async Task A_series_is_a_super_event_with_its_times_as_sub_events_and_what_takes_place_once_is_one_event()
    {
        var space = await calendar.OpenSpace();
        var (series, times) = await PlanSeries(space);
        var once = await space.OccurrenceOf(await space.Plan("2026-11-27"));
        var events = (await List(space, $"event/?publisher=kivenkolo:{space.Id}&sort=start_time")).ToDictionary(e => (string)e["id"]!);
        Assert.Equal([.. times.Append(once).Append(series).Select(id => $"kivenkolo:{id}").Order(StringComparer.Ordinal)],
            events.Keys.Order(StringComparer.Ordinal));

        var super = events[$"kivenkolo:{series}"];
        Assert.Equal(("recurring", "2026-11-26T12:00:00Z", "2026-12-10T13:00:00Z"),
            ((string?)super["super_event_type"], (string?)super["start_time"], (string?)super["end_time"]));
        Assert.Equal(times.Select(id => $"http://localhost{Root}/event/kivenkolo:{id}/"), super["sub_events"]!.AsArray().Select(sub => (string)sub!["@id"]!));
        Assert.All(times, id => Assert.Equal($"http://localhost{Root}/event/kivenkolo:{series}/", (string?)events[$"kivenkolo:{id}"]["super_event"]!["@id"]));
        Assert.Equal((null, null, 0),
            (events[$"kivenkolo:{once}"]["super_event"], events[$"kivenkolo:{once}"]["super_event_type"],
            events[$"kivenkolo:{once}"]["sub_events"]!.AsArray().Count));

        Assert.Equal(("Teehetki", "Juodaan teetä", null), ((string?)super["name"]!["fi"], (string?)super["name"]!["fi-simple"], super["name"]!["en"]));
        Assert.Equal($"http://localhost/fi/{space.Slug}/occurrences/{once}", (string?)events[$"kivenkolo:{once}"]["info_url"]!["fi"]);
        Assert.True((bool)super["offers"]![0]!["is_free"]!);
    }

    [Fact]
    public async Task What_is_included_comes_whole()
    {
        var space = await calendar.OpenSpace();
        var (series, times) = await PlanSeries(space);
        await (await space.Put("keywords/yso:p1808", new { label = new { fi = "musiikki" } })).Json();
        var whole = await Get(space, $"event/kivenkolo:{series}?include=location,keywords,audience,sub_events,super_event");
        Assert.Equal(("Tupa", "musiikki", JsonValueKind.Null),
            ((string?)whole["location"]!["name"]!["fi"], (string?)whole["keywords"]![0]!["name"]!["fi"], Kind(whole["audience"]![0]!["name"])));
        Assert.Equal(times.Select(id => $"kivenkolo:{id}"), whole["sub_events"]!.AsArray().Select(sub => (string)sub!["id"]!));
        AreAsAgreed(EventFields, whole["sub_events"]![0]!.AsObject());
        var part = Assert.Single(await List(space, $"event/?ids=kivenkolo:{times[0]}&include=super_event"));
        Assert.Equal($"kivenkolo:{series}", (string?)part["super_event"]!["id"]);
        // In a list the sub events are always references.
        Assert.Equal([Reference], Assert.Single(await List(space, $"event/?ids=kivenkolo:{series}&include=sub_events"))["sub_events"]![0]!.AsObject()
            .Select(field => field.Key));
    }

    [Fact]
    public async Task A_walk_through_the_pages_visits_each_event_once()
    {
        var space = await calendar.OpenSpace();
        for (var i = 0; i < 3; i++) await space.Plan(weeks: 3);
        foreach (var sort in (string[])["", "&sort=start_time", "&sort=-end_time", "&sort=last_modified_time"])
        {
            var seen = new List<string>();
            var (next, previous) = ($"http://localhost{Root}/event/?publisher=kivenkolo:{space.Id}&page_size=5{sort}", (string?)null);
            while (next is not null)
            {
                var page = await (await space.Resident.GetAsync(next)).Json(HttpStatusCode.OK);
                Assert.Equal(12, (int)page["meta"]!["count"]!);
                Assert.Equal(previous is null, page["meta"]!["previous"] is null);
                seen.AddRange(page["data"]!.AsArray().Select(e => (string)e!["id"]!));
                (previous, next) = (next, (string?)page["meta"]!["next"]);
            }
            Assert.Equal((12, 12), (seen.Count, seen.Distinct().Count()));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await space.Resident.GetAsync($"{Root}/event/?publisher=kivenkolo:{space.Id}&page=4&page_size=5")).StatusCode);
    }

    [Fact]
    public async Task Each_filter_lets_through_what_it_names()
    {
        var space = await calendar.OpenSpace();
        var (series, times) = await PlanSeries(space); // 26 November, 3 and 10 December, 14–15 in Helsinki; music, for children; in the living room
        var body = Some.Activity("2026-11-27", "23:00");
        (body["title"], body["description"], body["spokenLanguages"]) =
            (new JsonObject { ["en"] = "100 % walking" }, new JsonObject { ["sv"] = "Promenad_grupp" }, new JsonArray("EN"));
        var walk = Some.Id();
        await (await space.Put($"activities/{walk}", body)).Json();
        var once = await space.OccurrenceOf(walk);
        Guid[] all = [series, .. times, once];
        (string Filter, Guid[] Expected)[] table =
        [
            ("", all), ("text=TEEHET", [series, .. times]), ("text=promenad_", [once]), ("text=100+%25", [once]), ("text=1%25king", []), ("text=promenadx", []),
            ("start=2026-12-04", [series, times[2]]), ("start=2026-12-10T13:00:00Z", []), ("start=2026-12-10T12:59:59Z", [series, times[2]]),
            ("start=now", all), ("start=today", all),
            ("end=2026-11-26", [series, times[0]]), ("end=2026-11-27", [series, times[0], once]), ("end=2026-11-26T12:00:00Z", []), ("end=today", []),
            ("end=now", []),
            ("start=2026-11-27&end=2026-11-27", [series, once]),
            ("keyword=yso:p1808", [series, .. times]), ("keyword=yso:p4354,yso:p1", [series, .. times]), ("keyword=helmet:1", []),
            ($"location=kivenkolo:{space.Id}", [once]), ("location=tprek:28473", []),
            ("language=fi", [series, .. times]), ("language=en", [once]), ("language=ckb", [series, .. times]), ("language=zh_hans", []),
            ("super_event_type=recurring", [series]), ("super_event_type=none", [.. times, once]), ("super_event_type=recurring,null", all),
            ("super_event_type=umbrella", []),
            ($"super_event=kivenkolo:{series}", times), ("super_event=none", [series, once]), ("super_event=helmet:1", []),
            ($"super_event=kivenkolo:{series},helmet:1", times), ($"super_event=kivenkolo:{series},none", all),
            ("last_modified_since=2026-11-23T10:00:00Z", all), ("last_modified_since=2026-11-23T10:00:01Z", []), ("last_modified_since=2026-11-23", all),
            ($"ids=kivenkolo:{once},kivenkolo:{series},helmet:1", [series, once]), ("ids=helmet:1", []),
            ("show_deleted=true", all), ("show_deleted=0", all),
        ];
        foreach (var (filter, expected) in table)
        {
            var got = (await List(space, $"event/?publisher=kivenkolo:{space.Id}&{filter}")).Select(e => (string)e["id"]!).Order(StringComparer.Ordinal)
                .ToArray();
            Assert.True(expected.Select(id => $"kivenkolo:{id}").Order(StringComparer.Ordinal).SequenceEqual(got), $"{filter}: {string.Join(' ', got)}");
        }
    }

    [Theory]
    [InlineData("page", "0")]
    [InlineData("page", "x")]
    [InlineData("page_size", "101")]
    [InlineData("page_size", "-1")]
    [InlineData("start", "yesterday")]
    [InlineData("end", "2026-13-01")]
    [InlineData("end", "1.12.2026")]
    [InlineData("last_modified_since", "x")]
    [InlineData("super_event_type", "weekly")]
    [InlineData("show_deleted", "perhaps")]
    [InlineData("language", "f")]
    [InlineData("sort", "name;drop")]
    [InlineData("sort", "start_time,end_time")]
    [InlineData("text", "a%07b")]
    public async Task What_cannot_be_read_is_turned_away_under_the_parameters_name(string parameter, string value)
    {
        var space = await calendar.OpenSpace();
        var problem = await (await space.Resident.GetAsync($"{Root}/event/?{parameter}={value}")).Json(HttpStatusCode.BadRequest);
        Assert.Equal("urn:kivenkolo:api:request-invalid", (string?)problem["type"]);
        Assert.Equal(parameter, Assert.Single(problem["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task What_left_the_programme_is_shown_as_deleted_to_those_who_ask_and_what_was_cancelled_stays()
    {
        var space = await calendar.OpenSpace();
        var (series, times) = await PlanSeries(space);
        await (await space.Post($"occurrences/{times[0]}/cancellation")).Json();
        var body = Some.Activity();
        await (await space.Put($"activities/{series}?cancelLeft=true", body)).Json(); // once instead of three times
        var shown = await List(space, $"event/?publisher=kivenkolo:{space.Id}");
        Assert.Equal([("EventCancelled", $"kivenkolo:{times[0]}"), ("EventCancelled", $"kivenkolo:{series}")],
            shown.Select(e => ((string)e["event_status"]!, (string)e["id"]!)).OrderBy(e => e.Item2 == $"kivenkolo:{series}"));
        var deleted = (await List(space, $"event/?publisher=kivenkolo:{space.Id}&show_deleted=true&last_modified_since=2026-11-23"))
            .Where(e => (bool)e["deleted"]!);
        Assert.Equal(times[1..].Select(id => $"kivenkolo:{id}").Order(StringComparer.Ordinal), deleted.Select(e => (string)e["id"]!)
            .Order(StringComparer.Ordinal));
        Assert.True((bool)(await Get(space, $"event/kivenkolo:{times[1]}"))["deleted"]!);
        await (await space.Resident.GetAsync($"{Root}/event/kivenkolo:{Some.Id()}")).IsRefused(HttpStatusCode.NotFound, "resource-unknown");
        await (await space.Resident.GetAsync($"{Root}/event/helmet:1")).IsRefused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    public async Task What_is_moved_or_put_off_says_so_and_where_it_is_now()
    {
        var space = await calendar.OpenSpace();
        var (series, times) = await PlanSeries(space);
        await (await space.Put($"occurrences/{times[0]}/change",
            new { date = "2026-11-26", start = "16:00", durationMinutes = 60, place = new { fi = "Ranta" } })).Json();
        await (await space.Post($"occurrences/{times[1]}/postponement")).Json();
        var moved = await Get(space, $"event/kivenkolo:{times[0]}");
        Assert.Equal(("EventRescheduled", "2026-11-26T14:00:00Z", "Ranta", $"http://localhost{Root}/place/kivenkolo:{space.Id}/"),
            ((string?)moved["event_status"],
            (string?)moved["start_time"], (string?)moved["location_extra_info"]!["fi"], (string?)moved["location"]!["@id"]));
        Assert.Equal("EventPostponed", (string?)(await Get(space, $"event/kivenkolo:{times[1]}"))["event_status"]);
        Assert.Equal("EventScheduled", (string?)(await Get(space, $"event/kivenkolo:{series}"))["event_status"]);
        Assert.Equal($"kivenkolo:{times[0]}", (string?)Assert.Single(await List(space, $"event/?location=kivenkolo:{space.Id}"))["id"]);
    }

    [Fact]
    public async Task What_is_written_in_plain_Finnish_alone_is_found_as_Finnish_as_it_is_told()
    {
        var space = await calendar.OpenSpace();
        var body = Some.Activity();
        body["title"] = new JsonObject { ["fi-simple"] = "Juomme teetä" };
        await (await space.Put($"activities/{Some.Id()}", body)).Json();
        Assert.Equal("Juomme teetä", (string?)Assert.Single(await List(space, $"event/?publisher=kivenkolo:{space.Id}&language=fi"))["name"]!["fi"]);
        Assert.Single(await List(space, $"event/?publisher=kivenkolo:{space.Id}&language=fi-simple"));
    }

    [Fact]
    public async Task A_language_is_named_and_says_whether_texts_are_offered_in_it()
    {
        var space = await calendar.OpenSpace();
        var body = Some.Activity();
        body["spokenLanguages"] = new JsonArray("so");
        await (await space.Put($"activities/{Some.Id()}", body)).Json();
        var somali = await Get(space, "language/so/");
        Assert.Equal(("so", "Language", "somaliska", false),
            ((string)somali["id"]!, (string)somali["@type"]!, (string)somali["name"]!["sv"]!, (bool)somali["translation_available"]!));
        Assert.True((bool)(await Get(space, "language/FI/"))["translation_available"]!);
        await (await space.Resident.GetAsync($"{Root}/language/xx")).IsRefused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    public async Task A_list_names_the_first_hundred_times_of_a_daily_series_and_one_event_all_of_them()
    {
        var space = await calendar.OpenSpace();
        var (series, body) = (Some.Id(), Some.Activity());
        body["series"] = new JsonArray(new JsonObject
        {
            ["firstDate"] =
            "2026-11-23", ["start"] = "10:00", ["durationMinutes"] = 60, ["rule"] = "FREQ=DAILY;COUNT=150"
        });
        await (await space.Put($"activities/{series}", body)).Json();
        var listed = Assert.Single(await List(space, $"event/?ids=kivenkolo:{series}"))["sub_events"]!.AsArray().Select(sub => (string)sub!["@id"]!).ToArray();
        var all = (await Get(space, $"event/kivenkolo:{series}"))["sub_events"]!.AsArray().Select(sub => (string)sub!["@id"]!).ToArray();
        Assert.Equal((100, 150), (listed.Length, all.Length));
        Assert.Equal(all[..100], listed);
    }

    [Fact]
    public async Task The_gateway_may_share_what_everyone_reads()
    {
        var space = await calendar.OpenSpace();
        Assert.True((await space.Resident.GetAsync($"{Root}/event/?publisher=kivenkolo:{space.Id}")).Headers.CacheControl!.Public);
    }

    [Fact]
    public async Task Places_keywords_and_publishers_are_counted_and_named()
    {
        var space = await calendar.OpenSpace();
        var (series, _) = await PlanSeries(space);
        var place = ((string)(await Get(space, $"event/kivenkolo:{series}"))["location"]!["@id"]!).TrimEnd('/');
        var told = await (await space.Resident.GetAsync(place)).Json(HttpStatusCode.OK);
        Assert.Equal(("Tupa", 3, true, $"kivenkolo:{space.Id}"),
            ((string?)told["name"]!["fi"], (int)told["n_events"]!, (bool)told["has_upcoming_events"]!, (string?)told["parent"]));
        var house = await Get(space, $"place/kivenkolo:{space.Id}");
        Assert.Equal((0, false, $"http://localhost/fi/{space.Slug}"),
            ((int)house["n_events"]!, (bool)house["has_upcoming_events"]!, (string?)house["info_url"]!["fi"]));
        Assert.Equal(space.Slug, (string?)(await Get(space, $"organization/kivenkolo:{space.Id}"))["origin_id"]);
        Assert.True((int)(await Get(space, "keyword/yso:p1808/"))["n_events"]! >= 3);
        await (await space.Resident.GetAsync($"{Root}/keyword/yso:p99")).IsRefused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Single(await List(space, "keyword/?page_size=100"), keyword => (string?)keyword["id"] == "yso:p1808");
    }

    // Three Thursdays at 14, about music and for children, in the living room.
    private static async Task<(Guid Series, Guid[] Times)> PlanSeries(TestSpace space)
    {
        var (series, place) = (Some.Id(), Some.Id());
        await (await space.Put($"places/{place}", new { name = new { fi = "Tupa" } })).Json();
        var body = Some.Activity(weeks: 3);
        (body["keywords"], body["audience"], body["placeId"]) = (new JsonArray("yso:p1808"), new JsonArray("yso:p4354"), place);
        await (await space.Put($"activities/{series}", body)).Json();
        return (series, [await space.OccurrenceOf(series), await space.OccurrenceOf(series, "2026-W49"), await space.OccurrenceOf(series, "2026-W50")]);
    }

    private static async Task<JsonObject> Get(TestSpace space, string path) => await (await space.Resident.GetAsync($"{Root}/{path}")).Json(HttpStatusCode.OK);

    private static async Task<JsonObject[]> List(TestSpace space, string path) =>
        [.. (await Get(space, path))["data"]!.AsArray().Select(node => node!.AsObject())];

    private static void AreAsAgreed(Dictionary<string, string> fields, JsonObject resource)
    {
        foreach (var (field, type) in fields)
        {
            Assert.True(resource.TryGetPropertyValue(field, out var value), $"{field} is missing");
            Assert.True(IsOf(type, value), $"{field} is {value?.ToJsonString() ?? "null"} and no {type}");
        }
    }

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        [.. var one, '?'] => value is null || IsOf(one, value),
        [.. var one, '[', ']'] => value is JsonArray list && list.All(item => IsOf(one, item)),
        "@id" => value is JsonObject reference && ((string?)reference["@id"])
            ?.StartsWith("http://localhost/linkedevents/v1/", StringComparison.Ordinal) == true,
        "object" => value is JsonObject,
        "string" => Kind(value) == JsonValueKind.String,
        "number" => Kind(value) == JsonValueKind.Number,
        "bool" => Kind(value) is JsonValueKind.True or JsonValueKind.False,
        "time" => Kind(value) == JsonValueKind.String && ((string)value!).EndsWith('Z') && DateTimeOffset.TryParse((string)value!, out _),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static JsonValueKind Kind(JsonNode? value) => value?.GetValueKind() ?? JsonValueKind.Null;
}
