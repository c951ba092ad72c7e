using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Kivenkolo.Browser;

/// <summary>Every page in every language of the house: axe finds nothing (WCAG 2.2 AA), nothing is cut off, nothing scrolls sideways.</summary>
public sealed partial class AccessibilityTests(House house)
{
    private readonly RunningSystem system = house.System;
    private readonly Chromium chromium = house.Chromium;
    private readonly SomethingToSee there = house.There;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // In the page itself, which has no frames to gather from. What is in order is not described element by element: that is most of axe's work.
    private const string Look = """
        async colours => (await axe.run(document, {
            runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
            rules: { "color-contrast": { enabled: colours } },
            resultTypes: ["violations"],
        })).violations.map(v => `${v.id} (${v.help}) at ${v.nodes.slice(0, 3).map(node => node.html).join(" | ")}`)
        """;

    // One from left to right and one from right to left are enough to look at.
    private static readonly string[] Pictured = ["fi-simple", "ar"];

    public static TheoryData<string> Languages => ["fi", "fi-simple", "sv", "en", "ar"];

    // Stands for the feedback form, which opens while other pages are looked at.
    private const string Form = "00000000-0000-0000-0000-000000000000";

    private (string Name, string Path)[] PublicPages =>
    [
        ("week", ""), ("week-full", $"/week/{there.Full}"), ("wall", "/wall"), ("occurrence", $"/occurrences/{there.Coming}"),
        ("sign-up", $"/occurrences/{there.Places}"),
        ("signed-up", $"/registration?token={there.Link}"), ("say", "/say"), ("said", "/say/thanks"),
        ("house-meeting", "/house-meeting"), ("meeting", $"/house-meeting/{there.Meeting}"), ("news", "/news"), ("subscribe", "/subscriptions"),
        ("ordered", "/subscriptions/thanks"),
        ("confirm", "/subscriptions/confirm?token=x"), ("confirmed", "/subscriptions/confirmed"), ("end", "/subscriptions/end?token=x"),
        ("ended", "/subscriptions/ended"),
        ("news-item", $"/news/{there.News}"), ("ask-for-link", "/propose/link"), ("asked-for-link", "/propose/link/thanks"),
        ("propose", $"/propose?token={there.Invitation}"),
        ("propose-old-link", "/propose?token=x"), ("proposed", "/propose/thanks"), ("calendar-check-old-link", "/calendar-check?token=x"),
        ("calendar-checked", "/calendar-check/thanks"),
        ("impact", "/impact"), ("nowhere", "/olematon"), ("answer", $"/answer/{Form}"), ("answered", $"/answer/{Form}/thanks"),
    ];

    private (string Name, string Path)[] StaffPages =>
    [
        ("staff-week", ""), ("staff-occurrence", $"/occurrences/{there.Coming}"), ("staff-sign-ups", $"/occurrences/{there.Places}/registrations"),
        ("staff-meeting", $"/house-meeting/{there.Meeting}"),
        ("staff-decide", $"/house-meeting/{there.Meeting}/decide/{there.AgendaItem}"), ("staff-proposals", "/partners"),
        ("staff-proposal", $"/partners/{there.Proposal}"), ("staff-organisations", "/partners/organisations"),
        ("staff-organisation", $"/partners/organisations/{there.Organisation}"),
        ("staff-plan-activity", $"/plan/{there.Activity}"), ("staff-plan-following", $"/plan/{there.Activity}/following"), ("staff-messages", "/messages"),
        ("staff-hours", "/hours"), ("staff-supervisor", $"/hours/supervisor/{there.Activity}"), ("staff-plan", "/plan"), ("staff-plan-new", "/plan/new"),
        ("staff-free-times", "/plan/free-times"),
        ("staff-wishes", "/plan/wishes"), ("staff-rooms", "/plan/rooms"), ("staff-room-new", "/plan/rooms/places/new"), ("staff-categories", "/categories"),
        ("staff-change", $"/occurrences/{there.Coming}/change"), ("staff-message", $"/messages/{there.Draft}"), ("staff-count", $"/count/{there.Ended}"),
        ("staff-count-day", "/count"), ("staff-count-slot", $"/count/slot?date={SomethingToSee.Today.Iso()}&start=09:00&end=12:00"),
        ("staff-exact", "/impact/exact?period=year&from=2023-01-01&to=2024-12-31&compare=2023-01-01&with=2024-01-01"), ("staff-import", "/impact/import"),
        ("staff-poster", $"/answer/{Form}/qr"),
    ];

