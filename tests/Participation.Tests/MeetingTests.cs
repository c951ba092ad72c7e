using System.Net;

namespace Kivenkolo.Participation.Tests;

public sealed class MeetingTests(House house)
{
    [Fact]
    public async Task A_meeting_is_called_once_and_may_be_moved_until_it_has_decided()
    {
        var home = await house.Open();
        var meeting = Home.NewId();
        (await home.Put(home.Coordinator, $"meetings/{meeting}", new { date = "2026-11-25", start = "14:00", title = Home.Text("Talokokous") }))
            .Is(HttpStatusCode.Created);
        (await home.Put(home.Coordinator, $"meetings/{meeting}", new { date = "2026-11-25", start = "14:00", title = Home.Text("Talokokous") }))
            .Is(HttpStatusCode.OK);
        var moved = (await home.Put(home.Facilitator, $"meetings/{meeting}", new { date = "2026-11-26", start = "13:30" })).Is(HttpStatusCode.OK);
        Assert.Equal(("2026-11-26", "13:30", "called"), ((string?)moved["date"], (string?)moved["start"], (string?)moved["state"]));
        await home.Decide(meeting, await home.AddItem(meeting));
        (await home.Put(home.Facilitator, $"meetings/{meeting}", new { date = "2026-11-27", start = "13:30" }))
            .IsRefusal(HttpStatusCode.Conflict, "meeting-has-decisions");
    }

