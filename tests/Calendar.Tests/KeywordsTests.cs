using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Calendar.Keywords;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class KeywordsTests(CalendarService calendar)
{
    [Theory]
    [InlineData("yso:p4354")]
    [InlineData("http://www.yso.fi/onto/yso/p4354")]
    [InlineData("https://www.yso.fi/onto/yso/p4354")]
    public void A_keyword_is_read_by_its_id_or_its_address_and_kept_by_its_id(string text)
    {
        Assert.True(KeywordId.TryParse(text, null, out var keyword));
        Assert.Equal(("yso:p4354", "http://www.yso.fi/onto/yso/p4354"), (keyword.Id, keyword.Uri));
    }

    [Fact]
    public async Task What_an_activity_is_about_and_for_whom_is_shown_wherever_it_is()
    {
        var space = await calendar.OpenSpace();
        var id = await Plan(space, ["http://www.yso.fi/onto/yso/p1808", "yso:p14004"], ["yso:p4354"]);
        foreach (var shown in (JsonObject[])[await space.Read($"activities/{id}"), .. await space.WeekLines("2026-W48")])
        {
            Assert.Equal(["yso:p1808", "yso:p14004"], shown["keywords"]!.AsArray().Select(keyword => (string)keyword!));
            Assert.Equal(["yso:p4354"], shown["audience"]!.AsArray().Select(keyword => (string)keyword!));
        }
        // The same in the other form is nothing new; another order is.
        await Plan(space, ["yso:p1808", "http://www.yso.fi/onto/yso/p14004"], ["yso:p4354"], id);
        Assert.Equal(1, (long)(await space.Read($"activities/{id}"))["version"]!);
        await Plan(space, ["yso:p14004", "yso:p1808"], ["yso:p4354"], id);
        Assert.Equal(2, (long)(await space.Read($"activities/{id}"))["version"]!);
    }

    [Fact]
    public async Task A_keyword_is_listed_as_soon_as_it_is_used_and_named_when_someone_names_it()
    {
        var (space, other) = (await calendar.OpenSpace(), await calendar.OpenSpace());
        await Plan(space, ["yso:p1808"], ["yso:p4354"]);
        var label = new { label = new { fi = "lapset", sv = "barn" } };
        var named = await space.Put("keywords/yso:p4354", label);
        await named.Json(HttpStatusCode.Created);
        await Plan(space, ["yso:p4354"], []); // keeps the name
        Assert.Equal(named.Headers.ETag, (await space.Put("keywords/yso:p4354", label)).Headers.ETag);

        using var late = new HttpRequestMessage(HttpMethod.Put, $"{space.Root}/keywords/yso:p4354") { Content = JsonContent.Create(label) };
        late.Headers.Add("If-Match", "\"1\"");
        await (await space.Coordinator.SendAsync(late)).IsRefused(HttpStatusCode.PreconditionFailed, "version-changed");

        var first = await space.Read("keywords?limit=1");
        var second = await space.Read($"keywords?limit=1&after={first["next"]}");
        Assert.Equal(("yso:p1808", 0), ((string)first["items"]![0]!["id"]!, first["items"]![0]!["label"]!.AsObject().Count));
        Assert.Equal(("http://www.yso.fi/onto/yso/p4354", "barn"), ((string)second["items"]![0]!["uri"]!, (string)second["items"]![0]!["label"]!["sv"]!));
        Assert.Null(second["next"]);
        Assert.Empty((await other.Read("keywords"))["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await space.Put("keywords/music", label)).StatusCode);
    }

    [Fact]
    public async Task Those_who_use_and_name_the_same_keywords_at_once_do_not_stand_in_each_others_way()
    {
        var space = await calendar.OpenSpace();
        string[] keywords = ["yso:p1", "yso:p2", "yso:p3", "yso:p4"];
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            if (n % 5 == 0) await (await space.Put($"keywords/{keywords[n / 5]}", new { label = new { fi = "aihe" } })).Json();
            else await Plan(space, n % 2 == 0 ? keywords : [.. keywords.Reverse()], []);
        }));
        var listed = (await space.Read("keywords"))["items"]!.AsArray();
        Assert.Equal(keywords, listed.Select(keyword => (string)keyword!["id"]!));
        Assert.All(listed, keyword => Assert.Equal("aihe", (string?)keyword!["label"]!["fi"]));
    }

    private static async Task<Guid> Plan(TestSpace space, string[] keywords, string[] audience, Guid? activity = null)
    {
        var id = activity ?? Some.Id();
        var body = Some.Activity();
        body["keywords"] = new JsonArray([.. keywords.Select(keyword => (JsonNode)keyword)]);
        body["audience"] = new JsonArray([.. audience.Select(keyword => (JsonNode)keyword)]);
        await (await space.Put($"activities/{id}", body)).Json();
        return id;
    }
}
