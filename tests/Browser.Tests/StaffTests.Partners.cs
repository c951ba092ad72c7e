using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Npgsql;

namespace Kivenkolo.Browser;

/// <summary>Partners: what they propose, and their own calendars.</summary>
public sealed partial class StaffTests
{
    [Fact]
    public async Task A_partners_proposal_is_read_and_accepted_and_comes_into_the_programme()
    {
        var title = $"Teehetki {SomethingToSee.NewId()[^6..]}";
        var date = SomethingToSee.Today.AddDays(7);
        using var partner = await system.Client(system.Partner, "proposals:write");
        await SomethingToSee.Propose(partner, title, date);

        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo/partners");
        await page.GetByText(title).ClickAsync();
        await page.Keep("proposal");
        await page.Press("Hyväksy ehdotus");
        Assert.Contains("Ehdotus on hyväksytty", await page.Text(), StringComparison.Ordinal);
        await Eventually.Become(async () =>
        {
            await page.GotoAsync($"/fi/kivenkolo/week/{SomethingToSee.Week(date.ToDateTime(default))}");
            return (await page.Text()).Contains(title, StringComparison.Ordinal);
        }, "what was accepted is in the week");
    }

    [Fact]
    public async Task A_partners_calendar_is_followed_and_its_owner_says_with_one_click_that_it_is_right()
    {
        // The house's own week is what is followed, so its page is read by the reader of foreign pages.
        var week = SomethingToSee.Week(SomethingToSee.Today);
        var address = $"{system.Address}fi/kivenkolo/week/{week}";
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, "/fi/kivenkolo/partners/organisations");
        await page.Locator("li.entry a").First.ClickAsync();
        var partner = new Uri(page.Url).AbsolutePath;
        await page.GetByLabel("Kalenterin osoite").FillAsync(address);
        await page.GetByLabel("Verkkosivu, jossa on JSON-LD").CheckAsync();
        await page.GetByLabel("Sähköposti, josta kysymme").FillAsync("kalenteri@partneri.example");
        await page.Press("Seuraa kalenteria");
        await Eventually.Become(async () =>
        {
            await page.GotoAsync(partner);
            return (await page.Text()).Contains("Luettu viimeksi", StringComparison.Ordinal);
        }, "the calendar is read");
        await page.Keep("partner");

        var source = (await Read("sources")).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("address").GetString() == address);
        var id = source.GetProperty("id").GetGuid();
        Assert.Equal(("fi", 0), (source.GetProperty("language").GetString(), source.GetProperty("findingCount").GetInt32()));
        var pulled = (await Read($"sources/{id}/events?limit=100")).GetProperty("items").EnumerateArray()
            .Select(one => one.GetProperty("title").GetProperty("fi").GetString());
        var own = (await Read($"weeks/{week}?language=fi")).GetProperty("occurrences").EnumerateArray()
            .Select(one => one.GetProperty("title").GetProperty("fi").GetString());
        Assert.Equal(own.Order(), pulled.Order());

        var token = await Ask(id);
        page = await chromium.Open(system.Address);
        await page.GotoAsync($"/fi/kivenkolo/calendar-check?token={token}");
        await page.Press("Kyllä, tiedot ovat oikein");
        Assert.Contains("Kiitos!", await page.Text(), StringComparison.Ordinal);

        page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, partner);
        Assert.Contains("kalenteri on oikein", await page.Text(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button).Filter(new() { HasText = $"Lopeta seuraaminen: {address}" }).ClickAsync();
        Assert.DoesNotContain(address, await page.Text(), StringComparison.Ordinal);

        Task<JsonElement> Read(string path) => there.Operator.GetFromJsonAsync<JsonElement>(new Uri(Path("calendar", path), UriKind.Relative));
    }

    /// <summary>Puts the question "still right?" to a calendar's owner, whom Calendar asks after a month; gives the token of the link.</summary>
    private async Task<string> Ask(Guid source)
    {
        var token = SomethingToSee.NewId();
        var servers = await system.Servers();
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = servers["POSTGRES_HOST"], Port = int.Parse(servers["POSTGRES_PORT"], CultureInfo.InvariantCulture), Username = servers["POSTGRES_USER"],
            Password = servers["POSTGRES_PASSWORD"], Database = "calendardb",
        });
        await using var ask = database.CreateCommand(
            "INSERT INTO source_questions (token_hash, space_id, source_id, expires_at) SELECT sha256($1::bytea), space_id, id, now() + interval '1 day' "
                + "FROM sources WHERE id = $2");
        ask.Parameters.Add(new() { Value = Encoding.UTF8.GetBytes(token) });
        ask.Parameters.Add(new() { Value = source });
        Assert.Equal(1, await ask.ExecuteNonQueryAsync());
        return token;
    }

    [Fact]
    public async Task A_partner_asks_on_the_page_for_its_link_and_proposes_without_an_account()
    {
        var address = $"{SomethingToSee.NewId()}@partner.example";
        var page = await chromium.Open(system.Address);
        await page.SignIn(system.Coordinator, $"/fi/kivenkolo/partners/organisations/{there.Organisation}");
        await page.GetByLabel("Yhteysosoite").FillAsync(address);
        await page.Locator("form[action$='/contact'] button").ClickAsync();
        Assert.Contains("Tallennettu.", await page.Text(), StringComparison.Ordinal);

        page = await chromium.Open(system.Address, width: 320);
        await page.Visit("/fi/kivenkolo");
        await page.GetByText("Järjestöt: ehdottakaa toimintaa").ClickAsync();
        await page.Press("Pyydä linkki");
        Assert.Contains("Mikä järjestö?: Valitse yksi vaihtoehto", await page.Text(), StringComparison.Ordinal);
        await page.Locator($"input[value='{there.Organisation}']").CheckAsync();
        await page.Press("Pyydä linkki");
        Assert.EndsWith("/propose/link/thanks", page.Url, StringComparison.Ordinal);
        var link = await Eventually.Get(async () => (await system.Mails()).Where(mail => mail.Contains(address, StringComparison.OrdinalIgnoreCase))
            .Select(MailLinks.Propose).FirstOrDefault(found => found is not null), "the mail with the link comes");
        await page.Visit(new Uri(link!).PathAndQuery);
        await page.GetByLabel("Toiminnan nimi").FillAsync("Runoaamu");
        await page.GetByLabel("Mitä siellä tehdään?").FillAsync("Luemme runoja.");
        await page.GetByLabel("Ensimmäinen päivä").FillAsync(SomethingToSee.Today.AddDays(9).Iso());
        await page.GetByLabel("Alkaa kello").FillAsync("10:00");
        await page.GetByLabel("suomi").CheckAsync();
        await page.Press("Lähetä ehdotus");
        Assert.Contains("/propose/thanks", page.Url, StringComparison.Ordinal);
    }
}
