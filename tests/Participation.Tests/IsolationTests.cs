using System.Net;

namespace Kivenkolo.Participation.Tests;

public sealed class IsolationTests(House house)
{
    [Fact]
    public async Task One_space_never_sees_or_touches_anothers_rows()
    {
        var (ours, theirs) = (await house.Open(), await house.Open());
        var meeting = await theirs.CallMeeting();
        var idea = await theirs.SendIdea();
        var item = (Guid)(await theirs.Item(meeting, idea))["id"]!;
        var decision = (Guid)(await theirs.Decide(meeting, item, experiment: DecisionTests.Plan)).Is(HttpStatusCode.Created)["id"]!;
        var experiment = (Guid)(await theirs.Get(theirs.Resident, $"decisions/{decision}")).Is(HttpStatusCode.OK)["experimentId"]!;
        var occurrence = Home.NewId();
        var form = await theirs.EndOccurrence(occurrence: occurrence);
        for (var i = 0; i < 6; i++) await theirs.AnswerForm(form);
        await theirs.Count(900, House.Today, scope: ["clients"]);

        foreach (var path in (string[])[$"meetings/{meeting}", $"ideas/{idea}", $"decisions/{decision}", $"experiments/{experiment}", $"feedback-forms/{form}",
            $"feedback-forms?occurrence={occurrence}", $"feedback-forms/{form}/answers"])
            Assert.Equal(HttpStatusCode.NotFound, (await ours.Get(ours.Coordinator, path)).Status);
        foreach (var path in (string[])["meetings", "ideas", "decisions", "experiments", "feedback-forms/list", $"ideas?meeting={meeting}",
            $"ideas?after={idea}", $"meetings?after={meeting}", "figures/years"])
            Assert.Empty((await ours.Get(ours.Coordinator, path)).Is(HttpStatusCode.OK)["items"]!.AsArray());
        var figures = (await ours.Get(ours.Resident, "figures")).Is(HttpStatusCode.OK);
        Assert.Empty(figures["visits"]!.AsArray());
        Assert.Empty(figures["feedback"]!.AsArray());

        (await ours.Put(ours.Coordinator, $"meetings/{meeting}", new { date = "2026-12-24", start = "10:00" })).IsRefusal(HttpStatusCode.Conflict, "id-taken");
        (await ours.Put(ours.Coordinator, $"meetings/{meeting}/agenda/{item}", new { title = Home.Text("x") }))
            .IsRefusal(HttpStatusCode.NotFound, "agenda-item-unknown");
        (await ours.Post(ours.Coordinator, $"meetings/{meeting}/closing", new { present = 1 })).IsRefusal(HttpStatusCode.NotFound, "meeting-unknown");
        (await ours.Post(ours.Coordinator, $"decisions/{decision}/experiment", DecisionTests.Plan)).IsRefusal(HttpStatusCode.NotFound, "decision-unknown");
        (await ours.Post(ours.Resident, $"feedback-forms/{form}/answers", new { face = "bad" })).IsRefusal(HttpStatusCode.NotFound, "form-unknown");
        var own = await ours.CallMeeting();
        (await ours.Post(ours.Coordinator, $"meetings/{own}/agenda", new { ideaId = idea })).IsRefusal(HttpStatusCode.NotFound, "idea-unknown");
        (await ours.Decide(own, item)).IsRefusal(HttpStatusCode.Conflict, "agenda-item-elsewhere");
        Assert.Equal(HttpStatusCode.Forbidden, (await ours.Get(theirs.Coordinator, "ideas")).Status);
    }
}
