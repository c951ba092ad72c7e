namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class HostileBodiesTests(CalendarService calendar)
{
    private const string Headcount = """{"from": "2026-11-01", "to": "2026-11-02", "scope": ["clients"], "count": 1}""";

    private static readonly string Activity = Some.Activity().ToJsonString();

    private static readonly string Weekly = Some.Activity(weeks: 3).ToJsonString();

    private static string Dates(int count) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(day => $"\"{new DateOnly(2027, 1, 1).AddDays(day):yyyy-MM-dd}\""))}]";

    private static readonly string[] NoKeywords =
    [
        "[null]", "[\"\"]", "[\"p4354\"]", "[\"yso:4354\"]", "[\"yso:p04354\"]", "[\"YSO:p4354\"]", "[\"yso:p4354/\"]", "[\"yso:p4354\\n\"]",
        "[\"yso:p12345678901\"]",
        "[\"http://yso.example/onto/yso/p4354\"]", "[\"yso:p4354\", \"http://www.yso.fi/onto/yso/p4354\"]",
        $"[{string.Join(',', Enumerable.Range(1, 21).Select(n => $"\"yso:p{n}\""))}]",
    ];

    private static IEnumerable<HostileBody> ForActivity =>
    [
        .. HostileBodies.Always(Activity),
        .. HostileBodies.With(Activity, "title", ["null", "{}", """{"fi":"  "}""", .. HostileBodies.ForLocalizedText]),
        .. HostileBodies.With(Activity, "description", HostileBodies.ForLocalizedText),
        .. HostileBodies.With(Activity, "place", HostileBodies.ForLocalizedText),
        .. HostileBodies.With(Activity, "organiserName", HostileBodies.ForLocalizedText),
        .. HostileBodies.With(Activity, "placeId", HostileBodies.ForId),
        .. HostileBodies.With(Activity, "organisationId", HostileBodies.ForId),
        .. HostileBodies.With(Activity, "series", "null", "1", "[]", "[null]", "[1]", "\"x\"", "{}"),
        .. HostileBodies.With(Activity, "series[0].firstDate", ["null", .. HostileBodies.ForDate]),
        .. HostileBodies.With(Activity, "series[0].start", ["null", "\"14:00:00\"", "\"14.00\"", "\"9:00\"", .. HostileBodies.ForTime]),
        .. HostileBodies.With(Activity, "series[0].durationMinutes", ["null", "0", "1441", .. HostileBodies.ForNumber]),
        .. HostileBodies.With(Activity, "series[0].rule", ["1", "\"\"", "\"FREQ=HOURLY\"", "\"FREQ=DAILY;FREQ=DAILY\"", $"\"{new string('F', 201)}\"", "[]"]),
        .. HostileBodies.With(Activity, "series[0].excludedDates", ["1", "{}", "[null]", "[\"x\"]", "[\"2025-01-01\"]", Dates(201)]),
        .. HostileBodies.With(Activity, "series[0].additionalDates", ["1", "{}", "[null]", "[\"x\"]", "[\"2025-01-01\"]", Dates(201)]),
        .. HostileBodies.With(Weekly, "series[0].notOnHolidays", HostileBodies.ForTruth),
        .. HostileBodies.With(Weekly, "series[0].notInMonths", ["1", "{}", "[0]", "[13]", "[null]", "[\"x\"]", "[1,2,3,4,5,6,7,8,9,10,11,12]"]),
        .. HostileBodies.With(Activity, "series[0].unheardOf", "1"),
        .. HostileBodies.With(Activity, "spokenLanguages", ["[null]", "[\"fi\",\"FI\"]", .. HostileBodies.ForCodes]),
        .. HostileBodies.With(Activity, "keywords", [.. NoKeywords, .. HostileBodies.ForCodes]),
        .. HostileBodies.With(Activity, "audience", [.. NoKeywords, .. HostileBodies.ForCodes]),
        .. HostileBodies.With(Activity, "free", HostileBodies.ForTruth),
        .. HostileBodies.With(Activity, "noSignUp", HostileBodies.ForTruth),
        .. HostileBodies.With(Activity, "runBy", HostileBodies.ForCodes),
        .. HostileBodies.With(Activity, "facts", ["[null]", "[\"comeLate\"]", "[\"Come-late\"]", "[0]", .. HostileBodies.ForCodes]),
        .. HostileBodies.With(Activity.Replace("\"noSignUp\":true", "\"noSignUp\":false", StringComparison.Ordinal), "capacity",
            ["0", "1001", .. HostileBodies.ForNumber]),
        .. HostileBodies.With(Activity, "capacity", "12"),
    ];

    [Fact]
    public async Task What_an_activity_cannot_be_is_turned_away_by_name_and_leaves_nothing()
    {
        var space = await calendar.OpenSpace();
        await HostileBodies.AreTurnedAway(space.Coordinator, HttpMethod.Put, $"{space.Root}/activities/{Some.Id()}", ForActivity);
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from activities where space_id = $1", space.Id));
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from occurrences where space_id = $1", space.Id));
    }

    [Fact]
    public async Task What_a_move_cannot_be_is_turned_away_by_name_and_leaves_nothing()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan());
        const string move = """{"date": "2026-12-01", "start": "14:00", "durationMinutes": 60}""";
        await HostileBodies.AreTurnedAway(space.Coordinator, HttpMethod.Put, $"{space.Root}/occurrences/{occurrence}/change",
        [
            .. HostileBodies.Always(move),
            .. HostileBodies.With(move, "date", ["null", .. HostileBodies.ForDate]),
            .. HostileBodies.With(move, "start", ["null", .. HostileBodies.ForTime]),
            .. HostileBodies.With(move, "durationMinutes", ["null", "0", "1441", .. HostileBodies.ForNumber]),
            .. HostileBodies.With(move, "placeId", HostileBodies.ForId),
            .. HostileBodies.With(move, "place", HostileBodies.ForLocalizedText),
            .. HostileBodies.With(move, "note", HostileBodies.ForLocalizedText),
        ]);
        Assert.Equal(1L, await space.Service.Scalar("select version from occurrences where id = $1", occurrence));
    }

    [Fact]
    public async Task What_a_count_cannot_be_is_turned_away_by_name_and_leaves_nothing()
    {
        var space = await calendar.OpenSpace();
        await HostileBodies.AreTurnedAway(space.Coordinator, HttpMethod.Put, $"{space.Root}/headcounts/{Some.Id()}",
        [
            .. HostileBodies.Always(Headcount),
            .. HostileBodies.With(Headcount, "from", HostileBodies.ForDate),
            .. HostileBodies.With(Headcount, "to", HostileBodies.ForDate),
            .. HostileBodies.With(Headcount, "scope", ["[null]", "[\"\"]", .. HostileBodies.ForCodes]),
            .. HostileBodies.With(Headcount, "count", ["null", .. HostileBodies.ForNumber]),
            .. HostileBodies.With(Headcount, "occurrenceId", HostileBodies.ForId),
            .. HostileBodies.With(Headcount, "start", HostileBodies.ForTime),
            .. HostileBodies.With(Headcount, "end", HostileBodies.ForTime),
            .. HostileBodies.With(Headcount, "counts", "1", "[]", "\"x\"", "{}", """{"clients":"1"}""", """{"clients":null}""", """{"clients":1.5}""",
                """{"clients":99999999999}""", """{"No good":1}"""),
        ]);
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from headcounts where space_id = $1", space.Id));
    }

    [Fact]
    public async Task What_a_name_a_reason_and_a_cancellation_cannot_be_is_turned_away_by_name()
    {
        var space = await calendar.OpenSpace();
        const string name = """{"name": {"fi": "Piha"}}""";
        await HostileBodies.AreTurnedAway(space.Coordinator, HttpMethod.Put, $"{space.Root}/places/{Some.Id()}",
            [.. HostileBodies.Always(name), .. HostileBodies.With(name, "name", ["null", "{}", .. HostileBodies.ForLocalizedText])]);

        const string label = """{"label": {"fi": "lapset"}}""";
        await HostileBodies.AreTurnedAway(space.Coordinator, HttpMethod.Put, $"{space.Root}/keywords/yso:p4354",
            [.. HostileBodies.Always(label), .. HostileBodies.With(label, "label", ["null", "{}", .. HostileBodies.ForLocalizedText])]);
        Assert.Empty((await space.Read("keywords"))["items"]!.AsArray());

        const string reason = """{"reasonForMissing": "x"}""";
        await HostileBodies.AreTurnedAway(space.Coordinator, HttpMethod.Post, $"{space.Root}/weeks/2026-W48/publication",
            [.. HostileBodies.With(reason, "unheardOf", "1"), .. HostileBodies.With(reason, "reasonForMissing", HostileBodies.ForText)]);

        var occurrence = await space.OccurrenceOf(await space.Plan());
        const string cancellation = """{"reason": {"fi": "Sairaana"}}""";
        await HostileBodies.AreTurnedAway(space.Coordinator, HttpMethod.Post, $"{space.Root}/occurrences/{occurrence}/cancellation",
            [.. HostileBodies.With(cancellation, "unheardOf", "1"), .. HostileBodies.With(cancellation, "reason", HostileBodies.ForLocalizedText)]);
        Assert.Equal("confirmed", (string?)(await space.Read($"occurrences/{occurrence}"))["status"]);
        Assert.False((bool)(await space.Read("weeks/2026-W48"))["published"]!);
    }
}
