using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Calendar.Tests;

/// <summary>Coming along without an account, while the clock stands still.</summary>
[Collection(nameof(Calendar))]
public sealed class RegistrationsTests(CalendarService calendar)
{
    [Fact]
    public async Task Of_five_hundred_at_once_the_first_twelve_have_a_place_and_the_rest_wait_in_the_order_of_arrival()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.PlanSignUp(12);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => space.SignedUp(occurrence, $"Tulija {i}")));

        var kept = await space.Service.Query("select number, status, id from registrations where occurrence_id = $1 order by number", occurrence);
        Assert.Equal(Enumerable.Range(1, 500), kept.Select(row => (int)row["number"]!));
        Assert.All(kept, row => Assert.Equal((int)row["number"]! <= 12 ? "Confirmed" : "Waiting", row["status"]));
        // What each was told is what is so.
        var told = receipts.ToDictionary(receipt => (Guid)receipt["registrationId"]!, receipt => ((string)receipt["status"]!, (int?)receipt["place"]));
        Assert.All(kept, row =>
        {
            var number = (int)row["number"]!;
            (string, int?) expected = number <= 12 ? ("confirmed", null) : ("waiting", number - 12);
            Assert.Equal(expected, told[(Guid)row["id"]!]);
        });
        Assert.Equal(500, receipts.Select(receipt => (string)receipt["token"]!).Distinct().Count());

        await Eventually.Become(() => Task.FromResult(
            space.Service.Outside.Heard<RegistrationConfirmed>().Count(e => e.OccurrenceId == occurrence) == 12
            && space.Service.Outside.Heard<RegistrationWaitlisted>().Count(e => e.OccurrenceId == occurrence) == 488), "each is told of once");
    }

    [Fact]
    public async Task Whether_there_are_places_is_public_and_how_many_and_who_is_not()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.PlanSignUp(2);
        Assert.Equal("open", await State());
        var before = (await space.Get("weeks/2026-W48")).Headers.ETag;
        await space.SignUp(occurrence, "Kaisla");
        Assert.Equal("{\"state\":\"open\"}", await (await space.Get($"occurrences/{occurrence}/sign-up")).Content.ReadAsStringAsync());
        await space.SignUp(occurrence, "Tuuli");
        Assert.Equal("full", await State());
        Assert.Equal(before, (await space.Get("weeks/2026-W48")).Headers.ETag); // a sign-up renews nothing that is kept ready
        Assert.Equal(HttpStatusCode.Unauthorized, (await space.Get($"occurrences/{occurrence}/registrations")).StatusCode);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var list = await space.As(role).GetAsync(new Uri($"{space.Root}/occurrences/{occurrence}/registrations", UriKind.Relative));
            Assert.Equal(role is Role.Coordinator or Role.Facilitator ? HttpStatusCode.OK : HttpStatusCode.Forbidden, list.StatusCode);
        }

        var justCome = await space.OccurrenceOf(await space.Plan());
        Assert.Equal("notNeeded", (string?)(await space.Read($"occurrences/{justCome}/sign-up"))["state"]);

        async Task<string?> State() => (string?)(await space.Read($"occurrences/{occurrence}/sign-up"))["state"];
    }

    [Fact]
    public async Task Those_who_run_it_see_nicknames_in_the_order_of_arrival_and_no_address_and_take_out_who_asks_them()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.PlanSignUp(1);
        await space.SignUp(occurrence, " Kaisla ", "kaisla@example.org");
        var left = await (await space.SignUp(occurrence, "Poistuja")).Json();
        await space.SignUp(occurrence, "Tuuli");
        await (await space.Leave(left)).Json(HttpStatusCode.OK);

        using var answer = await space.As(Role.Facilitator).GetAsync(new Uri($"{space.Root}/occurrences/{occurrence}/registrations?limit=1", UriKind.Relative));
        var first = await answer.Json(HttpStatusCode.OK);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("example.org", first.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(("Kaisla", "confirmed", true), Line(first));
        var second = await (await space.As(Role.Coordinator)
            .GetAsync(new Uri($"{space.Root}/occurrences/{occurrence}/registrations?after={first["next"]}", UriKind.Relative))).Json();
        Assert.Equal(("Tuuli", "waiting", false), Line(second));

        // Kaisla has lost the link and asks to be taken out.
        for (var time = 0; time < 2; time++)
        {
            using var removed = await space.As(Role.Facilitator).DeleteAsync(
                new Uri($"{space.Root}/occurrences/{occurrence}/registrations/{first["items"]![0]!["id"]}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }
        var last = await (await space.As(Role.Coordinator).GetAsync(new Uri($"{space.Root}/occurrences/{occurrence}/registrations", UriKind.Relative))).Json();
        Assert.Equal(("Tuuli", "confirmed", false), Line(last));
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from registrations where occurrence_id = $1 and nickname = 'Kaisla'", occurrence));

        static (string, string, bool) Line(JsonObject page)
        {
            var line = Assert.Single(page["items"]!.AsArray())!;
            return ((string)line["nickname"]!, (string)line["status"]!, (bool)line["canBeReached"]!);
        }
    }

    [Fact]
    public async Task Sent_again_with_the_same_key_it_is_the_same_sign_up_and_both_links_work()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.PlanSignUp(1);
        await space.SignUp(occurrence, "Ensimmäinen");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(async _ => await (await space.SignUp(occurrence, "Kaisla", key: "same")).Json(HttpStatusCode.Created)));
        Assert.Single(answers.Select(answer => (Guid)answer["registrationId"]!).Distinct());
        Assert.All(answers, answer => Assert.Equal(1, (int)answer["place"]!));
        Assert.Equal(2L, await space.Service.Scalar("select count(*) from registrations where occurrence_id = $1", occurrence));
        Assert.Equal("urn:kivenkolo:api:idempotency-key-reused",
            (string?)(await (await space.SignUp(occurrence, "Toinen", key: "same")).Json(HttpStatusCode.UnprocessableEntity))["type"]);
        foreach (var answer in answers) Assert.Equal("waiting", (string?)(await (await space.Own(answer)).Json(HttpStatusCode.OK))["status"]);

        await (await space.Leave(answers[3])).Json(HttpStatusCode.OK);
        foreach (var answer in answers) Assert.Equal("left", (string?)(await (await space.Leave(answer)).Json(HttpStatusCode.OK))["status"]);
        Assert.Equal("left", (string?)(await (await space.SignUp(occurrence, "Kaisla", key: "same")).Json(HttpStatusCode.Created))["status"]);
        Assert.Single(space.Service.Outside.Heard<RegistrationCancelled>(), e => e.OccurrenceId == occurrence);
    }

    [Fact]
    public async Task Only_hashes_of_the_secrets_are_kept()
    {
        var space = await calendar.OpenSpace();
        var receipt = await (await space.SignUp(await space.PlanSignUp(1), "Kaisla", key: "a-key")).Json();
        var token = (string)receipt["token"]!;
        Assert.True(token.Length >= 43); // 256 bits
        foreach (var table in (string[])["registrations", "registration_links", "idempotency", "outbox", "jobs", "deliveries"])
            Assert.DoesNotContain(await space.Service.Query($"select t::text as row from {table} t"), row =>
                ((string)row["row"]!).Contains(token, StringComparison.Ordinal));
        await (await space.Own(new JsonObject { ["token"] = token[..^1] + (token[^1] == 'A' ? 'Q' : 'A') })).IsRefused(HttpStatusCode.NotFound, "link-unknown");
        var elsewhere = await calendar.OpenSpace();
        await (await elsewhere.Own(receipt)).IsRefused(HttpStatusCode.NotFound, "link-unknown");
        await (await elsewhere.Leave(receipt)).IsRefused(HttpStatusCode.NotFound, "link-unknown");
    }

    [Theory]
    [InlineData("fi-simple", "Tämä on jo alkanut. Et voi enää ilmoittautua.")]
    [InlineData("ar", "بدأ النشاط، ولم يعد التسجيل ممكنًا.")]
    public async Task Who_comes_too_late_hears_so_in_plain_Finnish_and_in_Arabic_too(string language, string title)
    {
        var space = await calendar.OpenSpace();
        space.Resident.DefaultRequestHeaders.Add("Accept-Language", language);
        var late = await space.SignUp(await space.PlanSignUp(3, "2026-11-23", "12:00"), "Kaisla");
        Assert.Equal(title, (string?)(await late.Json(HttpStatusCode.Conflict))["title"]);
        Assert.Equal(language, Assert.Single(late.Content.Headers.ContentLanguage));
    }

    [Fact]
    public async Task Nobody_signs_up_for_what_needs_none_has_begun_or_does_not_take_place()
    {
        var space = await calendar.OpenSpace();
        await (await space.SignUp(Some.Id(), "Kaisla")).IsRefused(HttpStatusCode.NotFound, "occurrence-unknown");
        await (await space.SignUp(await space.OccurrenceOf(await space.Plan()), "Kaisla")).IsRefused(HttpStatusCode.Conflict, "sign-up-not-needed");
        await (await space.SignUp(await space.PlanSignUp(3, "2026-11-23", "12:00"), "Kaisla")).IsRefused(HttpStatusCode.Conflict, "sign-up-closed");
        var cancelled = await space.PlanSignUp(3);
        await (await space.Post($"occurrences/{cancelled}/cancellation")).Json();
        await (await space.SignUp(cancelled, "Kaisla")).IsRefused(HttpStatusCode.Conflict, "occurrence-not-taking-place");
        Assert.Equal("closed", (string?)(await space.Read($"occurrences/{cancelled}/sign-up"))["state"]);
        var elsewhere = await calendar.OpenSpace();
        await (await elsewhere.SignUp(await space.PlanSignUp(3), "Kaisla")).IsRefused(HttpStatusCode.NotFound, "occurrence-unknown");
    }

    [Fact]
    public async Task Without_a_limit_everyone_has_a_place_and_more_places_are_given_to_those_who_wait()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.PlanSignUp(null);
        for (var i = 0; i < 3; i++) Assert.Equal("confirmed", (string?)(await (await space.SignUp(occurrence, $"Tulija {i}")).Json())["status"]);

        var activity = Some.Id();
        var limited = await space.PlanSignUp(1, activity: activity);
        var receipts = new List<JsonObject>();
        for (var i = 0; i < 4; i++) receipts.Add(await (await space.SignUp(limited, $"Tulija {i}")).Json());
        await space.PlanSignUp(3, activity: activity);
        await Eventually.Become(async () => await Status(receipts[2]) == "confirmed", "the second who waited has a place");
        Assert.Equal(["confirmed", "confirmed", "confirmed", "waiting"], await Task.WhenAll(receipts.Select(Status)));
        // Fewer places take nobody's away.
        await space.PlanSignUp(2, activity: activity);
        await (await space.Leave(receipts[0])).Json();
        Assert.Equal(["left", "confirmed", "confirmed", "waiting"], await Task.WhenAll(receipts.Select(Status)));

        async Task<string?> Status(JsonObject receipt) => (string?)(await (await space.Own(receipt)).Json(HttpStatusCode.OK))["status"];
    }

    [Fact]
    public async Task Leaving_and_coming_at_once_never_give_a_place_twice()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.PlanSignUp(5);
        var first = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await (await space.SignUp(occurrence, $"Tulija {i}")).Json()));
        await Task.WhenAll(
            Task.WhenAll(first.Where((_, i) => i % 2 == 0).Select(space.Leave)),
            Task.WhenAll(Enumerable.Range(20, 20).Select(i => space.SignUp(occurrence, $"Tulija {i}"))));
        var kept = await space.Service.Query("select number, status from registrations where occurrence_id = $1 order by number", occurrence);
        Assert.Equal(Enumerable.Range(1, 40), kept.Select(row => (int)row["number"]!));
        var active = kept.Where(row => (string)row["status"]! != "Left").Select(row => (string)row["status"]!).ToArray();
        Assert.Equal([.. Enumerable.Repeat("Confirmed", 5), .. Enumerable.Repeat("Waiting", 25)], active);
    }

    [Fact]
    public async Task What_a_sign_up_cannot_be_is_turned_away_by_name_and_leaves_nothing()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.PlanSignUp(3);
        const string good = """{"nickname": "Kaisla", "language": "fi", "email": "kaisla@example.org"}""";
        await HostileBodies.AreTurnedAway(space.Resident, HttpMethod.Post, $"{space.Root}/occurrences/{occurrence}/registrations",
        [
            .. HostileBodies.Always(good),
            .. HostileBodies.With(good, "nickname",
                ["null", "\"\"", "\"   \"", "\"a\\nb\"", "\"a\\u2028b\"", $"\"{new string('x', 41)}\"", .. HostileBodies.ForText]),
            .. HostileBodies.With(good, "language", ["null", "\"\"", "\"not a tag\"", .. HostileBodies.ForText]),
            .. HostileBodies.With(good, "email", ["\"\"", "\"not an address\"", "\"a@b\"", "\"a@example.org\\nBcc: b@example.org\"", .. HostileBodies.ForText]),
        ]);
        foreach (var act in (string[])["own", "leaving", "acceptance"])
        {
            const string link = """{"token": "x"}""";
            await HostileBodies.AreTurnedAway(space.Resident, HttpMethod.Post, $"{space.Root}/registrations/{act}",
                [.. HostileBodies.Always(link), .. HostileBodies.With(link, "token", ["null", .. HostileBodies.ForText])]);
        }
        var longKey = await space.SignUp(occurrence, "Kaisla", key: new string('k', 201));
        Assert.Equal(HttpStatusCode.BadRequest, longKey.StatusCode);
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from registrations where occurrence_id = $1", occurrence));
    }
}

