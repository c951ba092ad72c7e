using Microsoft.Playwright;

namespace Kivenkolo.Browser;

/// <summary>The tally, the hours and the categories.</summary>
public sealed partial class StaffTests
{
    [Fact]
    public async Task The_tally_is_entered_corrected_and_kept()
    {
        var page = await chromium.Open(system.Address, width: 320);
        await page.SignIn(system.Facilitator, $"/fi-simple/kivenkolo/count/{there.Ended}");
        await page.GetByLabel("asukkaat ja kävijät", Exact).FillAsync("kaksi");
        await page.Press("Tallenna luvut");
        Assert.Contains("Kirjoita numero", await page.Text(), StringComparison.Ordinal);
        await page.GetByLabel("asukkaat ja kävijät", Exact).FillAsync("12");
        await page.GetByLabel("opiskelijat", Exact).FillAsync("3");
        await page.Press("Tallenna luvut");
        Assert.Contains("Yhteensä 15", await page.Text(), StringComparison.Ordinal);
        await page.GetByLabel("opiskelijat", Exact).FillAsync("4");
        await page.Press("Tallenna luvut");
        Assert.Contains("Yhteensä 16", await page.Text(), StringComparison.Ordinal);
        await page.Keep("tally");
    }

    [Fact]
    public async Task Hours_are_entered_by_the_facilitator_and_signed_off_by_the_coordinator()
    {
        var page = await chromium.Open(system.Address, width: 320);
        await page.SignIn(system.Facilitator, $"/fi/kivenkolo/hours/{there.Ended}");
        await page.GetByLabel("Tunnit").FillAsync("1");
        await page.GetByLabel("Minuutit").FillAsync("20");
        await page.Press("Tallenna");
        Assert.StartsWith("Virhe: ", await page.TitleAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Minuutit").FillAsync("30");
        await page.GetByLabel("Mitä teit?").FillAsync("Keitin kahvin ja siivosin.");
        await page.Press("Tallenna");
        Assert.Contains("Tunnit on tallennettu.", await page.Text(), StringComparison.Ordinal);
        // Whole hours of another test may stand beside them.
        Assert.Matches(@"Yhteensä \d t 30 min, josta vahvistettu \d t 0 min\.", await page.Text());
        await page.Keep("own-hours-entered");

        page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo/hours");
        Assert.Contains("Keitin kahvin ja siivosin.", await page.Text(), StringComparison.Ordinal);
        await page.Keep("hours-to-sign");
        var entry = page.Locator("li.entry").Filter(new() { HasText = "Keitin kahvin" });
        await entry.GetByRole(AriaRole.Button, new() { NameRegex = new("^Vahvista") }).ClickAsync();
        Assert.Contains("Tunnit on vahvistettu.", await page.Text(), StringComparison.Ordinal);
        Assert.Equal(0, await entry.CountAsync());
    }

    [Fact]
    public async Task Hours_are_given_back_with_a_reason_sent_again_and_signed_off_by_the_supervisor_who_was_named()
    {
        var occurrence = await there.Plan($"Siivoustalkoot {SomethingToSee.NewId()[^6..]}", SomethingToSee.Today.AddDays(-1).ToDateTime(new(12, 0)), 60);
        var page = await chromium.Open(system.Address, width: 320);
        await page.SignIn(system.Facilitator, $"/fi/kivenkolo/hours/{occurrence}");
        await page.GetByLabel("Tunnit").FillAsync("5");
        await page.GetByLabel("Minuutit").FillAsync("0");
        await page.Press("Tallenna");

        await using var another = await page.Context.Browser!.NewContextAsync(new() { BaseURL = system.Address.ToString(), JavaScriptEnabled = false });
        var supervisor = await another.NewPageAsync();
        await supervisor.SignIn(system.Coordinator, "/fi/kivenkolo/hours");
        var entry = supervisor.Locator("li.entry").Filter(new() { HasText = "5 t 0 min" });
        await entry.Locator("summary").ClickAsync();
        await entry.GetByLabel("Mitä pitää korjata?").FillAsync("Siivous kesti tunnin.");
        await entry.Locator("details button").ClickAsync();
        Assert.Contains("Tunnit on palautettu korjattavaksi.", await supervisor.Text(), StringComparison.Ordinal);

        await page.Visit("/fi/kivenkolo/hours");
        Assert.Contains("Palautettu korjattavaksi. Syy: Siivous kesti tunnin.", await page.Text(), StringComparison.Ordinal);
        await page.Keep("hours-given-back");
        await page.Visit($"/fi/kivenkolo/hours/{occurrence}");
        await page.GetByLabel("Tunnit").FillAsync("1");
        await page.Press("Tallenna");

        await supervisor.Visit("/fi/kivenkolo/hours");
        entry = supervisor.Locator("li.entry").Filter(new() { HasText = "Siivoustalkoot" });
        await entry.GetByText("Nimeä ohjaaja").ClickAsync();
        await supervisor.Keep("supervisor");
        await supervisor.GetByLabel("Ohjaajan nimi").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await supervisor.Press("Tallenna");
        Assert.Contains("Ohjaaja: ", await supervisor.Text(), StringComparison.Ordinal);
        await supervisor.Press("Minä olen ohjaaja");
        Assert.Contains("Tallennettu.", await supervisor.Text(), StringComparison.Ordinal);
        await supervisor.Visit("/fi/kivenkolo/hours");
        Assert.Contains("Ohjaaja: ", await entry.InnerTextAsync(), StringComparison.Ordinal);
        await entry.GetByRole(AriaRole.Button, new() { NameRegex = new("^Vahvista") }).First.ClickAsync();
        Assert.Contains("Tunnit on vahvistettu.", await supervisor.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_more_and_one_fewer_work_without_a_script_and_store_nothing_before_the_numbers_are_saved()
    {
        var occurrence = await there.Plan($"Laskettava {SomethingToSee.NewId()[^6..]}", SomethingToSee.Today.AddDays(1).ToDateTime(new(10, 0)), 60);
        var page = await chromium.Open(system.Address, width: 320);
        await page.SignIn(system.Facilitator, $"/fi/kivenkolo/count/{occurrence}");
        foreach (var button in (string[])["Yksi lisää: opiskelijat", "Yksi lisää: opiskelijat", "Yksi lisää: ryhmät", "Yksi pois: opiskelijat"])
        {
            await page.Press(button);
            Assert.Equal(button, await page.Locator("button:focus").GetAttributeAsync("aria-label")); // so the page stays where it was
        }
        Assert.Contains("Yhteensä 2", await page.Text(), StringComparison.Ordinal);
        Assert.Equal("1", await page.GetByLabel("opiskelijat", Exact).InputValueAsync());
        Assert.Empty(await Entries(occurrence));
        await page.Press("Tallenna luvut");
        Assert.Equal("""{"groups":1,"students":1}""", Assert.Single(await Entries(occurrence)).GetProperty("counts").GetRawText());
    }

    [Fact]
    public async Task A_tally_taken_without_a_network_is_stored_once_when_it_returns()
    {
        var occurrence = await there.Plan($"Kellarissa {SomethingToSee.NewId()[^6..]}", SomethingToSee.Today.AddDays(1).ToDateTime(new(12, 0)), 60);
        var page = await chromium.Open(system.Address, width: 320, script: true);
        await page.SignIn(system.Facilitator, $"/fi/kivenkolo/count/{occurrence}");
        await page.Context.SetOfflineAsync(true);
        for (var i = 0; i < 4; i++) await page.Press("Yksi lisää: asukkaat ja kävijät");
        Assert.Equal("asukkaat ja kävijät: 4. Yhteensä 4", await page.Locator("#tally-said[role=status]").TextContentAsync());
        await page.Press("Yksi pois: asukkaat ja kävijät");
        await page.Press("Tallenna luvut");
        await page.Press("Tallenna luvut");
        await page.GetByText("Odottaa lähettämistä: 1").WaitForAsync();
        await page.Keep("tally-offline");
        Assert.Empty(await Entries(occurrence));

        await page.Context.SetOfflineAsync(false);
        await page.Locator(".done").GetByText("Yhteensä 3").WaitForAsync();
        var entry = Assert.Single(await Entries(occurrence));
        Assert.Equal((3, 1), (entry.GetProperty("count").GetInt32(), entry.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task What_was_tapped_and_never_saved_is_there_again_on_a_reload_without_a_network_and_is_sent_when_it_returns()
    {
        var occurrence = await there.Plan($"Metsäretki {SomethingToSee.NewId()[^6..]}", SomethingToSee.Today.AddDays(1).ToDateTime(new(12, 0)), 60);
        var page = await chromium.Open(system.Address, width: 320, script: true);
        await page.SignIn(system.Facilitator, $"/fi/kivenkolo/count/{occurrence}");
        await Eventually.Become(() =>
            page.EvaluateAsync<bool>("async () => !!navigator.serviceWorker.controller && !!await caches.match(location.href)"), "the page is kept");
        await page.Context.SetOfflineAsync(true);
        for (var i = 0; i < 3; i++) await page.Press("Yksi lisää: asukkaat ja kävijät");

        await page.ReloadAsync();
        Assert.Equal("3", await page.GetByLabel("asukkaat ja kävijät", Exact).InputValueAsync());
        Assert.Contains("Lukuja ei ole vielä tallennettu.", await page.Text(), StringComparison.Ordinal);
        await page.Keep("tally-reloaded-offline");
        await page.Press("Yksi lisää: ryhmät");
        await page.Press("Tallenna luvut");
        await page.GetByText("Odottaa lähettämistä: 1").WaitForAsync();
        Assert.Empty(await Entries(occurrence));

        await page.Context.SetOfflineAsync(false);
        await page.GetByText("Tallennettu. Yhteensä 4").WaitForAsync();
        Assert.Equal("""{"clients":3,"groups":1}""", Assert.Single(await Entries(occurrence)).GetProperty("counts").GetRawText());
    }

    [Fact]
    public async Task The_phone_keeps_the_counting_pages_alone_without_name_and_token_and_signing_out_forgets_them()
    {
        var page = await chromium.Open(system.Address, script: true);
        await page.SignIn(system.Coordinator, $"/fi/kivenkolo/count/{there.Ended}");
        await Eventually.Become(() =>
            page.EvaluateAsync<bool>("async () => !!navigator.serviceWorker.controller && !!await caches.match(location.href)"), "the page is kept");
        foreach (var path in (string[])["/fi/kivenkolo/hours", "/fi/kivenkolo/messages", "/fi/kivenkolo"]) await page.Visit(path);
        var kept = await page.EvaluateAsync<string[]>("""
            async () => (await Promise.all((await caches.keys()).map(async name =>
                (await (await caches.open(name)).keys()).map(kept => new URL(kept.url).pathname)))).flat()
            """);
        Assert.All(kept, path => Assert.True(path == $"/fi/kivenkolo/count/{there.Ended}" || path.StartsWith("/assets/", StringComparison.Ordinal), path));
        var copy = await page.EvaluateAsync<string>($"async () => (await caches.match('/fi/kivenkolo/count/{there.Ended}')).text()");
        Assert.Contains("data-tally", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("Olet kirjautunut", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("__RequestVerificationToken", copy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", await page.EvaluateAsync<string>(
            $"async () => (await caches.match('/fi/kivenkolo/count/{there.Ended}')).headers.get('Content-Security-Policy')"), StringComparison.Ordinal);

        await page.Press("Kirjaudu ulos");
        await Eventually.Become(async () => (await page.EvaluateAsync<string[]>("caches.keys()")).Length == 0, "nothing is kept");
    }

    [Fact]
    public async Task Of_two_phones_the_one_that_is_behind_overwrites_nothing_and_its_person_chooses()
    {
        var occurrence = await there.Plan($"Kahdella puhelimella {SomethingToSee.NewId()[^6..]}", SomethingToSee.Today.AddDays(1).ToDateTime(new(15, 0)), 60);
        var path = $"/fi/kivenkolo/count/{occurrence}";
        var behind = await chromium.Open(system.Address, width: 320, script: true);
        await behind.SignIn(system.Facilitator, path);
        await behind.Context.SetOfflineAsync(true);
        for (var i = 0; i < 2; i++) await behind.Press("Yksi lisää: opiskelijat");
        await behind.Press("Tallenna luvut");
        await behind.GetByText("Odottaa lähettämistä: 1").WaitForAsync();

        await using var another = await behind.Context.Browser!.NewContextAsync(new() { BaseURL = system.Address.ToString(), JavaScriptEnabled = false });
        var other = await another.NewPageAsync();
        await other.SignIn(system.Coordinator, path);
        await other.GetByLabel("opiskelijat", Exact).FillAsync("7");
        await other.Press("Tallenna luvut");
        Assert.Contains("Yhteensä 7", await other.Text(), StringComparison.Ordinal);

        await behind.Context.SetOfflineAsync(false);
        await behind.GetByText("Joku muu on korjannut lukuja").First.WaitForAsync();
        Assert.Equal(["opiskelijat", "7", "2"], await behind.Locator("#tally-conflict tr").Filter(new() { HasText = "opiskelijat" }).Locator("th, td")
            .AllInnerTextsAsync());
        await behind.Keep("tally-conflict");
        Assert.Equal(7, Assert.Single(await Entries(occurrence)).GetProperty("count").GetInt32());
        await behind.Press("Tallenna minun lukuni");
        await behind.GetByText("Tallennettu. Yhteensä 2").WaitForAsync();
        await behind.GetByText("Korjauksia: 1").ClickAsync();
        Assert.Contains("vetäjä", await behind.Text(), StringComparison.Ordinal);
        Assert.Contains("Ennen: opiskelijat 7", await behind.Text(), StringComparison.Ordinal);
        await behind.Keep("tally-corrections");

        // The other way round, without a script: what the house has is kept.
        await other.GetByLabel("opiskelijat", Exact).FillAsync("9");
        await other.Press("Tallenna luvut");
        Assert.Contains("Joku muu on korjannut lukuja", await other.Text(), StringComparison.Ordinal);
        await other.GetByText("Pidä nyt kirjatut luvut").ClickAsync();
        Assert.Equal("2", await other.GetByLabel("opiskelijat", Exact).InputValueAsync());
        Assert.Equal(2, Assert.Single(await Entries(occurrence)).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task The_coordinator_chooses_what_is_counted()
    {
        var code = $"pets-{SomethingToSee.NewId()[^6..]}";
        var page = await chromium.Open(system.Address, width: 320);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo/categories");
        await page.Keep("categories");
        await page.Locator("[id='new.code']").FillAsync("Kissat");
        await page.Press("Tallenna");
        Assert.StartsWith("Virhe: ", await page.TitleAsync(), StringComparison.Ordinal);
        await page.Locator("[id='new.code']").FillAsync(code);
        await page.Locator("[id='new.fi']").FillAsync($"lemmikit {code}");
        await page.Press("Tallenna");
        Assert.Contains("Tallennettu.", await page.Text(), StringComparison.Ordinal);
        await page.Visit($"/fi/kivenkolo/count/{there.Ended}");
        Assert.Equal($"lemmikit {code}", await page.Locator(".tally label").Last.TextContentAsync());

        await page.Visit("/fi/kivenkolo/categories");
        await page.Locator($"[id='{code}.counted']").UncheckAsync();
        await page.Press("Tallenna");
        await page.Visit($"/fi/kivenkolo/count/{there.Ended}");
        Assert.Equal(0, await page.GetByText($"lemmikit {code}").CountAsync());
    }
}
