using System.Net;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts.Partners.V1;
using Microsoft.AspNetCore.Http;

namespace Kivenkolo.Calendar.Tests;

/// <summary>A clock of its own, since months pass here, and a partner's server.</summary>
public sealed class SourcesService(PrivateServers servers) : IAsyncLifetime
{
    private int opened;

    public ServiceUnderTest<Program> Service { get; private set; } = null!;

    public PartnerCalendar Partner { get; private set; } = null!;

    public TestMailbox Mailbox { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Mailbox.Start();
        Partner = await PartnerCalendar.Start();
        Service = await ServiceUnderTest<Program>.Start(servers, new TestSettings
        {
            Now = CalendarService.Now,
            Configuration = { ["Smtp:Port"] = Mailbox.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), ["Sources:Timeout"] = "00:00:03" },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Partner.DisposeAsync();
        await Mailbox.DisposeAsync();
    }

    public static JsonObject Body(Guid organisation, string address, string kind = "ics", string? contact = null) => new()
    {
        ["organisationId"] = organisation, ["address"] = address, ["kind"] = kind, ["language"] = "fi", ["contact"] = contact,
    };

    public async Task<Guid> Follow(TestSpace space, Guid organisation, string path, string kind = "ics", string? contact = null)
    {
        var id = Some.Id();
        await (await space.Put($"sources/{id}", SourcesService.Body(organisation, Partner.Address(path), kind, contact))).Json(HttpStatusCode.Created);
        return id;
    }

    public static async Task<JsonObject> Read(TestSpace space, Guid source) =>
        (await (await space.Coordinator.GetAsync($"{space.Root}/sources")).Json())["items"]!.AsArray().Single(item => (Guid)item!["id"]! == source)!.AsObject();

    public static Task<JsonObject[]> Events(TestSpace space, Guid source, int count) => Eventually.Get(async () =>
    {
        var events = (await (await space.Coordinator.GetAsync($"{space.Root}/sources/{source}/events?limit=100")).Json())["items"]!.AsArray()
            .Select(item => item!.AsObject()).ToArray();
        return events.Length == count ? events : null;
    }, $"{count} events were pulled");

    // By the delivery's row rather than by the clock: other tests' months must not pass with it.
    public static async Task NextPull(TestSpace space, Guid source)
    {
        var before = await Eventually.Get<object>(async () =>
            await space.Service.Scalar($"select attempts from deliveries where {Pull} and lease_id is null", $"%{source}"), "the pull before is settled");
        await space.Service.Scalar($"update deliveries set next_attempt_at = $2 where {Pull}", $"%{source}", CalendarService.Now);
        await Eventually.Become(
            async () => await space.Service.Scalar($"select 1 from deliveries where {Pull} and lease_id is null and attempts > $2", $"%{source}",
                (int)before) is not null, "it was pulled again");
    }

    public const string Pull = "kind = 'calendar-pull' and key like $1";

    public static Task<object?> Version(TestSpace space) => space.Service.Scalar("select version from programme_versions where space_id = $1", space.Id);

    /// <summary>A space with one organisation in its directory.</summary>
    public async Task<(TestSpace Space, Guid Organisation)> OpenSpace()
    {
        var slug = $"outside-{Interlocked.Increment(ref opened)}";
        var space = new TestSpace(Service, slug, await Service.OpenSpace(slug));
        var organisation = Some.Id();
        await Service.Publish(new OrganisationChanged
        {
            SpaceId = space.Id, OrganisationId = organisation, Name = new("fi", "Roda ry"), Version = 1, OccurredAt = CalendarService.Now,
        });
        await Eventually.Become(
            async () => await Service.Scalar("select 1 from organisations where organisation_id = $1", organisation) is not null, "the organisation is known");
        return (space, organisation);
    }
}

public sealed class SourcesTests(SourcesService house) : IClassFixture<SourcesService>
{
    private const string Tea =
        "UID:tea@roda\r\nDTSTART;TZID=Europe/Helsinki:20261126T140000\r\nDTEND;TZID=Europe/Helsinki:20261126T150000\r\nSUMMARY:Teetä\r\nLOCATION:Roda";

