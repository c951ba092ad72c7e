using System.Text.Json;

namespace Kivenkolo.Participation.Tests;

public sealed class HostileBodiesTests(House house)
{
    [Fact]
    public async Task Hostile_bodies_are_turned_away_naming_the_field_and_write_nothing()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var item = await home.AddItem(meeting);
        var form = await home.EndOccurrence();
        const string idea = """{"text":"Kuoro","language":"fi","title":"Laulu"}""";
        await Refuse(home.Resident, HttpMethod.Post, "ideas", idea,
            ("text", [.. HostileBodies.ForText, "\"\"", "\"  \"", "null"]), ("language", [.. HostileBodies.ForText, "\"\"", "null"]),
            ("title", HostileBodies.ForText));
        await Refuse(home.Coordinator, HttpMethod.Put, $"meetings/{meeting}", """{"date":"2026-11-26","start":"10:00","title":{"fi":"x"}}""",
            ("date", [.. HostileBodies.ForDate, "null"]), ("start", [.. HostileBodies.ForTime, "null"]), ("title", HostileBodies.ForLocalizedText));
        await Refuse(home.Coordinator, HttpMethod.Post, $"meetings/{meeting}/agenda", """{"ideaId":null,"title":{"fi":"x"}}""",
            ("ideaId", HostileBodies.ForId), ("title", [.. HostileBodies.ForLocalizedText, "{}", "null"]));
        await Refuse(home.Coordinator, HttpMethod.Put, $"meetings/{meeting}/agenda/{item}", """{"title":{"fi":"x"}}""",
            ("title", [.. HostileBodies.ForLocalizedText, "{}", "null"]));
        await Refuse(home.Coordinator, HttpMethod.Post, $"meetings/{meeting}/closing", """{"present":1}""",
            ("present", [.. HostileBodies.ForNumber, "-1", "1001", "null"]));
        var plan = JsonSerializer.Serialize(DecisionTests.Plan);
        (string, string[])[] ofPlan =
        [
            ("title", [.. HostileBodies.ForLocalizedText, "{}", "null"]), ("description", HostileBodies.ForLocalizedText),
            ("firstDate", [.. HostileBodies.ForDate, "null"]),
            ("start", [.. HostileBodies.ForTime, "null"]), ("durationMinutes", [.. HostileBodies.ForNumber, "0", "1441"]),
            ("sessions", [.. HostileBodies.ForNumber, "0", "53"]),
        ];
        await Refuse(home.Coordinator, HttpMethod.Post, $"meetings/{meeting}/decisions",
            $$$"""{"agendaItemId":"{{{item}}}","text":{"fi":"x"},"method":"lot","experiment":{{{plan}}}}""",
            [
                ("agendaItemId", [.. HostileBodies.ForId, "null"]), ("text", [.. HostileBodies.ForLocalizedText, "{}", "null"]),
                ("method", ["1", "\"dice\"", "true", "[]", "null", "\"\""]),
                ("experiment", ["1", "\"x\"", "[]"]), .. ofPlan.Select(field => ($"experiment.{field.Item1}", field.Item2)),
            ]);
        await Refuse(home.Coordinator, HttpMethod.Post, $"decisions/{Home.NewId()}/experiment", plan, ofPlan);
        await Refuse(home.Resident, HttpMethod.Post, $"feedback-forms/{form}/answers", """{"face":"good","sentence":"Kiva"}""",
            ("face", ["1", "\"great\"", "true", "[]", "null", "\"\""]), ("sentence", HostileBodies.ForText));

        Assert.Equal(0L, await house.Service.Scalar("""
            select (select count(*) from ideas where space_id = $1) + (select count(*) from decisions where space_id = $1)
                 + (select count(*) from experiments where space_id = $1)
                 + (select count(*) from feedback_answers where space_id = $1) + (select count(*) - 1 from agenda_items where space_id = $1)
                 + (select count(*) from house_meetings where space_id = $1 and (closed_at is not null or date <> '2026-11-25'))
            """, home.Id));

        Task Refuse(HttpClient who, HttpMethod verb, string path, string good, params (string Field, string[] Values)[] fields) =>
            HostileBodies.AreTurnedAway(who, verb, $"{home.Root}/{path}",
                [.. HostileBodies.Always(good), .. fields.SelectMany(field => HostileBodies.With(good, field.Field, field.Values))]);
    }
}
