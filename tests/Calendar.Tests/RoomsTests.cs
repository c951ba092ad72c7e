using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Contracts.Partners.V1;

namespace Kivenkolo.Calendar.Tests;

/// <summary>A room and a thing are in one place at a time, whoever asks, and however many at once.</summary>
[Collection(nameof(Calendar))]
public sealed class RoomsTests(CalendarService calendar)
{
    [Fact]
    public async Task What_would_clash_is_not_stored_though_it_be_one_date_in_two_years()
    {
        var space = await calendar.OpenSpace();
        var room = await space.Room();
        var weekly = Some.Id();
        await (await space.Put($"activities/{weekly}", Some.In(room, Some.Series("2026-11-26", "14:00", 60, "FREQ=WEEKLY")))).Json(HttpStatusCode.Created);

        var monthly = Some.Id();
        await (await space.Put($"activities/{monthly}", Some.In(room, Some.Series("2026-11-30", "14:30", 60, "FREQ=MONTHLY;BYMONTHDAY=30"))))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from activities where id = $1", monthly));
        await (await space.Put($"activities/{monthly}", Some.In(room, Some.Series("2026-11-30", "15:00", 60, "FREQ=MONTHLY;BYMONTHDAY=30"))))
            .Json(HttpStatusCode.Created);

        // Another room, a shared one, and the same room when its occurrence is off.
        var shared = await space.Room(shared: true);
        await (await space.Put($"activities/{Some.Id()}", Some.In(shared, Some.Series()))).Json(HttpStatusCode.Created);
        await (await space.Put($"activities/{Some.Id()}", Some.In(shared, Some.Series()))).Json(HttpStatusCode.Created);
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series()))).IsRefused(HttpStatusCode.Conflict, "resource-taken");
        await (await space.Post($"occurrences/{await space.OccurrenceOf(weekly)}/cancellation")).Json(HttpStatusCode.OK);
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series()))).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_clash_names_the_first_dates_on_which_something_is_taken_and_by_what()
    {
        var space = await calendar.OpenSpace();
        var (room, other) = (await space.Room(), Some.In(await space.Room(), Some.Series("2026-12-03", "14:30")));
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-26", "14:00", 60, "FREQ=WEEKLY;COUNT=5"))))
            .Json(HttpStatusCode.Created);
        var daily = await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-25", "14:30", 60, "FREQ=DAILY;COUNT=60")));
        Assert.Equal("Varattu jo: Sali 26.11.2026 klo 14.00–15.00 (Teehetki); Sali 3.12.2026 klo 14.00–15.00 (Teehetki); Sali 10.12.2026 klo 14.00–15.00 "
            + "(Teehetki) ja 2 muuta kertaa.",
            (string?)(await daily.Json(HttpStatusCode.Conflict))["title"]);

        space.Coordinator.DefaultRequestHeaders.Add("Accept-Language", "en");
        var activity = Some.Id();
        await (await space.Put($"activities/{activity}", other)).Json(HttpStatusCode.Created);
        var moved = await space.Put($"occurrences/{await space.OccurrenceOf(activity, "2026-W49")}/change",
            new { date = "2026-12-03", start = "14:30", durationMinutes = 60, placeId = room });
        Assert.Equal("Already taken: Sali 3.12.2026 14:00–15:00 (Teehetki).", (string?)(await moved.Json(HttpStatusCode.Conflict))["title"]);
        Assert.Null((await (await space.Coordinator.GetAsync($"{space.Root}/occurrences/{await space.OccurrenceOf(activity, "2026-W49")}/change"))
            .Json())["placeId"]);
    }

    [Fact]
    public async Task A_series_moves_past_its_own_times_and_nothing_moves_onto_anothers()
    {
        var space = await calendar.OpenSpace();
        var room = await space.Room();
        var (first, second) = (Some.Id(), Some.Id());
        await (await space.Put($"activities/{first}", Some.In(room, Some.Series("2026-11-24", "14:00", 120, "FREQ=DAILY;COUNT=20"))))
            .Json(HttpStatusCode.Created);
        await (await space.Put($"activities/{first}", Some.In(room, Some.Series("2026-11-24", "15:00", 120, "FREQ=DAILY;COUNT=20")))).Json(HttpStatusCode.OK);
        await (await space.Put($"activities/{second}", Some.In(room, Some.Series("2026-11-26", "17:00", 60)))).Json(HttpStatusCode.Created);
        var occurrence = await space.OccurrenceOf(second);

        var onto = new { date = "2026-11-26", start = "16:30", durationMinutes = 60 };
        await (await space.Put($"occurrences/{occurrence}/change", onto)).IsRefused(HttpStatusCode.Conflict, "resource-taken");
        Assert.Equal("17:00", (string?)(await space.Read($"occurrences/{occurrence}"))["localStart"]);
        await (await space.Put($"activities/{first}", Some.In(room, Some.Series("2026-11-24", "16:00", 120, "FREQ=DAILY;COUNT=20"))))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");
        await (await space.Put($"activities/{first}/following", Some.Series("2026-11-25", "16:00", 120, "FREQ=DAILY;COUNT=5")))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");
        Assert.All(await space.Lines(new(2026, 11, 23), new(2026, 12, 14), first), line => Assert.Equal("15:00", (string?)line["localStart"]));

        var elsewhere = await space.Room();
        await (await space.Put($"occurrences/{occurrence}/change", new { onto.date, onto.start, onto.durationMinutes, placeId = elsewhere }))
            .Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_twenty_who_ask_for_a_room_at_once_one_has_it()
    {
        var space = await calendar.OpenSpace();
        var room = await space.Room();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-26", $"14:{i:00}", 60, "FREQ=WEEKLY;COUNT=3")))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(3L, await space.Service.Scalar("select count(*) from bookings where resource_id = $1", room));
    }

    [Fact]
    public async Task Of_two_series_that_ask_for_a_room_at_once_exactly_one_has_it_each_time_and_both_are_answered()
    {
        var space = await calendar.OpenSpace();
        var (room, other) = (await space.Room(), await space.Room());
        for (var time = 0; time < 20; time++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(async i =>
            {
                var activity = Some.Id();
                return (Activity: activity,
                    Answer: await space.Put($"activities/{activity}", Some.In(room, Some.Series("2026-11-26", $"14:{i * 30:00}", 60, "FREQ=DAILY;COUNT=60"))));
            }));
            Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], answers.Select(one => one.Answer.StatusCode).Order());
            Assert.Equal(60L, await space.Service.Scalar("select count(*) from bookings where resource_id = $1", room));

            // Two who change rooms, each onto the other's.
            var (here, there) = (answers.Single(one => one.Answer.StatusCode == HttpStatusCode.Created).Activity, Some.Id());
            await (await space.Put($"activities/{there}", Some.In(other, Some.Series("2026-11-26", "14:15", 60, "FREQ=DAILY;COUNT=60"))))
                .Json(HttpStatusCode.Created);
            var swapped = await Task.WhenAll(
                space.Put($"activities/{here}", Some.In(other, Some.Series("2026-11-26", "14:15", 60, "FREQ=DAILY;COUNT=60"))),
                space.Put($"activities/{there}", Some.In(room, Some.Series("2026-11-26", "14:15", 60, "FREQ=DAILY;COUNT=60"))));
            Assert.All(swapped, answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
            foreach (var activity in (Guid[])[here, there]) Assert.Equal(HttpStatusCode.NoContent, (await space.Delete($"activities/{activity}")).StatusCode);
        }
    }

    [Fact]
    public async Task An_activity_is_not_in_its_own_way_when_a_night_is_an_hour_shorter_and_others_are()
    {
        var space = await calendar.OpenSpace();
        var room = await space.Room();
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2027-03-26", "00:00", 1440, "FREQ=DAILY;COUNT=5"))))
            .Json(HttpStatusCode.Created);
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2027-03-28", "10:00", 60))))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");
    }

    [Fact]
    public async Task A_thing_is_taken_as_a_room_is()
    {
        var space = await calendar.OpenSpace();
        var projector = Some.Id();
        await (await space.Put($"equipment/{projector}", new { name = new { fi = "Tykki" } })).Json(HttpStatusCode.Created);
        await (await space.Put($"equipment/{projector}", new { name = new { fi = "Videotykki" } })).Json(HttpStatusCode.OK);
        Assert.Equal("Videotykki", (string?)(await space.Read("equipment"))["items"]![0]!["name"]!["fi"]);
        var body = Some.Activity();
        body["equipmentIds"] = new JsonArray(projector);
        var activity = Some.Id();
        Assert.Equal(projector, (Guid)(await (await space.Put($"activities/{activity}", body)).Json(HttpStatusCode.Created))["equipmentIds"]![0]!);
        await (await space.Put($"activities/{Some.Id()}", body)).IsRefused(HttpStatusCode.Conflict, "resource-taken");
        Assert.Equal(HttpStatusCode.NoContent, (await space.Delete($"activities/{activity}")).StatusCode);
        await (await space.Put($"activities/{Some.Id()}", body)).Json(HttpStatusCode.Created);
        body["equipmentIds"] = new JsonArray(Some.Id());
        await (await space.Put($"activities/{Some.Id()}", body)).IsRefused(HttpStatusCode.Conflict, "equipment-unknown");
    }

    [Fact]
    public async Task A_room_and_a_thing_never_have_one_id_so_that_neither_is_taken_with_the_other()
    {
        var (space, another) = (await calendar.OpenSpace(), await calendar.OpenSpace());
        var (room, thing, name) = (await space.Room(), Some.Id(), new { name = new { fi = "Tykki" } });
        await (await another.Put($"equipment/{room}", name)).IsRefused(HttpStatusCode.Conflict, "id-taken");
        await (await space.Put($"equipment/{thing}", name)).Json(HttpStatusCode.Created);
        await (await another.Put($"places/{thing}", name)).IsRefused(HttpStatusCode.Conflict, "id-taken");

        var both = Some.Id();
        foreach (var answers in await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(_ => Task.WhenAll(space.Put($"equipment/{both}", name), space.Put($"places/{both}", name)))))
            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_place_in_use_stays_shared_or_not()
    {
        var space = await calendar.OpenSpace();
        var room = await space.Room();
        await (await space.Put($"places/{room}", new { name = new { fi = "Sali" }, shared = true })).Json(HttpStatusCode.OK);
        await (await space.Put($"places/{room}", new { name = new { fi = "Sali" }, shared = false })).Json(HttpStatusCode.OK);
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series()))).Json(HttpStatusCode.Created);
        await (await space.Put($"places/{room}", new { name = new { fi = "Sali" }, shared = true })).IsRefused(HttpStatusCode.Conflict, "place-in-use");
        Assert.False((bool)(await (await space.Put($"places/{room}", new { name = new { fi = "Iso sali" } })).Json(HttpStatusCode.OK))["shared"]!);
    }

    [Fact]
    public async Task Of_plans_for_a_place_and_a_change_of_what_the_place_is_at_once_each_is_made_under_one_rule()
    {
        var space = await calendar.OpenSpace();
        for (var time = 0; time < 20; time++)
        {
            var room = await space.Room();
            var plans = Enumerable.Range(0, 2)
                .Select(_ => space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-26", "14:00", 60, "FREQ=DAILY;COUNT=60"))));
            var answers = await Task.WhenAll(plans.Append(space.Put($"places/{room}", new { name = new { fi = "Piha" }, shared = true })));
            var isShared = (bool)(await space.Service.Scalar("select is_shared from places where id = $1", room))!;
            Assert.Equal(isShared ? HttpStatusCode.OK : HttpStatusCode.Conflict, answers[2].StatusCode);
            Assert.Equal(isShared ? 2 : 1, answers[..2].Count(plan => plan.StatusCode == HttpStatusCode.Created));
            Assert.Equal(isShared ? 0L : 60L, await space.Service.Scalar("select count(*) from bookings where resource_id = $1", room));
        }
    }

    [Fact]
    public async Task A_free_time_is_found_and_a_partners_wish_is_held_without_being_in_the_way()
    {
        var space = await calendar.OpenSpace();
        var room = await space.Room();
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-26", "10:00", 120)))).Json(HttpStatusCode.Created);
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-26", "13:00", 60)))).Json(HttpStatusCode.Created);
        Assert.Equal(["08:00-10:00", "12:00-13:00", "14:00-21:00"], await Free("from=2026-11-26&to=2026-11-26&minutes=60"));
        Assert.Equal(["14:00-21:00"], await Free("from=2026-11-26&to=2026-11-26&minutes=121"));
        Assert.Equal(["09:00-10:00", "12:00-13:00", "14:00-15:00"], await Free("from=2026-11-26&to=2026-11-26&minutes=60&earliest=09:00&latest=15:00"));
        // Today, what is over is not offered: it is noon.
        Assert.Equal(["12:00-21:00"], await Free("from=2026-11-23&to=2026-11-23&minutes=60"));

        var (roda, other) = (Some.Id(), Some.Id());
        using var partner = space.Service.AsPartner(space.Slug, roda, "proposals:write");
        var wish = Some.Id();
        var body = new { placeId = room, date = "2026-11-26", start = "15:00", durationMinutes = 60 };
        await (await partner.PutAsJsonAsync($"{space.Root}/wishes/{wish}", body)).Json(HttpStatusCode.Created);
        await (await partner.PutAsJsonAsync($"{space.Root}/wishes/{wish}", body)).Json(HttpStatusCode.OK);
        await (await partner.PutAsJsonAsync($"{space.Root}/wishes/{Some.Id()}",
            new { placeId = room, date = "2026-11-26", start = "10:30", durationMinutes = 60 }))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");
        Assert.Equal(["08:00-10:00", "12:00-13:00", "14:00-21:00 wished"], await Free("from=2026-11-26&to=2026-11-26&minutes=60"));
        using var stranger = space.Service.AsPartner(space.Slug, other, "proposals:write");
        await (await stranger.PutAsJsonAsync($"{space.Root}/wishes/{wish}", body)).IsRefused(HttpStatusCode.Conflict, "id-taken");
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.DeleteAsync(new Uri($"{space.Root}/wishes/{wish}", UriKind.Relative))).StatusCode);
        var listed = Assert.Single((await (await space.Coordinator.GetAsync(new Uri($"{space.Root}/wishes", UriKind.Relative))).Json())["items"]!.AsArray());
        Assert.Equal((wish, roda), ((Guid)listed!["id"]!, (Guid)listed["organisationId"]!));

        // In nobody's way: the coordinator plans there, and puts the wish away.
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-26", "15:00", 60)))).Json(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.NoContent, (await space.Delete($"wishes/{wish}")).StatusCode);
        Assert.Equal(["08:00-10:00", "12:00-13:00", "14:00-15:00", "16:00-21:00"], await Free("from=2026-11-26&to=2026-11-26&minutes=60"));

        foreach (var (wrong, field) in ((string, string)[])
            [("from=2026-11-26&to=2026-12-27&minutes=60", "to"), ("from=2026-11-26&to=2026-11-25&minutes=60", "to"),
                ("from=2026-11-26&to=2026-11-26&minutes=0", "minutes"),
             ("from=2026-11-26&to=2026-11-26&minutes=60&earliest=12:00&latest=11:00", "latest"), ("to=2026-11-26&minutes=60", "from")])
            Assert.Equal(field, Assert.Single((await (await space.Get($"places/{room}/free-times?{wrong}"))
                .Json(HttpStatusCode.BadRequest))["errors"]!.AsObject()).Key);

        async Task<string[]> Free(string query) => [.. (await space.Read($"places/{room}/free-times?{query}"))["items"]!.AsArray()
            .Select(item => $"{item!["from"]}-{item["to"]}{((bool)item["isWished"]! ? " wished" : "")}")];
    }

    [Fact]
    public async Task A_wish_is_answered_once_with_the_place_or_without_it_and_the_partner_reads_how()
    {
        var space = await calendar.OpenSpace();
        var (room, roda) = (await space.Room(), Some.Id());
        using var partner = space.Service.AsPartner(space.Slug, roda, "proposals:write", "proposals:read");
        using var stranger = space.Service.AsPartner(space.Slug, Some.Id(), "proposals:read");
        var (tea, choir, late) = (await Wish("15:00"), await Wish("17:00"), await Wish("15:30"));
        Assert.Equal(3, (await Wishes(space.Coordinator, "?state=open")).Length);
        Assert.Empty(await Wishes(stranger));

        await (await space.Post($"wishes/{Some.Id()}/acceptance", new { title = new { fi = "Teehetki" } })).IsRefused(HttpStatusCode.NotFound, "wish-unknown");
        for (var time = 0; time < 2; time++)
        {
            var accepted = await (await space.Post($"wishes/{tea}/acceptance", new { title = new { fi = "Rodan teehetki" } })).Json(HttpStatusCode.OK);
            Assert.Equal("accepted", (string?)accepted["state"]);
            Assert.Equal("turnedDown", (string?)(await (await space.Post($"wishes/{choir}/refusal")).Json(HttpStatusCode.OK))["state"]);
        }
        var line = Assert.Single(await space.WeekLines("2026-W48"));
        Assert.Equal(("Rodan teehetki", "15:00", "Sali", "partner"),
            ((string)line["title"]!["fi"]!, (string)line["localStart"]!, (string)line["place"]!["fi"]!, (string)line["runBy"]!));
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-26", "15:30"))))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");
        await (await space.Post($"wishes/{late}/acceptance", new { title = new { fi = "Liian myöhään" } }))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");
        await (await space.Post($"wishes/{choir}/acceptance", new { title = new { fi = "Kuoro" } }))
            .IsRefused(HttpStatusCode.Conflict, "wish-already-answered");
        await (await space.Post($"wishes/{tea}/refusal")).IsRefused(HttpStatusCode.Conflict, "wish-already-answered");

        Assert.Equal(
            [(tea, "accepted"), (choir, "turnedDown"), (late, "open")],
            (await Wishes(partner)).Select(wish => ((Guid)wish["id"]!, (string)wish["state"]!)));
        Assert.Equal((Guid)line["activityId"]!, (Guid)(await Wishes(partner))[0]["activityId"]!);
        Assert.Equal(tea, await Wish("15:00", tea));
        await (await partner.PutAsJsonAsync($"{space.Root}/wishes/{tea}", Body("19:00"))).IsRefused(HttpStatusCode.Conflict, "wish-already-answered");

        object Body(string start) => new { placeId = room, date = "2026-11-26", start, durationMinutes = 60 };

        async Task<Guid> Wish(string start, Guid? id = null)
        {
            var wish = id ?? Some.Id();
            return (Guid)(await (await partner.PutAsJsonAsync($"{space.Root}/wishes/{wish}", Body(start))).Json())["id"]!;
        }

        async Task<JsonObject[]> Wishes(HttpClient client, string query = "") =>
            [.. (await (await client.GetAsync(new Uri($"{space.Root}/wishes{query}", UriKind.Relative))).Json(HttpStatusCode.OK))["items"]!.AsArray()
                .Select(wish => wish!.AsObject())];
    }

    [Fact]
    public async Task An_accepted_proposal_for_a_place_that_is_taken_waits_where_staff_see_it_until_either_moves()
    {
        var space = await calendar.OpenSpace();
        var (room, taken) = (await space.Room(), Some.Id());
        await (await space.Put($"activities/{taken}", Some.In(room, Some.Series("2026-11-26", "14:00")))).Json(HttpStatusCode.Created);
        var proposal = Some.Id();
        await space.Service.Publish(new ProposalAccepted
        {
            SpaceId = space.Id,
            ProposalId = proposal,
            OrganisationId = Some.Id(),
            Title = new LocalizedText("fi", "Kuoro"),
            Description = LocalizedText.Empty,
            Date = new DateOnly(2026, 11, 26),
            Start = new TimeOnly(14, 30),
            DurationMinutes = 60,
            Weeks = 2,
            SpokenLanguages = ["fi"],
            PlaceId = room,
            OccurredAt = CalendarService.Now,
        });
        var choir = (await space.Service.Published<ActivityPublished>(e => e.ProposalId == proposal)).ActivityId;
        Assert.Equal(room, (Guid)(await space.Read($"activities/{choir}"))["placeId"]!);

        var waiting = Assert.Single(await Pending());
        Assert.Equal((choir, "Kuoro", "Sali", "2026-11-26", "14:30", "15:30"),
            ((Guid)waiting["activityId"]!, (string)waiting["title"]!["fi"]!, (string)waiting["resourceName"]!["fi"]!, (string)waiting["localDate"]!,
                (string)waiting["localStart"]!, (string)waiting["localEnd"]!));
        Assert.Equal("Teehetki", (string?)Assert.Single(waiting["heldBy"]!.AsArray())!["title"]!["fi"]);
        // Moved onto its time again it is refused; moved away, it has the room.
        var occurrence = (Guid)waiting["occurrenceId"]!;
        await (await space.Put($"occurrences/{occurrence}/change", new { date = "2026-11-26", start = "13:30", durationMinutes = 60 }))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");
        await (await space.Put($"occurrences/{await space.OccurrenceOf(taken)}/change", new { date = "2026-11-26", start = "10:00", durationMinutes = 60 }))
            .Json(HttpStatusCode.OK);
        Assert.Empty(await Pending());
        await (await space.Put($"activities/{Some.Id()}", Some.In(room, Some.Series("2026-11-26", "15:00"))))
            .IsRefused(HttpStatusCode.Conflict, "resource-taken");

        async Task<JsonObject[]> Pending() =>
            [.. (await (await space.Coordinator.GetAsync(new Uri($"{space.Root}/bookings/pending", UriKind.Relative)))
                .Json(HttpStatusCode.OK))["items"]!.AsArray().Select(one => one!.AsObject())];
    }
}