/// <summary>What residents do who come along.</summary>
internal static class SigningUp
{
    /// <summary>Plans an activity to sign up for, on Thursday 26 November 2026 at 14 unless told otherwise; returns its occurrence.</summary>
    public static async Task<Guid> PlanSignUp(this TestSpace space, int? capacity, string firstDate =
        "2026-11-26", string start = "14:00", Guid? activity = null)
    {
        var body = Some.Activity(firstDate, start);
        body["noSignUp"] = false;
        if (capacity is not null) body["capacity"] = capacity;
        var planned = activity ?? Some.Id();
        await (await space.Put($"activities/{planned}", body)).Json();
        return await space.OccurrenceOf(planned);
    }

    public static Task<HttpResponseMessage> SignUp(this TestSpace space, Guid occurrence, string nickname, string? email =
        null, string? key = null, string language = "fi")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{space.Root}/occurrences/{occurrence}/registrations")
        {
            Content =
            JsonContent.Create(new { nickname, language, email })
        };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return space.Resident.SendAsync(request);
    }

    /// <summary>Signs up as a browser does whose user does not give up: again with the same key while the house is too busy to answer.</summary>
    public static Task<JsonObject> SignedUp(this TestSpace space, Guid occurrence, string nickname) => Eventually.Get(async () =>
    {
        using var answer = await space.SignUp(occurrence, nickname, key: nickname);
        return answer.StatusCode == HttpStatusCode.GatewayTimeout ? null : await answer.Json(HttpStatusCode.Created);
    }, $"{nickname} has signed up", TimeSpan.FromMinutes(2));

    public static Task<HttpResponseMessage> Own(this TestSpace space, JsonObject receipt) => space.Act("own", receipt);

    public static Task<HttpResponseMessage> Leave(this TestSpace space, JsonObject receipt) => space.Act("leaving", receipt);

    public static Task<HttpResponseMessage> Accept(this TestSpace space, JsonObject receipt) => space.Act("acceptance", receipt);

    private static Task<HttpResponseMessage> Act(this TestSpace space, string act, JsonObject receipt) =>
        space.Resident.PostAsJsonAsync($"{space.Root}/registrations/{act}", new { token = (string)receipt["token"]! });
}
