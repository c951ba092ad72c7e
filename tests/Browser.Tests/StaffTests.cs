using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Kivenkolo.Browser;

/// <summary>The coordinator and the resident facilitator at work, without JavaScript.</summary>
public sealed partial class StaffTests(House house)
{
    private readonly RunningSystem system = house.System;
    private readonly Chromium chromium = house.Chromium;
    private readonly SomethingToSee there = house.There;

    [Fact]
    public async Task An_activity_is_planned_changed_from_a_date_on_and_one_of_its_times_is_moved()
    {
        var title = $"Kitarapiiri {SomethingToSee.NewId()[^6..]}";
        var first = SomethingToSee.Today.AddDays(21);
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo/plan");
        await page.GetByText("Uusi toiminta").ClickAsync();
        await page.Press("Tallenna");
        Assert.Contains("Täytä tämä kohta", await page.Text(), StringComparison.Ordinal);

        await page.Locator("#title-fi").FillAsync(title);
        await page.GetByLabel("Ensimmäinen päivä").FillAsync(first.Iso());
        await page.GetByLabel("Kello").FillAsync("16:00");
        // Or it would be in every week that others look at.
        await page.GetByLabel("Viimeinen päivä").FillAsync(first.AddDays(28).Iso());
        await page.GetByLabel("Ei tarvitse ilmoittautua").UncheckAsync();
        await page.GetByLabel("Kuinka monta mahtuu?").FillAsync("0");
        await page.GetByText("Kielet ja järjestäjä").ClickAsync();
        await page.GetByLabel("ukraina", Exact).CheckAsync();
        await page.Locator("#runBy").SelectOptionAsync("resident");
        await page.Locator("summary", new() { HasText = "Asiasanat" }).ClickAsync();
        await page.GetByLabel("Lisää asiasanoja").FillAsync("musiikki");
        await page.Press("Tallenna");
        Assert.Contains("Kirjoita luku väliltä 1–1000", await page.Text(), StringComparison.Ordinal);
        Assert.Contains("Kirjoita tunnukset näin", await page.Text(), StringComparison.Ordinal);
        await page.Keep("plan-wrong");
        await page.GetByLabel("Kuinka monta mahtuu?").FillAsync("12");
        await page.GetByLabel("Lisää asiasanoja").FillAsync("yso:p1808");
        await page.Keep("plan-new");
        await page.Press("Tallenna");
        Assert.Contains("Tallennettu.", await page.Text(), StringComparison.Ordinal);
        await page.GetByText(title).ClickAsync();
        await page.Keep("plan-change");
        await page.SetViewportSizeAsync(320, 800);
        await page.Keep("plan-change-320");
        await page.SetViewportSizeAsync(1280, 800);
        Assert.True(await page.GetByLabel("Joka viikko").IsCheckedAsync());
        Assert.Equal(("12", "resident"), (await page.GetByLabel("Kuinka monta mahtuu?").InputValueAsync(), await page.Locator("#runBy").InputValueAsync()));

        await page.GetByText("Muuta tietystä päivästä alkaen").ClickAsync();
        await page.GetByLabel("Mistä päivästä alkaen?").FillAsync(first.AddDays(14).Iso());
        await page.GetByLabel("Kello").FillAsync("17:30");
        await page.Press("Tallenna");

        Assert.Equal("16.00", await StartIn(first));
        Assert.Contains("asukas", await page.Locator("dl.facts").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByText("Muuta vain tätä kertaa").ClickAsync();
        await page.GetByLabel("Kello").FillAsync("18:00");
        await page.GetByLabel("Muu paikka").FillAsync("Tori");
        await page.GetByLabel("Tiedote tästä kerrasta").FillAsync("Poikkeuksellisesti illalla");
        await page.Keep("plan-move");
        await page.Press("Siirrä tämä kerta");
        Assert.Contains("Tallennettu.", await page.Text(), StringComparison.Ordinal);
        Assert.Contains("Poikkeuksellisesti illalla", await page.Text(), StringComparison.Ordinal);
        Assert.Equal("18.00", await StartIn(first));
        await page.GetByText("Muuta vain tätä kertaa").ClickAsync();
        await page.GetByLabel("Kello").FillAsync("18:30");
        await page.Press("Siirrä tämä kerta");
        Assert.Contains("Tori", await page.Text(), StringComparison.Ordinal);
        Assert.Equal("18.30", await StartIn(first));
        Assert.Equal("16.00", await StartIn(first.AddDays(7)));
        Assert.Equal("17.30", await StartIn(first.AddDays(14)));

        // Opens the occurrence in the week of a day and says when it begins.
        async Task<string> StartIn(DateOnly day)
        {
            await page.GotoAsync($"/fi/kivenkolo/week/{SomethingToSee.Week(day.ToDateTime(default))}");
            await page.Locator(".happening").Filter(new() { HasText = title }).GetByRole(AriaRole.Link).First.ClickAsync();
            return (await page.Locator(".time-inline bdi").First.InnerTextAsync()).Split('–')[0];
        }
    }

    [Fact]
    public async Task A_room_is_named_and_what_would_clash_there_says_with_what_and_leads_to_a_free_time()
    {
        var (room, title) = ($"Sali {SomethingToSee.NewId()[^6..]}", $"Kuoro {SomethingToSee.NewId()[^6..]}");
        var first = SomethingToSee.Today.AddDays(30);
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo/plan/rooms");
        await page.GetByText("Lisää tila").ClickAsync();
        await page.Locator("#name-fi").FillAsync(room);
        await page.Press("Tallenna");
        Assert.Contains("Tallennettu.", await page.Text(), StringComparison.Ordinal);
        await page.GetByText(room).ClickAsync();
        await page.Locator("#name-sv").FillAsync($"{room} på svenska");
        await page.Press("Tallenna");
        await page.Keep("rooms");

        await Plan(title, "16:00");
        await Plan("Toinen", "16:30");
        Assert.Contains($"Varattu jo: {room} {first.Day}.{first.Month}.{first.Year} klo 16.00–17.30 ({title}).", await page.Text(), StringComparison.Ordinal);
        await page.Keep("plan-clash");
        await page.GetByText("Etsi vapaa aika").ClickAsync();
        Assert.Equal((first.Iso(), "90"), (await page.Locator("#from").InputValueAsync(), await page.Locator("#minutes").InputValueAsync()));
        await page.Keep("free-times");
        await page.GetByRole(AriaRole.Link, new() { Name = "17.30–21.00" }).First.ClickAsync();
        Assert.Equal((first.Iso(), "17:30"), (await page.Locator("#firstDate").InputValueAsync(), await page.Locator("#start").InputValueAsync()));
        await page.Locator("#title-fi").FillAsync("Toinen");
        await page.Press("Tallenna");
        Assert.Contains("Tallennettu.", await page.Text(), StringComparison.Ordinal);

        async Task Plan(string name, string start)
        {
            await page.GotoAsync("/fi/kivenkolo/plan/new");
            await page.Locator("#title-fi").FillAsync(name);
            await page.GetByLabel("Yhden kerran").CheckAsync();
            await page.GetByLabel("Ensimmäinen päivä").FillAsync(first.Iso());
            await page.GetByLabel("Kello").FillAsync(start);
            await page.Locator("#placeId").SelectOptionAsync(new SelectOptionValue { Label = room });
            await page.Press("Tallenna");
        }
    }

    [Fact]
    public async Task The_facilitator_words_an_idea_records_the_decision_and_its_experiment_is_in_the_week()
    {
        var title = $"Äänikirjapiiri {SomethingToSee.NewId()[^6..]}";
        var first = SomethingToSee.Today.AddDays(14);
        await there.Post(Path("participation", "ideas"), new { text = $"Haluan kuunnella kirjoja. {title}", language = "fi" });

        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Facilitator, "/fi/kivenkolo/house-meeting");
        await page.GetByText("Pidä kokous").ClickAsync();
        var item = page.Locator("li.entry").Filter(new() { HasText = title });
        await item.GetByLabel("Asia").FillAsync(title);
        await item.GetByRole(AriaRole.Button, new() { Name = "Tallenna" }).ClickAsync();
        await page.Keep("run-meeting");
        await page.Locator("li.entry").Filter(new() { Has = page.Locator("h3", new() { HasText = title }) }).GetByText("Kirjaa päätös").ClickAsync();

        await page.GetByLabel("Mitä päätettiin?").FillAsync($"Kokeillaan: {title}.");
        await page.GetByLabel("Päätöksestä alkaa kokeilu").CheckAsync();
        await page.Press("Kirjaa päätös");
        Assert.Contains("Täytä tämä kohta", await page.Text(), StringComparison.Ordinal);
        await page.Keep("decision-error");

        await page.GetByLabel("Kokeilun nimi").FillAsync(title);
        await page.GetByLabel("Ensimmäinen päivä").FillAsync(first.Iso());
        await page.Press("Kirjaa päätös");
        Assert.Contains($"Kokeillaan: {title}.", await page.Text(), StringComparison.Ordinal);

        await Eventually.Become(async () =>
        {
            await page.GotoAsync($"/fi/kivenkolo/week/{SomethingToSee.Week(first.ToDateTime(default))}");
            var happening = page.Locator(".happening").Filter(new() { HasText = title });
            return await happening.CountAsync() == 1 && (await happening.InnerTextAsync()).Contains("Talokokouksen päätös", StringComparison.Ordinal);
        }, "the experiment is in the week with its decision");
    }

