namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class HostileBodiesTests(CalendarService calendar)
{
    private const string Headcount = """{"from": "2026-11-01", "to": "2026-11-02", "scope": ["clients"], "count": 1}""";

    private static readonly string Activity = Some.Activity().ToJsonString();

    private static IEnumerable<HostileBody> ForActivity =>
    [
        .. HostileBodies.Always(Activity),
        .. HostileBodies.With(Activity, "title", ["null", "{}", """{"fi":"  "}""", .. HostileBodies.ForLocalizedText]),
        .. HostileBodies.With(Activity, "description", HostileBodies.ForLocalizedText),
        .. HostileBodies.With(Activity, "place", HostileBodies.ForLocalizedText),
        .. HostileBodies.With(Activity, "organiserName", HostileBodies.ForLocalizedText),
        .. HostileBodies.With(Activity, "placeId", HostileBodies.ForId),
        .. HostileBodies.With(Activity, "organisationId", HostileBodies.ForId),
        .. HostileBodies.With(Activity, "series", "null", "1", "[]", "\"x\"", "{}"),
        .. HostileBodies.With(Activity, "series.firstDate", ["null", .. HostileBodies.ForDate]),
        .. HostileBodies.With(Activity, "series.start", ["null", "\"14:00:00\"", "\"14.00\"", "\"9:00\"", .. HostileBodies.ForTime]),
        .. HostileBodies.With(Activity, "series.durationMinutes", ["null", "0", "1441", .. HostileBodies.ForNumber]),
        .. HostileBodies.With(Activity, "series.weeks", ["null", "0", "54", .. HostileBodies.ForNumber]),
        .. HostileBodies.With(Activity, "series.unheardOf", "1"),
        .. HostileBodies.With(Activity, "spokenLanguages", ["[null]", "[\"fi\",\"FI\"]", .. HostileBodies.ForCodes]),
        .. HostileBodies.With(Activity, "free", HostileBodies.ForTruth),
        .. HostileBodies.With(Activity, "noSignUp", HostileBodies.ForTruth),
        .. HostileBodies.With(Activity, "runBy", HostileBodies.ForCodes),
        .. HostileBodies.With(Activity, "facts", ["[null]", "[\"comeLate\"]", "[\"Come-late\"]", "[0]", .. HostileBodies.ForCodes]),
        .. HostileBodies.With(Activity.Replace("\"noSignUp\":true", "\"noSignUp\":false", StringComparison.Ordinal), "capacity", ["0", "1001", .. HostileBodies.ForNumber]),
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
