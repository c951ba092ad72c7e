using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Kivenkolo.Browser;

/// <summary>Every page in every language of the house: axe finds nothing (WCAG 2.2 AA), nothing is cut off, nothing scrolls sideways.</summary>
public sealed class AccessibilityTests(House house)
{
    private readonly RunningSystem system = house.System;
    private readonly Chromium chromium = house.Chromium;
    private readonly SomethingToSee there = house.There;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // In the page itself, which has no frames to gather from. What is in order is not described element by element: that is most of axe's work.
    private const string Look = """
        async () => (await axe.run(document, {
            runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
            resultTypes: ["violations"],
        })).violations.map(v => `${v.id} (${v.help}) at ${v.nodes.slice(0, 3).map(node => node.html).join(" | ")}`)
        """;

    // One from left to right and one from right to left are enough to look at.
    private static readonly string[] Pictured = ["fi-simple", "ar"];

    public static TheoryData<string> Languages => ["fi", "fi-simple", "sv", "en", "ar"];

    private (string Name, string Path)[] PublicPages =>
    [
        ("week", ""), ("week-full", $"/week/{there.Full}"), ("wall", "/wall"), ("occurrence", $"/occurrences/{there.Coming}"), ("sign-up", $"/occurrences/{there.Places}"),
        ("signed-up", $"/registration?token={there.Link}"), ("say", "/say"), ("said", "/say/thanks"),
        ("house-meeting", "/house-meeting"), ("meeting", $"/house-meeting/{there.Meeting}"), ("answer", $"/answer/{there.Form}"),
        ("answered", $"/answer/{there.Form}/thanks"), ("news", "/news"), ("subscribe", "/subscriptions"), ("confirm", "/subscriptions/confirm?token=x"),
        ("impact", "/impact"), ("nowhere", "/olematon"),
    ];

    private (string Name, string Path)[] StaffPages =>
    [
        ("staff-week", ""), ("staff-occurrence", $"/occurrences/{there.Coming}"), ("staff-sign-ups", $"/occurrences/{there.Places}/registrations"), ("staff-meeting", $"/house-meeting/{there.Meeting}"),
        ("staff-decide", $"/house-meeting/{there.Meeting}/decide/{there.AgendaItem}"), ("staff-proposals", "/partners"),
        ("staff-proposal", $"/partners/{there.Proposal}"), ("staff-messages", "/messages"), ("staff-hours", "/hours"), ("staff-plan", "/plan"), ("staff-plan-new", "/plan/new"), ("staff-free-times", "/plan/free-times"),
        ("staff-wishes", "/plan/wishes"), ("staff-rooms", "/plan/rooms"), ("staff-room-new", "/plan/rooms/places/new"),
        ("staff-change", $"/occurrences/{there.Coming}/change"), ("staff-message", $"/messages/{there.Draft}"), ("staff-count", $"/count/{there.Ended}"),
        ("staff-count-day", "/count"), ("staff-categories", "/categories"), ("staff-exact", "/impact/exact?period=year&from=2023-01-01&to=2024-12-31&compare=2023-01-01&with=2024-01-01"), ("staff-import", "/impact/import"), ("staff-poster", $"/answer/{there.Form}/qr"),
    ];

    [Theory, MemberData(nameof(Languages))]
    public async Task Axe_finds_nothing_on_any_public_page(string language)
    {
        var page = await chromium.Open(system.Address, script: true);
        await LookAt(page, language, PublicPages);
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Axe_finds_nothing_on_any_page_of_staff(string language)
    {
        var page = await chromium.Open(system.Address, script: true);
        await page.SignIn(system.Coordinator, $"/{language}/kivenkolo");
        await LookAt(page, language, StaffPages);
    }

    [Fact]
    public async Task Axe_finds_nothing_where_a_facilitator_enters_hours()
    {
        var page = await chromium.Open(system.Address, script: true);
        await page.SignIn(system.Facilitator, "/fi/kivenkolo/hours");
        foreach (var language in Pictured) await LookAt(page, language, [("own-hours", "/hours"), ("enter-hours", $"/hours/{there.Ended}")]);
    }

    [Fact]
    public async Task Axe_finds_nothing_in_the_dark()
    {
        var page = await chromium.Open(system.Address, script: true, scheme: ColorScheme.Dark);
        await LookAt(page, "fi-simple", [.. PublicPages.Select(p => ("dark-" + p.Name, p.Path))]);
    }

    [Fact]
    public async Task Axe_would_find_a_fault()
    {
        var page = await chromium.Open(system.Address, script: true);
        await page.Visit("/fi/kivenkolo/say");
        await page.EvaluateAsync("document.querySelector('label').remove()");
        Assert.Contains(await Faults(page), fault => fault.StartsWith("label ", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Nothing_scrolls_sideways_on_the_smallest_screen(string language)
    {
        var page = await chromium.Open(system.Address, width: 320, script: true);
        foreach (var (name, path) in PublicPages)
        {
            await page.GotoAsync($"/{language}/kivenkolo{path}");
            Assert.True(await Overflow(page) <= 0, $"{name} is {await Overflow(page)} px too wide");
            if (Pictured.Contains(language)) await page.Keep($"{name}-{language}-320");
        }
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Text_can_be_twice_as_large(string language)
    {
        var page = await chromium.Open(system.Address, width: 1024, script: true);
        foreach (var (name, path) in PublicPages)
        {
            await page.GotoAsync($"/{language}/kivenkolo{path}");
            await page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
            Assert.True(await Overflow(page) <= 0, $"{name} is {await Overflow(page)} px too wide at twice the size");
        }
        await page.Keep($"large-{language}");
    }

    private static async Task LookAt(IPage page, string language, (string Name, string Path)[] pages)
    {
        var faults = new List<string>();
        foreach (var (name, path) in pages)
        {
            await page.GotoAsync($"/{language}/kivenkolo{path}");
            Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
            if (Pictured.Contains(language)) await page.Keep($"{name}-{language}");
            faults.AddRange((await Faults(page)).Select(fault => $"{name}: {fault}"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<string[]> Faults(IPage page)
    {
        await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>(Look);
    }

    private static Task<int> Overflow(IPage page) => page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