    private (string Name, string Path)[] FacilitatorPages => [("own-hours", "/hours"), ("enter-hours", $"/hours/{there.Ended}")];

    // What a GET opens and no list has.
    private static readonly Dictionary<string, string> NotLookedAt = new()
    {
        ["StaticAsset"] = "a file and no page",
        ["ShowOccurrence.ForMachines"] = "for machines and no page",
        ["ShowWeek.ForMachines"] = "for machines and no page",
        ["SignIn"] = "leads to Identity, whose page is its own",
        ["ChooseSpace"] = "leads on to the one space that is open",
        ["ChooseSpace.InLanguage"] = "leads on to the one space that is open",
    };

    [Fact]
    public void Every_page_is_looked_at_or_it_is_said_why_not()
    {
        var looked = PublicPages.Concat(StaffPages).Concat(FacilitatorPages).Select(page => page.Path.Split('?')[0]).ToArray();
        var pages = AccessTable.Committed("Web").Where(line => line.Verb == "GET").ToArray();
        Assert.Empty(pages.Where(line => !NotLookedAt.ContainsKey(line.Name) && !looked.Any(Shape(line.Route).IsMatch)).Select(line => line.Route));
        Assert.Empty(NotLookedAt.Keys.Except(pages.Select(line => line.Name)));
    }

    [Theory]
    [InlineData("/{language:language}/{space:slug}/news/{id:guid}", "/news/01930000-0000-7000-8000-000000000100", true)]
    [InlineData("/{language:language}/{space:slug}/news/{id:guid}", "/news", false)]
    [InlineData("/{language:language}/{space:slug}/", "", true)]
    [InlineData("/{language:language}/{space:slug}/plan/{id:guid}", "/plan/new", false)]
    public void A_page_that_is_in_no_list_is_found(string route, string path, bool isLookedAt) => Assert.Equal(isLookedAt, Shape(route).IsMatch(path));

    /// <summary>What an address of the route looks like, after language and space.</summary>
    private static Regex Shape(string route) => new(
        "^" + Parameter().Replace(Within().Replace(route, "").TrimEnd('/'), match =>
            match.Value.EndsWith(":guid}", StringComparison.Ordinal) ? "[0-9a-fA-F-]{36}" : "[^/]+") + "$");

    [GeneratedRegex(@"^/\{language:language\}/\{space:slug\}")]
    private static partial Regex Within();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

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
        foreach (var language in Pictured) await LookAt(page, language, FacilitatorPages);
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
    public async Task Nothing_scrolls_sideways_on_the_smallest_screen_nor_with_text_twice_as_large(string language)
    {
        var page = await chromium.Open(system.Address, script: true);
        foreach (var (name, path) in PublicPages)
        {
            await page.SetViewportSizeAsync(320, 900);
            await Open(page, language, path);
            Assert.True(await Overflow(page) <= 0, $"{name} is {await Overflow(page)} px too wide");
            if (Pictured.Contains(language)) await page.Keep($"{name}-{language}-320");

            await page.SetViewportSizeAsync(1024, 900);
            await page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
            Assert.True(await Overflow(page) <= 0, $"{name} is {await Overflow(page)} px too wide at twice the size");
        }
        await page.Keep($"large-{language}");
    }

    private async Task Open(IPage page, string language, string path) =>
        await page.GotoAsync($"/{language}/kivenkolo"
            + (path.Contains(Form, StringComparison.Ordinal) ? path.Replace(Form, await there.Form, StringComparison.Ordinal) : path));

    private async Task LookAt(IPage page, string language, (string Name, string Path)[] pages)
    {
        var faults = new List<string>();
        foreach (var (name, path) in pages)
        {
            await Open(page, language, path);
            Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
            if (Pictured.Contains(language)) await page.Keep($"{name}-{language}");
            faults.AddRange((await Faults(page, colours: Pictured.Contains(language))).Select(fault => $"{name}: {fault}"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // Colours are the same in every language, and take most of the time: they are looked at in two.
    private static async Task<string[]> Faults(IPage page, bool colours = true)
    {
        await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>(Look, colours);
    }

    private static Task<int> Overflow(IPage page) => page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
