using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using Kivenkolo.Contracts;

namespace Kivenkolo.Communications.Tests;

public sealed class NewsTests(House house) : IClassFixture<House>
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task The_news_come_in_pages_newest_first_and_drafts_are_not_among_them()
    {
        var space = await house.Service.OpenSpace("sivut");
        await house.Heard(House.Week(space, "2026-W48", 1, House.Occurrence(House.InFour("Luonnos"))));
        for (var i = 1; i <= 5; i++) await house.Heard(House.Cancellation(space, House.InFour($"Numero {i}")));
        using var resident = house.Service.Client();

        var (subjects, next) = (new List<string>(), "");
        do
        {
            var page = await resident.GetFromJsonAsync<JsonElement>($"/api/communications/v1/spaces/sivut/news?limit=2{next}");
            subjects.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("subject").GetProperty("fi").GetString()![..17]));
            next = page.GetProperty("next").GetString() is { } after ? $"&after={after}" : null;
        } while (next is not null);

        Assert.Equal(["Peruttu: Numero 5", "Peruttu: Numero 4", "Peruttu: Numero 3", "Peruttu: Numero 2", "Peruttu: Numero 1"], subjects);
    }

    [Fact]
    public async Task A_message_is_read_by_everyone_once_it_is_published_and_not_before()
    {
        var draft = await house.Drafted(House.Week(house.Space, "2026-W50", 1, House.Occurrence(House.InFour("Bingo"))));
        var address = draft.Replace("/messages/", "/news/", StringComparison.Ordinal) + "?language=ckb";
        using var resident = house.Service.Client();
        using var early = await resident.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal("urn:kivenkolo:communications:message-unknown", await House.Problem(early, HttpStatusCode.NotFound));
        using var coordinator = house.Service.AsCoordinator();
        await coordinator.PostAsJsonAsync($"{draft}/publication", new { });

        var item = await resident.GetFromJsonAsync<JsonElement>(address);

        Assert.Equal("fi", item.GetProperty("language").GetString());
        Assert.Equal("2026-W50", item.GetProperty("week").GetString());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("after=1", "after")]
    [InlineData("after=99999999999999999999-0", "after")]
    [InlineData("language=%20", "language")]
    [InlineData("language=fi_FI", "language")]
    public async Task A_bad_parameter_is_named(string query, string field)
    {
        using var resident = house.Service.Client();
        using var refused = await resident.GetAsync(new Uri($"{House.Api}/news?{query}", UriKind.Relative));

        Assert.Equal("urn:kivenkolo:api:request-invalid", await House.Problem(refused, HttpStatusCode.BadRequest));
        Assert.True((await House.Read(refused)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task The_feed_is_valid_Atom_in_the_readers_language_and_is_not_sent_twice()
    {
        var space = await house.Service.OpenSpace("syote");
        using var reader = house.Service.Client();
        using var empty = await reader.GetAsync(new Uri("/feeds/syote/news.sv.atom", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, empty.StatusCode);
        await house.Heard(House.Cancellation(space, House.InFour("Bingo <&> \uFFFE")));
        await house.Heard(House.Cancellation(space, new LocalizedText("fi", "Vain suomeksi")));

        using var answer = await reader.GetAsync(new Uri("/feeds/syote/news.sv.atom", UriKind.Relative));
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;

        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.NotEqual(empty.Headers.ETag, answer.Headers.ETag);
        Assert.Equal(Atom + "feed", feed.Name);
        Assert.Equal("sv", feed.Attribute(XNamespace.Xml + "lang")!.Value);
        Assert.StartsWith("urn:uuid:", feed.Element(Atom + "id")!.Value, StringComparison.Ordinal);
        Assert.Equal("Syote: Nyheter", feed.Element(Atom + "title")!.Value);
        Assert.Equal("Syote", feed.Element(Atom + "author")!.Element(Atom + "name")!.Value);
        Assert.Equal("http://localhost/feeds/syote/news.sv.atom", Link(feed, "self"));
        Assert.Equal("http://localhost/sv/syote/news", Link(feed, "alternate"));
        var entries = feed.Elements(Atom + "entry").ToArray();
        Assert.Equal(["fi", "sv"], entries.Select(entry => entry.Attribute(XNamespace.Xml + "lang")!.Value));
        Assert.Equal(2, entries.Select(entry => entry.Element(Atom + "id")!.Value).Distinct().Count());
        Assert.Equal(feed.Element(Atom + "updated")!.Value, entries[0].Element(Atom + "updated")!.Value);
        Assert.All(entries, entry =>
        {
            Assert.True(DateTimeOffset.TryParse(entry.Element(Atom + "updated")!.Value, System.Globalization.CultureInfo.InvariantCulture, out _));
            Assert.NotEmpty(entry.Element(Atom + "content")!.Value);
            Assert.StartsWith("http://localhost/sv/syote/news/", Link(entry, "alternate"), StringComparison.Ordinal);
        });
        Assert.StartsWith("Inställt: Bingo <&>", entries[1].Element(Atom + "title")!.Value, StringComparison.Ordinal);

        reader.DefaultRequestHeaders.Add("If-None-Match", answer.Headers.ETag!.ToString());
        using var again = await reader.GetAsync(new Uri("/feeds/syote/news.sv.atom", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task There_is_a_feed_in_each_of_the_spaces_languages_and_in_no_other()
    {
        using var reader = house.Service.Client();
        foreach (var language in new[] { "fi", "fi-simple", "sv", "en", "ar", "ckb" })
        {
            using var answer = await reader.GetAsync(new Uri($"/feeds/kivenkolo/news.{language}.atom", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        using var missing = await reader.GetAsync(new Uri("/feeds/kivenkolo/news.de.atom", UriKind.Relative));
        Assert.Equal("urn:kivenkolo:communications:feed-unknown", await House.Problem(missing, HttpStatusCode.NotFound));
    }

    private static string Link(XElement owner, string relation) =>
        owner.Elements(Atom + "link").Single(link => link.Attribute("rel")!.Value == relation).Attribute("href")!.Value;
}
