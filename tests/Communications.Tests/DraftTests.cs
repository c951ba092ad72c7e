using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Communications.Tests;

public sealed class DraftTests(House house) : IClassFixture<House>
{
    private const string Refused = "urn:kivenkolo:communications:";

    [Fact]
    public async Task A_published_week_is_drafted_and_says_which_promised_language_is_missing()
    {
        var title = new LocalizedText([new("fi", "Tee-iltapäivä"), new("sv", "Teeftermiddag"), new("en", "Tea afternoon")]);
        var draft = await house.Drafted(House.Week(house.Space, "2026-W01", 1, House.Occurrence(House.InFour("Bingo")), House.Occurrence(title)));

        var message = await Get(draft);

        Assert.Equal("weekly", message.GetProperty("kind").GetString());
        Assert.Equal("draft", message.GetProperty("state").GetString());
        Assert.Equal("2026-W01", message.GetProperty("week").GetString());
        Assert.Equal(["fi-simple"], Strings(message.GetProperty("missing")));
        Assert.Equal(["en", "fi", "sv"], message.GetProperty("subject").EnumerateObject().Select(variant => variant.Name));
        Assert.Contains("Bingo sv", message.GetProperty("body").GetProperty("sv").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_published_again_renews_the_draft_and_an_older_version_does_not()
    {
        var draft = await house.Drafted(House.Week(house.Space, "2026-W02", 2, House.Occurrence(House.InFour("Toinen"))));

        await house.Heard(House.Week(house.Space, "2026-W02", 1, House.Occurrence(House.InFour("Ensimmäinen"))));
        Assert.Contains("Toinen fi", await Body(draft, "fi"), StringComparison.Ordinal);
        await house.Heard(House.Week(house.Space, "2026-W02", 3, House.Occurrence(House.InFour("Kolmas"))));
        Assert.Contains("Kolmas fi", await Body(draft, "fi"), StringComparison.Ordinal);
        Assert.Equal(1L, await house.Service.Scalar("select count(*) from messages where week = '2026-W02'"));
    }

    [Fact]
    public async Task A_draft_that_a_person_has_edited_is_left_alone()
    {
        var draft = await house.Drafted(House.Week(house.Space, "2026-W03", 1, House.Occurrence(House.InFour("Levyraati"))));
        using var edited = await Write(draft, "fi", "Oma otsikko", "Oma teksti");

        await house.Heard(House.Week(house.Space, "2026-W03", 2, House.Occurrence(House.InFour("Darts"))));

        Assert.Equal("Oma teksti", await Body(draft, "fi"));
        Assert.Contains("Levyraati sv", await Body(draft, "sv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_edit_what_they_both_read_the_second_hears_that_it_has_changed()
    {
        var draft = await house.Drafted(House.Week(house.Space, "2026-W05", 1, House.Occurrence(House.InFour("Kävely"))));
        using var coordinator = house.Service.AsCoordinator();
        using var read = await coordinator.GetAsync(new Uri(draft, UriKind.Relative));
        var etag = read.Headers.ETag!.ToString();

        using var first = await Write(draft, "sv", "Första", "Text", etag);
        using var second = await Write(draft, "sv", "Andra", "Text", etag);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.NotEqual(etag, first.Headers.ETag!.ToString());
        Assert.Equal(Refused + "version-changed", await House.Problem(second, HttpStatusCode.PreconditionFailed));
        Assert.Equal("Första", (await Get(draft)).GetProperty("subject").GetProperty("sv").GetString());
        using var third = await Write(draft, "sv", "Tredje", "Text", first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Without_a_promised_language_it_is_published_with_a_reason_only_and_the_reason_is_kept()
    {
        var draft = await house.Drafted(House.Week(house.Space, "2026-W06", 1, House.Occurrence(new LocalizedText("fi", "Leivonta"))));

        using var refused = await Publish(draft, new { });
        Assert.Equal(Refused + "promised-language-missing", await House.Problem(refused, HttpStatusCode.Conflict));
        using var published = await Publish(draft, new { reasonForMissing = "Kääntäjä on lomalla." });
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);

        var message = await Get(draft);
        Assert.Equal("published", message.GetProperty("state").GetString());
        Assert.Equal("Kääntäjä on lomalla.", message.GetProperty("reasonForMissing").GetString());
        Assert.Equal(["fi-simple", "sv"], Strings(message.GetProperty("missing")));
        using var edited = await Write(draft, "sv", "För sent", "För sent");
        Assert.Equal(Refused + "message-already-published", await House.Problem(edited, HttpStatusCode.Conflict));
        using var again = await Publish(draft, new { });
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task The_missing_language_written_by_a_person_opens_the_gate()
    {
        var draft = await house.Drafted(House.Week(house.Space, "2026-W07", 1, House.Occurrence(House.InFour("Puutarha").With("fi-simple", null))));
        using var written = await Write(draft, "FI-Simple", "Viikko 7", "Tule puutarhaan.");
        Assert.Empty(Strings((await House.Read(written)).GetProperty("missing")));

        using var published = await Publish(draft, new { });

        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        Assert.Equal(JsonValueKind.Null, (await House.Read(published)).GetProperty("reasonForMissing").ValueKind);
    }

    [Fact]
    public async Task A_refusal_speaks_the_readers_language()
    {
        var draft = await house.Drafted(House.Week(house.Space, "2026-W08", 1, House.Occurrence(new LocalizedText("fi", "Leivonta"))));
        foreach (var (language, title) in new[] { ("fi", "Viestistä puuttuu"), ("sv", "Ett utlovat språk"), ("en", "A promised language"),
            ("ckb", "Viestistä puuttuu") })
        {
            using var coordinator = house.Service.AsCoordinator();
            coordinator.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            using var refused = await coordinator.PostAsJsonAsync($"{draft}/publication", new { });
            Assert.StartsWith(title, (await House.Read(refused)).GetProperty("title").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_list_comes_in_pages_newest_first_and_by_state()
    {
        var space = await house.Service.OpenSpace("toinen");
        for (var week = 1; week <= 5; week++) await house.Drafted(House.Week(space, $"2027-W0{week}", 1, House.Occurrence(House.InFour("Bingo"))));
        using var viewer = house.Service.As(Role.Viewer, "toinen");

        var (weeks, next) = (new List<string?>(), "");
        do
        {
            var page = await viewer.GetFromJsonAsync<JsonElement>($"/api/communications/v1/spaces/toinen/messages?state=draft&limit=2{next}");
            weeks.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("week").GetString()));
            next = page.GetProperty("next").GetString() is { } after ? $"&after={after}" : null;
        } while (next is not null);

        Assert.Equal(["2027-W05", "2027-W04", "2027-W03", "2027-W02", "2027-W01"], weeks);
        var published = await viewer.GetFromJsonAsync<JsonElement>("/api/communications/v1/spaces/toinen/messages?state=published");
        Assert.Empty(published.GetProperty("items").EnumerateArray());
    }

    private static string?[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString())];

    private async Task<JsonElement> Get(string draft)
    {
        using var coordinator = house.Service.AsCoordinator();
        return await coordinator.GetFromJsonAsync<JsonElement>(draft);
    }

    private async Task<string> Body(string draft, string language) => (await Get(draft)).GetProperty("body").GetProperty(language).GetString()!;

    private async Task<HttpResponseMessage> Write(string draft, string language, string subject, string body, string? etag = null)
    {
        using var editor = house.Service.As(Role.Editor);
        if (etag is not null) editor.DefaultRequestHeaders.Add("If-Match", etag);
        return await editor.PutAsJsonAsync($"{draft}/variants/{language}", new { subject, body });
    }

    private async Task<HttpResponseMessage> Publish(string draft, object body)
    {
        using var coordinator = house.Service.AsCoordinator();
        return await coordinator.PostAsJsonAsync($"{draft}/publication", body);
    }
}
