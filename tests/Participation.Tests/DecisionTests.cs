using System.Net;
using Kivenkolo.Contracts.Participation.V1;
using Npgsql;

namespace Kivenkolo.Participation.Tests;

public sealed class DecisionTests(House house)
{
    internal static readonly object Plan = new
    {
        title = new { fi = "Lauluilta", sv = "Sångkväll" },
        description = new { fi = "Lauletaan yhdessä" },
        firstDate = "2026-12-02",
        start = "17:30",
        durationMinutes = 90,
        sessions = 4,
    };

    [Fact]
    public async Task A_decision_is_numbered_and_told_once()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var decided = (await home.Decide(meeting, await home.AddItem(meeting))).Is(HttpStatusCode.Created);
        Assert.Equal("1/2026", (string?)decided["number"]);
        Assert.Null(decided["experimentId"]);
        var told = await house.Service.Published<DecisionApproved>(e => e.SpaceId == home.Id);
        Assert.Equal(((Guid)decided["id"]!, "1/2026", "Kokeillaan", new DateOnly(2026, 11, 25)),
            (told.DecisionId, told.Number, told.Text["fi"], told.DecidedOn));
        var line = (await home.Get(home.Resident, "decisions")).Is(HttpStatusCode.OK)["items"]![0]!;
        Assert.Equal(("1/2026", "consensus", "2026-11-25"), ((string?)line["number"], (string?)line["method"], (string?)line["decidedOn"]));
        Assert.Single((await home.Get(home.Resident, $"meetings/{meeting}")).Is(HttpStatusCode.OK)["decisions"]!.AsArray());
    }

    [Fact]
    public async Task Twenty_decisions_at_once_are_numbered_without_gaps_and_refusals_use_no_number()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var items = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => home.AddItem(meeting, $"Asia {i}")));
        // Each item twice at once: one decision and one refusal.
        var answers = await Task.WhenAll(items.Concat(items).Select(item => home.Decide(meeting, item)));
        Assert.Equal(20, answers.Count(a => a.Status == HttpStatusCode.Created));
        foreach (var refused in answers.Where(a => a.Status != HttpStatusCode.Created))
            refused.IsRefusal(HttpStatusCode.Conflict, "agenda-item-already-decided");
        var next = await home.CallMeeting("2027-01-13");
        Assert.Equal("1/2027", (string?)(await home.Decide(next, await home.AddItem(next))).Is(HttpStatusCode.Created)["number"]);

        var read = new List<string>();
        string? after = null;
        do
        {
            var page = (await home.Get(home.Resident, $"decisions?limit=8{(after is null ? "" : $"&after={after}")}")).Is(HttpStatusCode.OK);
            read.AddRange(page["items"]!.AsArray().Select(d => (string)d!["number"]!));
            after = (string?)page["next"];
        }
        while (after is not null);
        Assert.Equal(["1/2027", .. Enumerable.Range(1, 20).Reverse().Select(n => $"{n}/2026")], read);
        await Eventually.Become(() => house.Service.Outside.Heard<DecisionApproved>().Count(e => e.SpaceId == home.Id) == 21, "each decision is told once");
    }

    [Fact]
    public async Task The_same_key_twice_at_once_is_one_decision_and_one_event()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var item = await home.AddItem(meeting);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => home.Decide(meeting, item, "k", Plan)));
        Assert.Single(answers.Select(a => (string?)a.Is(HttpStatusCode.Created)["id"]).Distinct());
        await house.Service.Published<ExperimentStarted>(e => e.SpaceId == home.Id);
        await home.Decide(meeting, await home.AddItem(meeting));
        await Eventually.Become(() => house.Service.Outside.Heard<DecisionApproved>().Count(e => e.SpaceId == home.Id) == 2, "both decisions are told");
        Assert.Single(house.Service.Outside.Heard<ExperimentStarted>(), e => e.SpaceId == home.Id);
    }

    [Fact]
    public async Task Only_what_is_on_the_meetings_agenda_is_decided_there_and_only_before_it_closes()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting("2026-11-24");
        var other = await home.CallMeeting("2026-12-01");
        var item = await home.AddItem(other);
        (await home.Decide(meeting, item)).IsRefusal(HttpStatusCode.Conflict, "agenda-item-elsewhere");
        (await home.Decide(meeting, Home.NewId())).IsRefusal(HttpStatusCode.Conflict, "agenda-item-elsewhere");
        (await home.Decide(Home.NewId(), item)).IsRefusal(HttpStatusCode.NotFound, "meeting-unknown");
        await home.Post(home.Coordinator, $"meetings/{other}/closing", new { present = 3 });
        (await home.Decide(other, item)).IsRefusal(HttpStatusCode.Conflict, "meeting-closed");
    }

    [Fact]
    public async Task Nobody_changes_or_removes_a_decision_not_even_in_the_database()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var decision = (Guid)(await home.Decide(meeting, await home.AddItem(meeting))).Is(HttpStatusCode.Created)["id"]!;
        foreach (var sql in (string[])["update decisions set method = 'Lot' where id = $1", "delete from decisions where id = $1"])
            Assert.Equal("decisions_are_immutable", (await Assert.ThrowsAsync<PostgresException>(() => house.Service.Query(sql, decision))).ConstraintName);
        foreach (var verb in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await home.Send(home.Coordinator, verb, $"decisions/{decision}", new { })).Status);
    }

    [Fact]
    public async Task A_decision_becomes_one_experiment_and_its_sessions_are_told_once()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var decision = (Guid)(await home.Decide(meeting, await home.AddItem(meeting))).Is(HttpStatusCode.Created)["id"]!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => home.Post(home.Facilitator, $"decisions/{decision}/experiment", Plan)));
        var started = Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        foreach (var refused in answers.Where(a => a != started)) refused.IsRefusal(HttpStatusCode.Conflict, "experiment-already-started");
        var told = await house.Service.Published<ExperimentStarted>(e => e.SpaceId == home.Id);
        Assert.Equal(
            ((Guid)started.Body!["id"]!, decision, "1/2026", new DateOnly(2026, 11, 25), "Sångkväll", "Lauletaan yhdessä", new DateOnly(2026, 12, 2),
                new TimeOnly(17, 30), 90, 4),
            (told.ExperimentId, told.DecisionId, told.DecisionNumber, told.DecidedOn, told.Title["sv"], told.Description["fi"], told.FirstDate, told.Start,
                told.DurationMinutes, told.Sessions));
        var shown = (await home.Get(home.Resident, "experiments")).Is(HttpStatusCode.OK)["items"]![0]!;
        Assert.Equal(("1/2026", "17:30"), ((string?)shown["decisionNumber"], (string?)shown["start"]));
        (await home.Post(home.Facilitator, $"decisions/{Home.NewId()}/experiment", Plan)).IsRefusal(HttpStatusCode.NotFound, "decision-unknown");
        (await home.Get(home.Resident, $"experiments/{decision}")).IsRefusal(HttpStatusCode.NotFound, "experiment-unknown");
        (await home.Get(home.Resident, $"experiments/{told.ExperimentId}")).Is(HttpStatusCode.OK);
    }
}
