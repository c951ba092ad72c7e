using System.Net;
using System.Text.Json.Nodes;

namespace Kivenkolo.Participation.Tests;

public sealed class FiguresTests(House house)
{
    private static readonly string[] Six = ["students", "clients", "partners", "groups", "encounters", "networks"];

    [Fact]
    public async Task Years_say_what_they_count_and_are_not_compared_with_what_counts_something_else()
    {
        var home = await house.Open();
        await home.Count(4917, new(2023, 1, 1), new(2023, 12, 31));
        await home.Count(10136, new(2024, 1, 1), new(2024, 12, 31), Six);
        await home.Count(11000, new(2025, 1, 1), new(2025, 12, 31), Six);
        await home.Count(9, new(2025, 1, 1), new(2025, 6, 30), Six);
        var years = (await home.Get(home.Resident, "figures/years")).Is(HttpStatusCode.OK)["items"]!.AsArray();
        Assert.Equal(
            ["2023 4917 False []", "2024 10136 True [2025]", "2025 11000 True [2024]"],
            years.Select(y => $"{y!["year"]} {y["count"]} {(bool)y["scopeStated"]!} {y["comparableWith"]!.ToJsonString()}"));
        Assert.Equal(6, years[1]!["scope"]!.AsArray().Count);
    }

    [Fact]
    public async Task Counts_are_added_up_by_week_and_scope_and_small_ones_are_not_shown()
    {
        var home = await house.Open();
        await home.Count(7, new(2026, 11, 16), scope: ["clients"], occurrence: true);
        await home.Count(8, new(2026, 11, 22), scope: ["clients"], occurrence: true);
        await home.Count(4, new(2026, 11, 18), scope: ["students"], occurrence: true);
        await home.Count(0, new(2026, 11, 18), scope: ["partners"], occurrence: true);
        await home.Count(40, new(2026, 11, 23), scope: ["clients"]);
        Assert.Equal(
            ["2026-11-16 2026-11-22 clients 15 False", "2026-11-16 2026-11-22 partners  True", "2026-11-16 2026-11-22 students  True"],
            await Visits(home, "from=2026-11-18&to=2026-11-22"));
        Assert.Equal("2026-11-23 2026-11-29 clients 40 False", (await Visits(home, "from=2026-11-16&to=2026-11-23"))[^1]);
    }

    [Fact]
    public async Task A_tally_by_category_is_added_up_category_by_category_and_its_correction_takes_the_place_of_all_of_it()
    {
        var home = await house.Open();
        var tally = await home.Count(22, new(2026, 11, 16), scope: ["clients", "partners", "students"], counts: [12, 3, 7], occurrence: true);
        await home.Count(8, new(2026, 11, 18), scope: ["clients"], occurrence: true);
        Assert.Equal(
            ["2026-11-16 2026-11-22 clients 20 False", "2026-11-16 2026-11-22 partners  True", "2026-11-16 2026-11-22 students 7 False"],
            await Visits(home, "from=2026-11-16&to=2026-11-22"));
        await home.Count(11, new(2026, 11, 16), scope: ["clients"], counts: [11], occurrence: true, headcount: tally, version: 2);
        Assert.Equal(["2026-11-16 2026-11-22 clients 19 False"], await Visits(home, "from=2026-11-16&to=2026-11-22"));
    }

    [Fact]
    public async Task A_year_that_was_counted_by_category_is_shown_whole_and_its_parts_only_where_none_is_small()
    {
        var home = await house.Open();
        await home.Count(52, new(2024, 1, 1), new(2024, 12, 31), ["clients", "students"], counts: [40, 12]);
        await home.Count(43, new(2025, 1, 1), new(2025, 12, 31), ["clients", "students"], counts: [40, 3]);
        Assert.Equal(
            ["2024-01-01 2024-12-31 clients 40 False", "2024-01-01 2024-12-31 clients,students 52 False", "2024-01-01 2024-12-31 students 12 False"],
            await Visits(home, "from=2024-01-01&to=2024-12-31"));
        Assert.Equal(
            ["2025-01-01 2025-12-31 clients  True", "2025-01-01 2025-12-31 clients,students 43 False", "2025-01-01 2025-12-31 students  True"],
            await Visits(home, "from=2025-01-01&to=2025-12-31"));
    }