    [Fact]
    public async Task A_partners_calendar_is_pulled_and_the_space_follows_what_becomes_of_it()
    {
        var (space, organisation) = await house.OpenSpace();
        house.Partner.Has("/follow.ics", Tea, "UID:gone\r\nDTSTART:20261127T100000Z\r\nSUMMARY:Poistuva",
            "UID:past\r\nDTSTART:20261120T100000Z\r\nSUMMARY:Mennyt");
        var source = await house.Follow(space, organisation, "/follow.ics");
        var tea = Assert.Single(await SourcesService.Events(space, source, 3), line => (string?)line["uid"] == "tea@roda");
        Assert.Equal(("2026-11-26T12:00:00Z", "2026-11-26T13:00:00Z", "Teetä", "Roda", "2026-11-26", false),
            ((string)tea["start"]!, (string)tea["end"]!, (string)tea["title"]!["fi"]!, (string)tea["place"]!["fi"]!, (string)tea["localDate"]!,
                (bool)tea["cancelled"]!));

        // Moved, renamed and called off; one is gone; one that is over is left out by its calendar, but it took place.
        house.Partner.Has("/follow.ics", Tea.Replace("T14", "T16", StringComparison.Ordinal).Replace("T15", "T17", StringComparison.Ordinal)
            + "\r\nSTATUS:CANCELLED\r\nSEQUENCE:1");
        await SourcesService.NextPull(space, source);
        var after = await SourcesService.Events(space, source, 2);
        Assert.Equal(["past", "tea@roda"], after.Select(line => (string)line["uid"]!).Order());
        var moved = after.Single(line => (string?)line["uid"] == "tea@roda");
        Assert.Equal((tea["id"]!.ToString(), "2026-11-26T14:00:00Z", true), (moved["id"]!.ToString(), (string)moved["start"]!, (bool)moved["cancelled"]!));

        // What has not changed is not sent again, and nothing of it is written.
        var version = await SourcesService.Version(space);
        await SourcesService.NextPull(space, source);
        Assert.NotNull(house.Partner.Asked("/follow.ics")[^1]);
        Assert.Equal(304, (int)(await SourcesService.Read(space, source))["lastStatus"]!);
        Assert.Equal(version, await SourcesService.Version(space));

        Assert.Equal(HttpStatusCode.NoContent, (await space.Coordinator.DeleteAsync($"{space.Root}/sources/{source}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await space.Coordinator.DeleteAsync($"{space.Root}/sources/{source}")).StatusCode);
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from source_events where source_id = $1", source));
        Assert.NotEqual(version, await SourcesService.Version(space));
    }

    [Fact]
    public async Task A_series_is_taken_with_its_exceptions_and_a_rule_by_the_second_is_refused()
    {
        var (space, organisation) = await house.OpenSpace();
        house.Partner.Has("/series.ics",
            "UID:s\r\nDTSTART;TZID=Europe/Helsinki:20261119T140000\r\nDURATION:PT1H\r\nSUMMARY:Sarja\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n"
                + "EXDATE;TZID=Europe/Helsinki:20261203T140000",
            "UID:s\r\nRECURRENCE-ID;TZID=Europe/Helsinki:20261210T140000\r\nDTSTART;TZID=Europe/Helsinki:20261211T150000\r\nSUMMARY:Siirretty",
            "UID:second\r\nDTSTART:20261124T100000Z\r\nSUMMARY:Sekunti\r\nRRULE:FREQ=SECONDLY",
            "UID:days\r\nDTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261207\r\nSUMMARY:<b>Leiri</b>");
        var source = await house.Follow(space, organisation, "/series.ics");
        var lines = await SourcesService.Events(space, source, 6);
        Assert.Equal(
            [
                ("Leiri", "2026-12-04T22:00:00Z", "2026-12-06T22:00:00Z"), ("Sarja", "2026-11-19T12:00:00Z", "2026-11-19T13:00:00Z"),
                ("Sarja", "2026-11-26T12:00:00Z", "2026-11-26T13:00:00Z"),
                ("Sarja", "2026-12-17T12:00:00Z", "2026-12-17T13:00:00Z"), ("Sekunti", "2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z"),
                ("Siirretty", "2026-12-11T13:00:00Z", "2026-12-11T13:00:00Z"),
            ],
            lines.Select(line => ((string)line["title"]!["fi"]!, (string)line["start"]!, (string)line["end"]!)).Order());
        var findings = (await SourcesService.Read(space, source))["findings"]!.AsArray()
            .Select(finding => ((string)finding!["reason"]!, (string?)finding["what"]));
        Assert.Equal([("markupRemoved", "SUMMARY"), ("ruleRefused", "FREQ")], findings.Order());
    }

    [Fact]
    public async Task The_week_shows_what_is_pulled_with_its_source_and_nothing_twice()
    {
        var (space, organisation) = await house.OpenSpace();
        await space.Plan(); // Teehetki, on Thursday at 14
        house.Partner.Has("/week.ics", Tea, Tea.Replace("tea@roda", "same", StringComparison.Ordinal).Replace("Teetä", "TEEHETKI ", StringComparison.Ordinal));
        await house.Follow(space, organisation, "/week.ics");
        var week = await Eventually.Get(async () =>
        {
            var read = await space.Read("weeks/2026-W48");
            return read["fromOthers"]!.AsArray().Count > 0 ? read : null;
        }, "the week shows it");
        var line = Assert.Single(week["fromOthers"]!.AsArray())!;
        Assert.Equal(("Roda ry", "Teetä", "14:00", "15:00", false, false),
            ((string)line["from"]!["fi"]!, (string)line["title"]!["fi"]!, (string)line["localStart"]!, (string)line["localEnd"]!, (bool)line["cancelled"]!,
                (bool)line["stale"]!));
        Assert.Single(week["occurrences"]!.AsArray());

        // The same calendar followed twice is shown once; when it is no longer followed, the other is shown.
        var again = await house.Follow(space, organisation, "/week.ics");
        await SourcesService.Events(space, again, 2);
        Assert.Single((await space.Read("weeks/2026-W48"))["fromOthers"]!.AsArray());
        await space.Coordinator.DeleteAsync($"{space.Root}/sources/{(Guid)line["sourceId"]!}");
        Assert.Equal(again, (Guid)Assert.Single((await space.Read("weeks/2026-W48"))["fromOthers"]!.AsArray())!["sourceId"]!);
    }

    [Fact]
    public async Task A_page_with_JSON_LD_is_pulled_too()
    {
        var (space, organisation) = await house.OpenSpace();
        house.Partner.Answers("/page", http => PartnerCalendar.Write(http, "text/html",
            """<html><script type="application/ld+json">{"@type": "Event", "name": "Kässäkahvila", "startDate": "2026-11-26T14:00"}</script></html>"""));
        var source = await house.Follow(space, organisation, "/page", "jsonLd");
        Assert.Equal("2026-11-26T12:00:00Z", (string)Assert.Single(await SourcesService.Events(space, source, 1))["start"]!);
    }

    [Theory]
    [InlineData("huge", "feedTooLarge"), InlineData("many", "tooManyEvents")]
    public async Task A_feed_beyond_all_bounds_is_cut_with_the_reason(string kind, string reason)
    {
        var (space, organisation) = await house.OpenSpace();
        house.Partner.Answers($"/{kind}.ics", async http =>
        {
            await PartnerCalendar.Write(http, "text/calendar", $"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{Tea}\r\nEND:VEVENT\r\n");
            static string Piece(string kind, int i) => kind == "huge"
                ? new string('x', 1 << 20)
                : string.Concat(Enumerable.Range(i * 20_000, 20_000).Select(uid => $"BEGIN:VEVENT\nUID:{uid}\nDTSTART:20261126\nSUMMARY:x\nEND:VEVENT\n"));
            // More than fifty megabytes, and a million events.
            try { for (var i = 0; i < 50; i++) await PartnerCalendar.Write(http, "text/calendar", Piece(kind, i)); }
            catch (Exception) when (http.RequestAborted.IsCancellationRequested) { }
        });
        var source = await house.Follow(space, organisation, $"/{kind}.ics");
        var read = await Eventually.Get(async () =>
            await SourcesService.Read(space, source) is { } found && found["succeededAt"] is not null ? found : null, "it was read");
        Assert.Contains(read["findings"]!.AsArray(), finding => (string?)finding!["reason"] == reason);
        Assert.Equal(1L, await space.Service.Scalar("select count(*) from source_events where source_id = $1 and uid = 'tea@roda'", source));
    }

    [Theory]
    [InlineData("/drip", "timeout"), InlineData("/inward", "address-not-allowed"), InlineData("/round", "redirects"), InlineData("/nothing-here", "status"),
        InlineData("/odd", "address-not-allowed")]
    [InlineData("/port", "address-not-allowed"), InlineData("/host", "address-not-allowed")]
    public async Task A_server_that_plays_games_is_given_up_with_the_reason(string path, string error)
    {
        var (space, organisation) = await house.OpenSpace();
        house.Partner.Answers("/drip", async http =>
        {
            for (var i = 0; !http.RequestAborted.IsCancellationRequested; i++)
            {
                await http.Response.Body.WriteAsync("X"u8.ToArray());
                await http.Response.Body.FlushAsync();
                await Task.WhenAny(Task.Delay(100, http.RequestAborted));
            }
        });
        house.Partner.Answers("/inward", http => To(http, "http://169.254.169.254/latest/meta-data"));
        house.Partner.Answers("/round", http => To(http, "/round"));
        house.Partner.Answers("/odd", http => To(http, "file:///etc/passwd"));
        house.Partner.Answers("/port", http => To(http, "//roda.example:99999999/"));
        house.Partner.Answers("/host", http => To(http, "//[roda/"));
        var source = await house.Follow(space, organisation, path);
        var read = await Eventually.Get(async () =>
            await SourcesService.Read(space, source) is { } found && (string?)found["lastError"] is not null ? found : null, "it was given up");
        Assert.Equal(error, (string?)read["lastError"]);

        static Task To(HttpContext http, string elsewhere)
        {
            http.Response.Redirect(elsewhere);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Of_an_event_with_more_times_than_are_taken_none_is_said_to_be_gone()
    {
        var (space, organisation) = await house.OpenSpace();
        var added = string.Join(',', Enumerable.Range(0, 100).Select(i => $"202711{1 + (i / 10):00}T12{i % 10:00}00Z"));
        house.Partner.Has("/cut.ics", Tea, $"UID:often\r\nDTSTART:20271101T100000Z\r\nSUMMARY:Usein\r\nRDATE:{added}");
        var source = await house.Follow(space, organisation, "/cut.ics");
        await Eventually.Become(async () => await Count("true") == 102, "all of it was pulled");

        house.Partner.Has("/cut.ics", $"UID:often\r\nDTSTART:20260901T100000Z\r\nSUMMARY:Usein\r\nRRULE:FREQ=DAILY\r\nRDATE:{added}");
        await SourcesService.NextPull(space, source);
        Assert.Contains((await SourcesService.Read(space, source))["findings"]!.AsArray(), finding => (string?)finding!["reason"] == "tooManyTimes");
        Assert.Equal((100L, 0L), (await Count("date_part('hour', start at time zone 'UTC') = 12"), await Count("uid = 'tea@roda'")));

        async Task<long> Count(string which) =>
            (long)(await space.Service.Scalar($"select count(*) from source_events where source_id = $1 and {which}", source))!;
    }

    [Fact]
    public async Task What_a_calendar_that_is_never_read_whole_no_longer_has_goes_after_three_readings()
    {
        var (space, organisation) = await house.OpenSpace();
        Page("""{"@type": "Event", "name": "Jää", "startDate": "2026-11-26T14:00"}, {"@type": "Event", "name": "Lähtee", "startDate": "2026-11-27T14:00"}""");
        var source = await house.Follow(space, organisation, "/broken", "jsonLd");
        await SourcesService.Events(space, source, 2);
        Page("""{"@type": "Event", "name": "Jää", "startDate": "2026-11-26T14:00"}""");
        for (var missed = 0; missed < 2; missed++)
        {
            await SourcesService.NextPull(space, source);
            await SourcesService.Events(space, source, 2);
        }
        await SourcesService.NextPull(space, source);
        Assert.Equal("Jää", (string)Assert.Single(await SourcesService.Events(space, source, 1))["title"]!["fi"]!);

        void Page(string events) => house.Partner.Answers("/broken", http => PartnerCalendar.Write(http, "text/html",
            $"""<script type="application/ld+json">not json</script><script type="application/ld+json">[{events}]</script>"""));
    }

    [Fact]
    public async Task When_a_pull_fails_for_a_reason_that_nobody_foresaw_the_next_one_comes_all_the_same()
    {
        var (space, organisation) = await house.OpenSpace();
        await space.Service.Scalar("alter table source_events add constraint ck_unforeseen check (uid <> 'unforeseen')");
        house.Partner.Has("/unforeseen.ics", "UID:unforeseen\r\nDTSTART:20261126T100000Z\r\nSUMMARY:Outo");
        var source = await house.Follow(space, organisation, "/unforeseen.ics");
        await Eventually.Become(async () => (string?)(await SourcesService.Read(space, source))["lastError"] == "not-taken", "it is noted");
        house.Partner.Has("/unforeseen.ics", Tea);
        await SourcesService.NextPull(space, source);
        Assert.Equal("Teetä", (string)Assert.Single(await SourcesService.Events(space, source, 1))["title"]!["fi"]!);
        Assert.Equal(1L, await space.Service.Scalar($"select count(*) from deliveries where {SourcesService.Pull} and outcome is null", $"%{source}"));
    }

    [Fact]
    public async Task While_a_partners_server_hangs_no_transaction_is_open()
    {
        await using var server = new HangingServer();
        var (space, organisation) = await house.OpenSpace();
        await (await space.Put($"sources/{Some.Id()}", SourcesService.Body(organisation, $"http://127.0.0.1:{server.Port}/slow.ics")))
            .Json(HttpStatusCode.Created);
        Assert.Equal(0, await OpenTransactions.While(server, space.Service));
    }

    [Fact]
    public async Task What_an_old_address_answers_after_the_source_was_pointed_elsewhere_is_not_taken()
    {
        var (space, organisation) = await house.OpenSpace();
        var (asked, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        house.Partner.Answers("/old.ics", async http =>
        {
            asked.TrySetResult();
            await goOn.Task;
            await PartnerCalendar.Write(http, "text/calendar",
                $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{Tea.Replace("Teetä", "Vanhaa", StringComparison.Ordinal)}"
                + $"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        });
        house.Partner.Has("/new.ics", Tea);
        var source = await house.Follow(space, organisation, "/old.ics");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        // Whoever changes the source does not wait for somebody else's server.
        await (await space.Put($"sources/{source}", SourcesService.Body(organisation, house.Partner.Address("/new.ics")))).Json();
        Assert.Equal("Teetä", (string)(await SourcesService.Events(space, source, 1))[0]["title"]!["fi"]!);
        goOn.SetResult();

        await SourcesService.NextPull(space, source);
        Assert.Equal("Teetä", (string)(await SourcesService.Events(space, source, 1))[0]["title"]!["fi"]!);
        Assert.Equal(1L, await space.Service.Scalar($"select count(*) from deliveries where {SourcesService.Pull} and outcome is null", $"%{source}"));
    }

    [Fact]
    public async Task Only_an_address_that_is_public_an_organisation_that_is_known_and_an_id_of_ones_own_are_taken()
    {
        var (space, organisation) = await house.OpenSpace();
        foreach (var address in (string[])["https://10.1.2.3/x.ics", "https://169.254.169.254/latest", "http://93.184.215.14/x.ics"])
            await (await space.Put($"sources/{Some.Id()}", SourcesService.Body(organisation, address)))
                .IsRefused(HttpStatusCode.UnprocessableEntity, "address-not-allowed");
        await (await space.Put($"sources/{Some.Id()}", SourcesService.Body(Some.Id(), house.Partner.Address("/x.ics"))))
            .IsRefused(HttpStatusCode.Conflict, "organisation-unknown");

        var id = Some.Id();
        var body = SourcesService.Body(organisation, house.Partner.Address("/same.ics"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => space.Put($"sources/{id}", body)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(9, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var (elsewhere, other) = await house.OpenSpace();
        await (await elsewhere.Put($"sources/{id}", SourcesService.Body(other, house.Partner.Address("/same.ics"))))
            .IsRefused(HttpStatusCode.Conflict, "id-taken");
        await (await elsewhere.Coordinator.GetAsync($"{elsewhere.Root}/sources/{id}/events")).IsRefused(HttpStatusCode.NotFound, "source-unknown");
    }

    [Fact]
    public async Task What_a_source_cannot_be_is_turned_away_by_name()
    {
        var (space, organisation) = await house.OpenSpace();
        var good = SourcesService.Body(organisation, house.Partner.Address("/x.ics"), contact: "a@b.example").ToJsonString();
        await HostileBodies.AreTurnedAway(space.Coordinator, HttpMethod.Put, $"{space.Root}/sources/{Some.Id()}",
        [
            .. HostileBodies.Always(good),
            .. HostileBodies.With(good, "organisationId", ["null", .. HostileBodies.ForId]),
            .. HostileBodies.With(good, "address", ["null", "\"ftp://x.example/\"", "\"x\"", "\"https://a:b@x.example/\"", .. HostileBodies.ForText]),
            .. HostileBodies.With(good, "kind", "null", "\"rss\"", "1"),
            .. HostileBodies.With(good, "language", ["null", "\"not a tag\"", .. HostileBodies.ForText]),
            .. HostileBodies.With(good, "contact", ["\"x\"", "\"a@b.example\\nBcc: c@d.example\"", .. HostileBodies.ForText]),
        ]);
        const string token = """{"token": "x"}""";
        await HostileBodies.AreTurnedAway(space.Resident, HttpMethod.Post, $"{space.Root}/sources/confirmation",
            [.. HostileBodies.Always(token), .. HostileBodies.With(token, "token", ["null", .. HostileBodies.ForText])]);
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from sources where space_id = $1", space.Id));
    }
}
