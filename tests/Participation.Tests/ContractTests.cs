using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Participation.Tests;

public sealed class ContractTests(House house)
{
    [Fact]
    public Task The_kinds_of_jobs_and_deliveries_are_the_committed_ones() => QueuedKinds.Compare(house.Service.Services, "Participation");

    [Fact]
    public Task The_endpoints_with_their_access_rules_and_limits_are_those_committed() =>
        EndpointManifest.Compare(house.Service.Services, "Participation");

    [Fact]
    public Task The_OpenAPI_document_is_the_one_committed() => OpenApiSnapshot.Compare(house.Service.Client(), "Participation");

    [Fact]
    public void The_model_has_no_change_without_a_migration()
    {
        using var scope = house.Service.Services.CreateScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<ParticipationDb>().Database.HasPendingModelChanges());
    }

    [Fact]
    public void Every_refusal_has_a_status_and_is_told_in_three_languages()
    {
        foreach (var refusal in Enum.GetValues<Refusal>()) Assert.InRange(refusal.Result().StatusCode!.Value, 400, 499);
    }

    [Theory]
    [InlineData("fi-simple", "Tätä kokousta ei ole.")]
    [InlineData("ar", "هذا الاجتماع غير موجود.")]
    [InlineData("fi", "Talokokousta ei löydy")]
    [InlineData("sv", "Husmötet hittades inte")]
    [InlineData("en-GB", "There is no such house meeting")]
    public async Task A_refusal_is_told_in_the_readers_language(string language, string title)
    {
        var home = await house.Open();
        var answer = await home.Send(home.Resident, HttpMethod.Get, $"meetings/{Home.NewId()}", null, ("Accept-Language", language));
        Assert.Equal(title, (string?)answer.Is(HttpStatusCode.NotFound)["title"]);
    }

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

        foreach (var path in (string[])[$"meetings/{meeting}", $"ideas/{idea}", $"decisions/{decision}", $"experiments/{experiment}", $"feedback-forms/{form}", $"feedback-forms?occurrence={occurrence}", $"feedback-forms/{form}/answers"])
            Assert.Equal(HttpStatusCode.NotFound, (await ours.Get(ours.Coordinator, path)).Status);
        foreach (var path in (string[])["meetings", "ideas", "decisions", "experiments", "feedback-forms/list", $"ideas?meeting={meeting}", $"ideas?after={idea}", $"meetings?after={meeting}", "figures/years"])
            Assert.Empty((await ours.Get(ours.Coordinator, path)).Is(HttpStatusCode.OK)["items"]!.AsArray());
        var figures = (await ours.Get(ours.Resident, "figures")).Is(HttpStatusCode.OK);
        Assert.Empty(figures["visits"]!.AsArray());
        Assert.Empty(figures["feedback"]!.AsArray());

        (await ours.Put(ours.Coordinator, $"meetings/{meeting}", new { date = "2026-12-24", start = "10:00" })).IsRefusal(HttpStatusCode.Conflict, "id-taken");
        (await ours.Put(ours.Coordinator, $"meetings/{meeting}/agenda/{item}", new { title = Home.Text("x") })).IsRefusal(HttpStatusCode.NotFound, "agenda-item-unknown");
        (await ours.Post(ours.Coordinator, $"meetings/{meeting}/closing", new { present = 1 })).IsRefusal(HttpStatusCode.NotFound, "meeting-unknown");
        (await ours.Post(ours.Coordinator, $"decisions/{decision}/experiment", DecisionTests.Plan)).IsRefusal(HttpStatusCode.NotFound, "decision-unknown");
        (await ours.Post(ours.Resident, $"feedback-forms/{form}/answers", new { face = "bad" })).IsRefusal(HttpStatusCode.NotFound, "form-unknown");
        var own = await ours.CallMeeting();
        (await ours.Post(ours.Coordinator, $"meetings/{own}/agenda", new { ideaId = idea })).IsRefusal(HttpStatusCode.NotFound, "idea-unknown");
        (await ours.Decide(own, item)).IsRefusal(HttpStatusCode.Conflict, "agenda-item-elsewhere");
        Assert.Equal(HttpStatusCode.Forbidden, (await ours.Get(theirs.Coordinator, "ideas")).Status);
    }

    [Fact]
    public async Task Hostile_bodies_are_turned_away_naming_the_field_and_write_nothing()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var item = await home.AddItem(meeting);
        var form = await home.EndOccurrence();
        const string idea = """{"text":"Kuoro","language":"fi","title":"Laulu"}""";
        await Refuse(home.Resident, HttpMethod.Post, "ideas", idea,
            ("text", [.. HostileBodies.ForText, "\"\"", "\"  \"", "null"]), ("language", [.. HostileBodies.ForText, "\"\"", "null"]), ("title", HostileBodies.ForText));
        await Refuse(home.Coordinator, HttpMethod.Put, $"meetings/{meeting}", """{"date":"2026-11-26","start":"10:00","title":{"fi":"x"}}""",
            ("date", [.. HostileBodies.ForDate, "null"]), ("start", [.. HostileBodies.ForTime, "null"]), ("title", HostileBodies.ForLocalizedText));
        await Refuse(home.Coordinator, HttpMethod.Post, $"meetings/{meeting}/agenda", """{"ideaId":null,"title":{"fi":"x"}}""",
            ("ideaId", HostileBodies.ForId), ("title", [.. HostileBodies.ForLocalizedText, "{}", "null"]));
        await Refuse(home.Coordinator, HttpMethod.Put, $"meetings/{meeting}/agenda/{item}", """{"title":{"fi":"x"}}""", ("title", [.. HostileBodies.ForLocalizedText, "{}", "null"]));
        await Refuse(home.Coordinator, HttpMethod.Post, $"meetings/{meeting}/closing", """{"present":1}""", ("present", [.. HostileBodies.ForNumber, "-1", "1001", "null"]));
        var plan = JsonSerializer.Serialize(DecisionTests.Plan);
        (string, string[])[] ofPlan =
        [
            ("title", [.. HostileBodies.ForLocalizedText, "{}", "null"]), ("description", HostileBodies.ForLocalizedText), ("firstDate", [.. HostileBodies.ForDate, "null"]),
            ("start", [.. HostileBodies.ForTime, "null"]), ("durationMinutes", [.. HostileBodies.ForNumber, "0", "1441"]), ("sessions", [.. HostileBodies.ForNumber, "0", "53"]),
        ];
        await Refuse(home.Coordinator, HttpMethod.Post, $"meetings/{meeting}/decisions",
            $$$"""{"agendaItemId":"{{{item}}}","text":{"fi":"x"},"method":"lot","experiment":{{{plan}}}}""",
            [
                ("agendaItemId", [.. HostileBodies.ForId, "null"]), ("text", [.. HostileBodies.ForLocalizedText, "{}", "null"]), ("method", ["1", "\"dice\"", "true", "[]", "null", "\"\""]),
                ("experiment", ["1", "\"x\"", "[]"]), .. ofPlan.Select(field => ($"experiment.{field.Item1}", field.Item2)),
            ]);
        await Refuse(home.Coordinator, HttpMethod.Post, $"decisions/{Home.NewId()}/experiment", plan, ofPlan);
        await Refuse(home.Resident, HttpMethod.Post, $"feedback-forms/{form}/answers", """{"face":"good","sentence":"Kiva"}""",
            ("face", ["1", "\"great\"", "true", "[]", "null", "\"\""]), ("sentence", HostileBodies.ForText));

        Assert.Equal(0L, await house.Service.Scalar("""
            select (select count(*) from ideas where space_id = $1) + (select count(*) from decisions where space_id = $1) + (select count(*) from experiments where space_id = $1)
                 + (select count(*) from feedback_answers where space_id = $1) + (select count(*) - 1 from agenda_items where space_id = $1)
                 + (select count(*) from house_meetings where space_id = $1 and (closed_at is not null or date <> '2026-11-25'))
            """, home.Id));

        Task Refuse(HttpClient who, HttpMethod verb, string path, string good, params (string Field, string[] Values)[] fields) =>
            HostileBodies.AreTurnedAway(who, verb, $"{home.Root}/{path}",
                [.. HostileBodies.Always(good), .. fields.SelectMany(field => HostileBodies.With(good, field.Field, field.Values))]);
    }
}