    [Fact]
    public async Task A_meeting_changed_by_someone_else_is_not_overwritten()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var tag = (await home.Get(home.Coordinator, $"meetings/{meeting}")).ETag;
        object body = new { date = "2026-11-26", start = "14:00" };
        Assert.Equal(HttpStatusCode.OK, (await home.Send(home.Coordinator, HttpMethod.Put, $"meetings/{meeting}", body, ("If-Match", tag))).Status);
        (await home.Send(home.Coordinator, HttpMethod.Put, $"meetings/{meeting}", new { date = "2026-11-27", start = "14:00" }, ("If-Match", tag)))
            .IsRefusal(HttpStatusCode.PreconditionFailed, "version-changed");
    }

    [Fact]
    public async Task Closing_tells_the_number_present_once()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        Assert.Null((await home.Get(home.Resident, $"meetings/{meeting}")).Is(HttpStatusCode.OK)["presentCount"]);
        (await home.Post(home.Facilitator, $"meetings/{meeting}/closing", new { present = 1001 })).Names("present");
        (await home.Post(home.Facilitator, $"meetings/{meeting}/closing", new { })).Names("present");
        (await home.Post(home.Facilitator, $"meetings/{meeting}/closing", new { present = 12 })).Is(HttpStatusCode.OK);
        Assert.Equal(12, (int)(await home.Post(home.Facilitator, $"meetings/{meeting}/closing", new { present = 12 })).Is(HttpStatusCode.OK)["presentCount"]!);
        (await home.Post(home.Facilitator, $"meetings/{meeting}/closing", new { present = 13 })).IsRefusal(HttpStatusCode.Conflict, "meeting-already-closed");
        var read = (await home.Get(home.Resident, $"meetings/{meeting}")).Is(HttpStatusCode.OK);
        Assert.Equal(("closed", 12), ((string?)read["state"], (int)read["presentCount"]!));
        (await home.Put(home.Coordinator, $"meetings/{meeting}", new { date = "2026-11-28", start = "14:00" }))
            .IsRefusal(HttpStatusCode.Conflict, "meeting-closed");
        (await home.Post(home.Facilitator, $"meetings/{meeting}/agenda", new { title = Home.Text("Myöhässä") }))
            .IsRefusal(HttpStatusCode.Conflict, "meeting-closed");
    }

    [Fact]
    public async Task What_was_not_decided_goes_on_to_the_next_meeting_or_waits_for_it()
    {
        var home = await house.Open();
        var first = await home.CallMeeting("2026-11-24");
        var idea = await home.SendIdea();
        var decided = await home.AddItem(first, "Päätetään");
        (await home.Decide(first, decided)).Is(HttpStatusCode.Created);
        (await home.Post(home.Coordinator, $"meetings/{first}/closing", new { present = 5 })).Is(HttpStatusCode.OK);
        var over = (await home.Get(home.Resident, $"meetings/{first}")).Is(HttpStatusCode.OK);
        Assert.Equal(decided, (Guid)Assert.Single(over["agenda"]!.AsArray())!["id"]!);
        Assert.Equal(1, (int)over["carriedOver"]!);
        var second = await home.CallMeeting("2026-12-01");
        Assert.Equal(1, (int)(await home.Item(second, idea))["timesCarried"]!);
        var third = await home.CallMeeting("2026-12-08");
        (await home.Post(home.Coordinator, $"meetings/{second}/closing", new { present = 5 })).Is(HttpStatusCode.OK);
        Assert.Equal(2, (int)(await home.Item(third, idea))["timesCarried"]!);
    }

    [Fact]
    public async Task Staff_move_an_idea_to_another_meeting_with_a_title()
    {
        var home = await house.Open();
        var first = await home.CallMeeting("2026-11-24");
        var second = await home.CallMeeting("2026-12-01");
        var idea = await home.SendIdea();
        (await home.Post(home.Coordinator, $"meetings/{second}/agenda", new { ideaId = idea, title = Home.Text("Kuoro") }, "k")).Is(HttpStatusCode.Created);
        (await home.Post(home.Coordinator, $"meetings/{second}/agenda", new { ideaId = idea, title = Home.Text("Kuoro") }, "k")).Is(HttpStatusCode.Created);
        Assert.Equal("Kuoro", (string?)(await home.Item(second, idea))["title"]!["fi"]);
        Assert.Empty((await home.Get(home.Resident, $"meetings/{first}")).Is(HttpStatusCode.OK)["agenda"]!.AsArray());
        (await home.Post(home.Coordinator, $"meetings/{second}/agenda", new { ideaId = idea })).IsRefusal(HttpStatusCode.Conflict, "idea-already-on-agenda");
        (await home.Post(home.Coordinator, $"meetings/{second}/agenda", new { ideaId = Home.NewId() })).IsRefusal(HttpStatusCode.NotFound, "idea-unknown");
        (await home.Post(home.Coordinator, $"meetings/{second}/agenda", new { })).Names("title");
        await home.Decide(second, (Guid)(await home.Item(second, idea))["id"]!);
        (await home.Post(home.Coordinator, $"meetings/{first}/agenda", new { ideaId = idea }))
            .IsRefusal(HttpStatusCode.Conflict, "agenda-item-already-decided");
    }

    [Fact]
    public async Task An_idea_that_finds_the_agenda_full_waits_for_the_next_meeting()
    {
        var home = await house.Open();
        var full = await home.CallMeeting("2026-11-24");
        await house.Service.Query("""
            insert into agenda_items (id, space_id, meeting_id, title, added_on, times_carried)
            select gen_random_uuid(), $1, $2, '{"fi":"x"}', '2026-11-20', 0 from generate_series(1, 200)
            """, home.Id, full);
        var idea = await home.SendIdea();
        (await home.Post(home.Coordinator, $"meetings/{full}/agenda", new { title = Home.Text("Vielä") })).IsRefusal(HttpStatusCode.Conflict, "agenda-full");
        await home.Item(await home.CallMeeting("2026-12-01"), idea);
    }

    [Fact]
    public async Task Meetings_come_latest_first_in_pages()
    {
        var home = await house.Open();
        foreach (var date in (string[])["2026-11-25", "2026-12-09", "2026-12-02"]) await home.CallMeeting(date);
        var first = (await home.Get(home.Resident, "meetings?limit=2")).Is(HttpStatusCode.OK);
        var second = (await home.Get(home.Resident, $"meetings?limit=2&after={first["next"]}")).Is(HttpStatusCode.OK);
        Assert.Equal(["2026-12-09", "2026-12-02", "2026-11-25"], first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(m => (string?)m!["date"]));
        (await home.Get(home.Resident, $"meetings/{Home.NewId()}")).IsRefusal(HttpStatusCode.NotFound, "meeting-unknown");
    }
}
