using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Kivenkolo.Browser;

/// <summary>A resident with a phone, without an account, without JavaScript.</summary>
public sealed class ResidentTests(House house)
{
    private readonly RunningSystem system = house.System;
    private readonly Chromium chromium = house.Chromium;
    private readonly SomethingToSee there = house.There;

    [Fact]
    public async Task An_idea_goes_from_a_phone_to_the_agenda()
    {
        var page = await chromium.Open(system.Address, width: 320);
        await page.Visit("/fi-simple/kivenkolo");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Sivut" }).GetByText("Kerro idea").ClickAsync();
        await page.GetByLabel("Sinun ideasi").FillAsync("Voisimmeko kuunnella äänikirjoja?");
        await page.Press("Lähetä");
        Assert.EndsWith("/fi-simple/kivenkolo/say/thanks", page.Url, StringComparison.Ordinal);
        Assert.Contains("Saimme ideasi", await page.Text(), StringComparison.Ordinal);

        await page.Visit("/fi-simple/kivenkolo/house-meeting");
        Assert.Contains("Asukkaan idea", await page.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("äänikirjoja", await page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_beside_the_field_and_what_was_written_stays()
    {
        var page = await chromium.Open(system.Address);
        await page.Visit("/fi/kivenkolo/say");
        await page.GetByLabel("Lyhyt nimi idealle").FillAsync("Säilyy");
        await page.Press("Lähetä idea");
        Assert.StartsWith("Virhe: ", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Contains("Täytä tämä kohta", await page.Locator("#text-error").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("Säilyy", await page.GetByLabel("Lyhyt nimi idealle").InputValueAsync());
        await page.Keep("say-error");
    }

    [Fact]
    public async Task How_it_was_is_told_with_a_face_and_a_sentence()
    {
        var page = await chromium.Open(system.Address, width: 320);
        await page.Visit($"/fi-simple/kivenkolo/answer/{await there.Form}");
        await page.GetByLabel("Hyvä", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Mitä haluat kertoa?").FillAsync("Oli mukavaa.");
        await page.Press("Lähetä");
        Assert.EndsWith("/thanks", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_place_goes_to_the_first_and_to_the_next_when_the_first_leaves_with_the_link()
    {
        var occurrence = await there.PlanPlaces("Saunailta", SomethingToSee.Today.ToDateTime(new(18, 0)).AddDays(3), 1);
        var page = await chromium.Open(system.Address, width: 320);
        await page.Visit($"/fi-simple/kivenkolo/occurrences/{occurrence}");
        await page.Press("Ilmoittaudu");
        Assert.StartsWith("Virhe: ", await page.TitleAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Nimimerkki").FillAsync("Kaisla");
        await page.Press("Ilmoittaudu");
        Assert.Contains("Sinulla on paikka", await page.Text(), StringComparison.Ordinal);
        var link = page.Url;

        await page.Visit($"/sv/kivenkolo/occurrences/{occurrence}");
        await page.GetByLabel("Smeknamn").FillAsync("Tuuli");
        await page.Press("Ställ mig i kö");
        Assert.Contains("Du står i kö som nummer 1", await page.Text(), StringComparison.Ordinal);
        var waits = page.Url;

        await page.GotoAsync(link);
        await page.Press("Peru");
        Assert.Contains("Et ole enää mukana", await page.Text(), StringComparison.Ordinal);
        // Nobody could ask Tuuli, who left no address: the place is theirs.
        await page.GotoAsync(waits);
        Assert.Contains("Du har en plats", await page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_news_are_ordered_and_confirmed_by_mail_and_another_link_does_nothing()
    {
        var address = $"lukija-{SomethingToSee.NewId()}@esimerkki.fi";
        var page = await chromium.Open(system.Address);
        await page.Visit("/sv/kivenkolo/subscriptions");
        await page.GetByLabel("E-postadress").FillAsync(address);
        await page.Press("Beställ");
        Assert.Contains("Titta i din e-post", await page.Text(), StringComparison.Ordinal);

        var link = await Eventually.Get(async () => (await system.Mails()).Where(mail => mail.Contains(address, StringComparison.OrdinalIgnoreCase))
            .Select(MailLinks.Confirm).FirstOrDefault(found => found is not null), "the mail with the link comes");
        await page.GotoAsync(link!);
        await page.Press("Bekräfta beställningen");
        Assert.Contains("Beställningen är bekräftad", await page.Text(), StringComparison.Ordinal);

        await page.GotoAsync(link![..^5] + "aaaaa");
        await page.Press("Bekräfta beställningen");
        Assert.Contains("Länken fungerar inte", await page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        var page = await chromium.Open(system.Address);
        await page.Visit("/en/kivenkolo/say");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await page.Locator(":focus").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("More chairs for the kitchen, please");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Send the idea", await page.Locator(":focus").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/say/thanks");
    }

    /// <summary>Each language in two of the fonts that the stylesheet names.</summary>
    public static MatrixTheoryData<string, string> Printed => new(["fi", "fi-simple", "sv", "en", "ar"], ["Noto Sans", "Arial"]);

    [Theory]
    [MemberData(nameof(Printed))]
    public async Task A_week_of_fifteen_activities_is_one_sheet_of_paper_that_can_be_read_in_black_and_white(string language, string font)
    {
        var (browser, family) = font == "Arial" ? (house.ChromiumWithArial, "Liberation") : (chromium, "NotoSans");
        var page = await browser.Open(system.Address);
        foreach (var (paper, width, height, margin, letters) in Papers)
        {
            // Demo's own programme is that of three weeks on: nothing else that is tested is planned so far ahead.
            foreach (var (name, week, least) in ((string, string, int)[])[("full-week", there.Full, 15),
                ("week", SomethingToSee.Week(SomethingToSee.Today.AddDays(21)), 5)])
            {
                await page.Visit($"/{language}/kivenkolo/week/{week}?paper={paper}");
                var titles = await page.Locator(".happening h3").AllInnerTextsAsync();
                Assert.InRange(titles.Count, least, 15);
                var times = await page.Locator(".happening .time").AllInnerTextsAsync();

                var sheet = await Sheet.Print(page, $"{name}-{language}-{paper}-{family}");
                Assert.Equal(1, sheet.Pages);
                Assert.Equal((width, height), (Math.Round(sheet.Width), Math.Round(sheet.Height)));
                Assert.Empty(titles.Concat(times).SelectMany(sheet.Lacks));
                Assert.Empty(sheet.Cut(margin));
                Assert.Empty(sheet.Faint());
                Assert.Contains(sheet.Fonts, printed => printed.Family.Contains(family, StringComparison.Ordinal));
                Assert.True(sheet.SmallestLetters >= letters, $"{name} on {paper}: letters of only {sheet.SmallestLetters} points");
            }
        }
    }

    [Fact]
    public async Task A_week_that_is_too_full_for_one_sheet_takes_another_rather_than_smaller_letters()
    {
        var page = await chromium.Open(system.Address);
        await page.Visit($"/ar/kivenkolo/week/{there.TooFull}?paper=a4");
        var sheet = await Sheet.Print(page, "too-full-week-ar-a4");
        Assert.Equal(2, sheet.Pages);
        Assert.Empty((await page.Locator(".happening h3").AllInnerTextsAsync()).SelectMany(sheet.Lacks));
        Assert.True(sheet.SmallestLetters >= 9, $"letters of only {sheet.SmallestLetters} points");
    }

    [Fact]
    public async Task The_codes_on_the_wall_and_on_paper_lead_to_the_programme()
    {
        var programme = new Uri(system.Address, "/sv/kivenkolo").ToString();
        var page = await chromium.Open(system.Address);
        await page.Visit("/sv/kivenkolo/wall");
        Assert.Equal([programme], await page.ReadCodes("wall-code"));

        foreach (var paper in (string[])["a4", "a3"])
        {
            await page.Visit($"/sv/kivenkolo/week/{there.Full}?paper={paper}");
            await Sheet.Print(page, $"code-{paper}");
            Assert.Equal([programme], await Codes.Read($"code-{paper}.pgm"));
        }
    }

    // Width, height and margin in points; the smallest letters: as in a book on A4, as in clear print on A3.
    private static readonly (string Name, double Width, double Height, double Margin, double Letters)[] Papers =
        [("a4", 595, 842, 25, 9), ("a3", 842, 1191, 35, 12)];

    [Fact]
    public async Task The_screen_on_the_wall_shows_a_cancellation_by_itself_and_keeps_what_it_has_while_the_network_is_away()
    {
        // Tomorrow's first, so that it is among those shown.
        var first = await there.Plan("Aamun ensimmäinen", SomethingToSee.Today.AddDays(1).ToDateTime(new(0, 5)), minutes: 60);
        var wall = await chromium.Open(system.Address, script: true);
        await wall.Visit("/fi/kivenkolo/wall?every=2");
        Assert.Contains("Aamun ensimmäinen", await wall.Text(), StringComparison.Ordinal);

        await wall.Context.SetOfflineAsync(true);
        await wall.Locator("#as-of").WaitForAsync(new() { State = WaitForSelectorState.Visible });
        Assert.StartsWith("Ei verkkoyhteyttä. Tilanne ", await wall.Locator("#as-of").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Aamun ensimmäinen", await wall.Text(), StringComparison.Ordinal);
        await wall.Keep("wall-offline");

        await there.Post($"/api/calendar/v1/spaces/kivenkolo/occurrences/{first}/cancellation", new { reason = new { fi = "Sairaana" } });
        await wall.Context.SetOfflineAsync(false);
        await wall.Locator("article").Filter(new() { HasText = "Aamun ensimmäinen" }).GetByText("Peruttu").WaitForAsync();
        await wall.Locator("#as-of").WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        var withoutScript = await chromium.Open(system.Address);
        await withoutScript.RunAndWaitForRequestAsync(() => withoutScript.Visit("/fi/kivenkolo/wall?every=2"), "**/wall?every=2");
        await withoutScript.WaitForRequestAsync("**/wall?every=2");
    }

    [Fact]
    public async Task The_first_view_is_light()
    {
        foreach (var path in (string[])["", $"/week/{there.Full}"])
            foreach (var before in (string?[])[null, "/fi-simple/kivenkolo/say"]) // which leaves the cookie of its form
            {
                var page = await chromium.Open(system.Address);
                if (before is not null) await page.GotoAsync(before);
                var requests = new ConcurrentBag<IRequest>();
                page.RequestFinished += (_, request) => requests.Add(request);
                await page.GotoAsync($"/fi-simple/kivenkolo{path}", new() { WaitUntil = WaitUntilState.NetworkIdle });
                var bytes = 0;
                foreach (var request in requests)
                {
                    var sizes = await request.SizesAsync();
                    bytes += sizes.ResponseHeadersSize + sizes.ResponseBodySize;
                }
                Assert.Contains(requests, request => request.ResourceType == "stylesheet");
                Assert.Equal(before is null ? 0 : 1, (await page.Context.CookiesAsync()).Count);
                Assert.InRange(bytes, 5_000, 60_000);
            }
    }

    [Fact]
    public async Task What_machines_read_breaks_no_rule_of_the_browser()
    {
        var page = await chromium.Open(system.Address);
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        await page.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))");
        foreach (var path in (string[])["", $"/occurrences/{there.Coming}"])
        {
            await page.Visit("/fi/kivenkolo" + path);
            var types = await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('script[type=\"application/ld+json\"]')].flatMap(s => JSON.parse(s.text)['@graph']).map(o => o['@type'])");
            Assert.Contains("Event", types);
            Assert.Equal(path.Length == 0, types.Contains("EventSeries")); // what is coming takes place once
        }
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Times_are_the_houses_own_wherever_the_reader_is()
    {
        var page = await chromium.Open(system.Address); // a browser in Auckland
        await page.Visit($"/fi/kivenkolo/occurrences/{there.Coming}");
        Assert.Contains("12.00–13.00", await page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_of_the_public_sets_a_cookie_unless_it_has_a_form()
    {
        var page = await chromium.Open(system.Address);
        foreach (var path in new[] { "", "/house-meeting", "/news", "/impact" }) await page.Visit("/fi/kivenkolo" + path);
        Assert.Empty(await page.Context.CookiesAsync());
    }
}
