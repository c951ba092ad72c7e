using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Calendar.Headcounts;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class HeadcountFiguresTests(CalendarService calendar)
{
    [Theory]
    [InlineData("day", "2026-11-16", "2026-11-19", "2026-11-16–2026-11-16 clients,students 15", "2026-11-19–2026-11-19 clients 8")]
    [InlineData("week", "2026-11-17", "2026-11-23", "2026-11-16–2026-11-22 clients,students 23", "2026-11-23–2026-11-29 clients 40")]
    [InlineData("month", "2026-11-30", "2026-11-30", "2026-11-01–2026-11-30 clients,students 63")]
    [InlineData("year", "2026-01-01", "2026-01-01", "2026-01-01–2026-12-31 clients,students 63")]
    public async Task A_figure_says_which_days_and_what_it_counts(string period, string from, string to, params string[] figures)
    {
        var space = await calendar.OpenSpace();
        await Enter(space, "2026-11-16", "2026-11-16", new { clients = 12, students = 3 });
        await Enter(space, "2026-11-19", "2026-11-19", new { clients = 8 });
        await Enter(space, "2026-11-23", "2026-11-23", new { clients = 40 });
        Assert.Equal(figures, await Figures(space, $"period={period}&from={from}&to={to}"));
    }

    [Fact]
    public async Task What_was_counted_in_a_week_is_not_counted_again_when_someone_states_the_month()
    {
        var space = await calendar.OpenSpace();
        await Enter(space, "2024-05-06", "2024-05-06", new { clients = 12, students = 3 });
        await Enter(space, "2024-05-01", "2024-05-31", new { clients = 100 });
        await Enter(space, "2024-01-01", "2024-12-31", count: 10136, scope: ["clients", "students"]);
        Assert.Equal(["2024-05-01–2024-05-31 clients,students 103"], await Figures(space, "period=month&from=2024-05-01&to=2024-05-31"));
        Assert.Equal(["2024-05-01–2024-05-31 clients 100"], await Figures(space, "period=month&from=2024-05-01&to=2024-05-31&scope=clients"));
        Assert.Equal(["2024-01-01–2024-12-31 clients,students 103", "2024-01-01–2024-12-31 clients,students 10136"],
            await Figures(space, "period=year&from=2024-01-01&to=2024-01-01"));
        var across = (await Read(space, "figures?period=month&from=2024-05-01&to=2024-05-31"))["across"]!.AsArray();
        Assert.Equal(10136, (int)Assert.Single(across)!["count"]!);
    }

    [Fact]
    public async Task Years_that_count_different_things_are_not_compared_and_the_reason_names_both()
    {
        var space = await calendar.OpenSpace();
        string[] six = ["clients", "students", "partners", "groups", "encounters", "networks"];
        await Enter(space, "2023-01-01", "2023-12-31", count: 4917, scope: []);
        await Enter(space, "2024-01-01", "2024-12-31", count: 10136, scope: six);
        await Enter(space, "2025-01-01", "2025-12-31", count: 11000, scope: six);
        var answer = await Compare(space, "2024-06-01", "2023-06-01");
        await answer.IsRefused(HttpStatusCode.Conflict, "scopes-differ");
        var why = (string)(await answer.Json(HttpStatusCode.Conflict))["title"]!;
        Assert.Contains("1.1.2024–31.12.2024: asukkaat ja kävijät, kohtaamiset", why, StringComparison.Ordinal);
        Assert.Contains("1.1.2023–31.12.2023: ei kerrottu, mitä laskettiin", why, StringComparison.Ordinal);
        await (await Compare(space, "2023-06-01", "2023-12-31")).IsRefused(HttpStatusCode.Conflict, "scopes-differ");
        await (await Compare(space, "2023-06-01", "2022-12-31")).IsRefused(HttpStatusCode.Conflict, "headcount-missing");
        Assert.Equal(864, (int)(await (await Compare(space, "2025-06-01", "2024-06-01")).Json(HttpStatusCode.OK))["difference"]!);
    }

    [Fact]
    public async Task Weeks_are_compared_in_what_both_of_them_counted_when_that_is_asked_for()
    {
        var space = await calendar.OpenSpace();
        await Enter(space, "2026-11-16", "2026-11-16", new { clients = 12, students = 3 });
        await Enter(space, "2026-11-23", "2026-11-23", new { clients = 10 });
        await (await Compare(space, "2026-11-23", "2026-11-16", "week")).IsRefused(HttpStatusCode.Conflict, "scopes-differ");
        Assert.Equal(-2, (int)(await (await Compare(space, "2026-11-23", "2026-11-16", "week", "&scope=clients")).Json(HttpStatusCode.OK))["difference"]!);
        await (await Compare(space, "2026-11-23", "2026-11-16", "week", "&scope=clients,students")).IsRefused(HttpStatusCode.Conflict, "scopes-differ");
    }

    [Theory]
    [InlineData("figures?period=decade&from=2026-01-01&to=2026-01-01", "period")]
    [InlineData("figures?period=day&from=2026-01-02&to=2026-01-01", "to")]
    [InlineData("figures?period=day&from=2020-01-01&to=2026-01-01", "to")]
    [InlineData("figures?period=day&from=1990-01-01&to=2026-01-01", "from")]
    [InlineData("figures?period=day&from=2026-01-01&to=2026-01-01&scope=No", "scope")]
    [InlineData("comparison?period=days&day=2026-01-01&with=2026-01-01", "period")]
    public async Task A_question_that_cannot_be_answered_is_turned_away(string question, string field)
    {
        var space = await calendar.OpenSpace();
        Assert.Equal([field], (await (await space.Coordinator.GetAsync($"{space.Root}/headcounts/{question}"))
            .Json(HttpStatusCode.BadRequest))["errors"]!.AsObject().Select(e => e.Key));
    }

    /// <summary>Added up day by day and category by category, by the longest statement that covers a day: another way to the same number.</summary>
    [Fact]
    public void Every_sum_agrees_with_one_that_goes_through_the_entries_one_by_one()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 500; round++)
        {
            var monday = new DateOnly(2026, 11, 16);
            var entered = Enumerable.Range(0, random.Next(1, 8)).Select(_ =>
            {
                var day = monday.AddDays(random.Next(-3, 10));
                string[] scope = random.Next(3) == 0 ? ["clients"] : ["clients", "students"];
                int[] counts = [.. scope.Select(_ => random.Next(30))];
                return new Tally(null, day, day, null, null, scope, counts, counts.Sum());
            }).ToList();
            var figure = Figure.Of(monday, monday.AddDays(6), entered, []).SingleOrDefault();
            var week = entered.Where(t => t.FirstDay >= monday && t.FirstDay <= monday.AddDays(6)).ToList();
            Assert.Equal(week.Sum(t => (long)t.Count), figure?.Count ?? 0);
            Assert.Equal(week.SelectMany(t => t.Scope).Distinct().Order(), figure?.Scope ?? []);
        }
    }

    private static async Task Enter(TestSpace space, string from, string to, object? counts = null, int? count = null, string[]? scope = null) =>
        await (await space.Put($"headcounts/{Some.Id()}", new { from, to, counts, count, scope })).Json(HttpStatusCode.Created);

    private static Task<HttpResponseMessage> Compare(TestSpace space, string day, string with, string period = "year", string more = "") =>
        space.Coordinator.GetAsync($"{space.Root}/headcounts/comparison?period={period}&day={day}&with={with}{more}");

    private static async Task<JsonObject> Read(TestSpace space, string path) =>
        await (await space.Coordinator.GetAsync($"{space.Root}/headcounts/{path}")).Json(HttpStatusCode.OK);

    private static async Task<string[]> Figures(TestSpace space, string query) =>
        [.. (await Read(space, $"figures?{query}"))["figures"]!.AsArray()
            .Select(f => $"{f!["from"]}–{f["to"]} {string.Join(',', f["scope"]!.AsArray().Select(s => (string?)s))} {f["count"]}")];
}