    [Fact]
    public async Task The_facilitator_may_not_open_what_is_the_coordinators()
    {
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Facilitator, "/fi/kivenkolo");
        await page.Visit("/fi/kivenkolo/partners", status: 403);
        Assert.Contains("Et voi avata tätä sivua", await page.Text(), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByText("Ehdotukset", new() { Exact = true }).CountAsync());
    }

    [Fact]
    public async Task Someone_who_asks_is_taken_out_of_the_list_of_those_who_come()
    {
        var occurrence = await there.PlanPlaces($"Retki {SomethingToSee.NewId()[^6..]}", SomethingToSee.Today.AddDays(3).ToDateTime(new(12, 0)), 5);
        await there.SignUp(occurrence, "Kaisla");
        await there.SignUp(occurrence, "Kanerva");
        var page = await chromium.Open(system.Address, width: 320);
        await page.SignIn(system.Facilitator, $"/fi/kivenkolo/occurrences/{occurrence}/registrations");
        await page.Locator("tr").Filter(new() { HasText = "Kaisla" }).Locator("summary").ClickAsync();
        await page.Keep("take-out");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Poista listalta ?: Kaisla$") }).ClickAsync();
        Assert.Contains("Ilmoittautuminen on poistettu.", await page.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("Kaisla", await page.Text(), StringComparison.Ordinal);
        Assert.Contains("Kanerva", await page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tally_outlives_a_session_that_ends_and_is_sent_after_the_next_sign_in()
    {
        var occurrence = await there.Plan($"Pitkä päivä {SomethingToSee.NewId()[^6..]}", SomethingToSee.Today.AddDays(1).ToDateTime(new(14, 0)), 60);
        var page = await chromium.Open(system.Address, width: 320, script: true);
        var path = $"/fi/kivenkolo/count/{occurrence}";
        await page.SignIn(system.Facilitator, path);
        await page.Context.ClearCookiesAsync();
        await page.Press("Yksi lisää: kumppanit");
        await page.Press("Tallenna luvut");
        await page.GetByText("Kirjaudu uudelleen, niin luvut lähtevät.").WaitForAsync();
        Assert.Empty(await Entries(occurrence));

        await page.SignIn(system.Facilitator, path);
        await page.Locator(".done").GetByText("Yhteensä 1").WaitForAsync();
        Assert.Single(await Entries(occurrence));
        Assert.Equal("{}", await page.EvaluateAsync<string>("localStorage.getItem('kivenkolo-tallies')"));
    }

    [Fact]
    public async Task A_history_file_is_looked_at_first_and_brought_in_once_and_years_of_different_scope_are_not_compared()
    {
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo/impact/import");
        await Look("from;to;count\n1.1.2019;31.12.2019;1 234\n1.1.2018;31.13.2018;5\n");
        Assert.Contains("Virheellisiä rivejä: 1", await page.Text(), StringComparison.Ordinal);
        Assert.Contains("Kirjoita päivä näin: 31.12.2024", await page.Text(), StringComparison.Ordinal);
        await page.Keep("history-wrong");
        await Look("from;to;count\n1.1.2019;31.12.2019;1 234\n");
        Assert.Contains("Mitään ei ole vielä tallennettu.", await page.Text(), StringComparison.Ordinal);
        await page.Press("Tuo luvut");
        Assert.Contains("Luvut on tuotu.", await page.Text(), StringComparison.Ordinal);
        await Look("from;to;count\n1.1.2019;31.12.2019;1234\n");
        Assert.Contains("Ennallaan: 1", await page.Text(), StringComparison.Ordinal);

        await page.Visit("/fi/kivenkolo/impact/exact?period=year&from=2019-01-01&to=2024-12-31&compare=2024-01-01&with=2019-01-01", status: 422);
        Assert.Contains("Lukuja ei voi verrata, koska ne eivät laske samaa.", await page.Text(), StringComparison.Ordinal);
        Assert.Contains("1.1.2019–31.12.2019: ei kerrottu, mitä laskettiin", await page.Text(), StringComparison.Ordinal);
        await page.Keep("exact");

        async Task Look(string file)
        {
            await page.Locator("#file")
                .SetInputFilesAsync(new FilePayload { Name = "historia.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(file) });
            await page.Press("Katso ensin");
        }
    }

    private static readonly PageGetByLabelOptions Exact = new() { Exact = true };

    private async Task<JsonElement[]> Entries(string occurrence) =>
        [.. (await there.Operator.GetFromJsonAsync<JsonElement>(new Uri(Path("calendar", $"headcounts?from={SomethingToSee.Today.Iso()}&limit=100"),
            UriKind.Relative)))
            .GetProperty("items").EnumerateArray()
                .Where(entry => entry.GetProperty("occurrenceId").ValueKind == JsonValueKind.String && entry.GetProperty("occurrenceId")
                .GetString() == occurrence)];

    [Fact]
    public async Task A_cancelled_occurrence_says_so_at_once()
    {
        var occurrence = await there.Plan($"Peruttava {SomethingToSee.NewId()[^6..]}", SomethingToSee.Today.AddDays(2).ToDateTime(new(10, 0)), 60);
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, $"/fi/kivenkolo/occurrences/{occurrence}");
        await page.GetByText("Peru tämä kerta").ClickAsync();
        await page.GetByLabel("Miksi tämä perutaan?").FillAsync("Vesi on poikki.");
        await page.Press("Peru");
        Assert.Contains("Peruttu", await page.Text(), StringComparison.Ordinal);
        Assert.Contains("Vesi on poikki.", await page.Text(), StringComparison.Ordinal);
        await page.Keep("cancelled");
    }

    [Fact]
    public async Task The_code_on_the_poster_leads_to_the_feedback_form()
    {
        var page = await chromium.Open(system.Address, script: true);
        var path = $"/fi-simple/kivenkolo/answer/{await there.Form}";
        await page.SignIn(system.Coordinator, $"{path}/qr");
        Assert.Equal([new Uri(system.Address, path).ToString()], await page.ReadCodes("poster"));

        await page.EvaluateAsync("document.querySelector('.code path').setAttribute('d', 'M0 0h9v9h-9z')");
        Assert.Empty(await page.ReadCodes("poster-without-code"));
    }

    [Fact]
    public async Task A_message_is_written_in_each_language_and_published()
    {
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo/messages");
        var draft = await Eventually.Get(async () =>
        {
            var messages = await there.Operator.GetFromJsonAsync<JsonElement>(new Uri(Path("communications", "messages?state=draft"), UriKind.Relative));
            return messages.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString()).FirstOrDefault();
        }, "the published week has a draft");
        await page.Visit($"/fi/kivenkolo/messages/{draft}");
        await page.Keep("message");
        var subject = $"Programmet {SomethingToSee.NewId()[^6..]}";
        await page.Locator("#subject-sv").FillAsync(subject);
        await page.Locator("#body-sv").FillAsync("Välkommen till huset!");
        await page.Press("Tallenna ruotsiksi");
        Assert.Equal(subject, await page.Locator("#subject-sv").InputValueAsync());
        if (await page.Locator("#reasonForMissing").CountAsync() > 0) await page.Locator("#reasonForMissing").FillAsync("Selkokieli tulee myöhemmin");
        await page.Press("Julkaise viesti");
        Assert.Contains("Viesti on julkaistu.", await page.Text(), StringComparison.Ordinal);
        await page.Visit("/sv/kivenkolo/news");
        Assert.Contains(subject, await page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_closes_the_pages_of_staff()
    {
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/sv/kivenkolo/partners");
        await page.Press("Logga ut");
        await page.GotoAsync("/sv/kivenkolo/partners");
        Assert.Contains("/account/login", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_is_in_one_cookie_that_no_script_reads()
    {
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo");
        Assert.All((await page.Context.CookiesAsync()).Where(c => c.Name.Contains("staff", StringComparison.Ordinal)), cookie =>
        {
            Assert.True(cookie.HttpOnly);
            Assert.Equal(SameSiteAttribute.Lax, cookie.SameSite);
        });
    }

    private static string Path(string service, string rest) => $"/api/{service}/v1/spaces/kivenkolo/{rest}";
}