    [Fact]
    public async Task A_corrected_count_takes_the_place_of_the_old_and_an_older_one_does_not_come_back()
    {
        var home = await house.Open();
        var headcount = await home.Count(12, new(2026, 11, 16), scope: ["clients"], version: 2);
        await home.Count(90, new(2026, 11, 16), scope: ["clients"], headcount: headcount, version: 1);
        await home.Count(20, new(2026, 11, 16), scope: ["students"]);
        Assert.Equal(["2026-11-16 2026-11-22 clients 12 False", "2026-11-16 2026-11-22 students 20 False"],
            await Visits(home, "from=2026-11-16&to=2026-11-22"));
        await home.Count(13, new(2026, 11, 16), scope: ["clients"], headcount: headcount, version: 3);
        Assert.Equal("2026-11-16 2026-11-22 clients 13 False", (await Visits(home, "from=2026-11-16&to=2026-11-22"))[0]);
    }

    [Fact]
    public async Task A_total_is_not_shown_with_parts_that_would_give_a_small_one_away()
    {
        var home = await house.Open();
        await home.Count(12, new(2026, 11, 16), scope: ["clients"]);
        await home.Count(3, new(2026, 11, 16), scope: ["students"]);
        await home.Count(15, new(2026, 11, 16), new(2026, 11, 22), ["clients", "students"]);
        Assert.Equal(
            ["2026-11-16 2026-11-22 clients  True", "2026-11-16 2026-11-22 clients,students 15 False", "2026-11-16 2026-11-22 students  True"],
            await Visits(home, "from=2026-11-16&to=2026-11-22"));
    }

    [Fact]
    public async Task Feedback_is_shown_by_week_and_face_as_far_as_it_tells_of_nobody()
    {
        var home = await house.Open();
        var form = await home.EndOccurrence();
        Assert.Equal("- - - -", await Faces(home));
        await Answer("good", 6);
        Assert.Equal("- - - 6", await Faces(home));
        await Answer("okay", 5);
        Assert.Equal("6 5 - -", await Faces(home));
        await Answer("bad", 4);
        Assert.Equal("6 5 - -", await Faces(home));
        await Answer("bad", 1);
        Assert.Equal("6 5 5 16", await Faces(home));

        async Task Answer(string face, int times)
        {
            for (var i = 0; i < times; i++) (await home.AnswerForm(form, face)).Is(HttpStatusCode.Created);
        }
    }

    [Theory]
    [InlineData("from=2026-11-23&to=2026-11-22", "to")]
    [InlineData("from=2001-01-01&to=2026-11-22", "from")]
    [InlineData("from=tomorrow", "from")]
    [InlineData("to=9999-12-31", "to")]
    public async Task A_period_that_cannot_be_is_turned_away(string query, string field)
    {
        var home = await house.Open();
        (await home.Get(home.Resident, $"figures?{query}")).Names(field);
    }

    private static async Task<string[]> Visits(Home home, string query) =>
        [.. (await home.Get(home.Resident, $"figures?{query}")).Is(HttpStatusCode.OK)["visits"]!.AsArray().Select(v =>
            $"{v!["from"]} {v["to"]} {string.Join(',', v["scope"]!.AsArray().Select(s => (string?)s))} {v["count"]} {(bool)v["suppressed"]!}")];

    private static async Task<string> Faces(Home home)
    {
        var week = Assert.Single((await home.Get(home.Resident, "figures")).Is(HttpStatusCode.OK)["feedback"]!.AsArray())!;
        return string.Join(' ', ((string[])["good", "okay", "bad", "total"]).Select(name => Shown(week[name]!)));
    }

    private static string Shown(JsonNode count)
    {
        Assert.Equal(count["count"] is null, (bool)count["suppressed"]!);
        return count["count"]?.ToJsonString() ?? "-";
    }
}
