using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Communications.Tests;

public sealed class IsolationTests(PrivateServers servers)
{
    private const string Other = "/api/communications/v1/spaces/naapuri";

    [Fact]
    public async Task One_space_never_sees_or_changes_what_is_anothers()
    {
        await using var house = await House.Open(servers);
        var neighbour = await house.Service.OpenSpace("naapuri");
        await house.Subscribed("ours@example.org", "fi", "weekly", "urgent");
        var draft = await house.Drafted(House.Week(house.Space, "2026-W48", 1, House.Occurrence(House.InFour("Meidän"))));
        await house.Heard(House.Cancellation(house.Space, House.InFour("Meidän")));
        var urgent = await house.Mailbox.Next("ours@example.org");
        var id = draft.Split('/')[^1];
        // The neighbour's coordinator, whose token is good for the neighbour alone, tries everything there with our ids.
        using var stranger = house.Service.AsCoordinator("naapuri");

        Assert.Empty((await stranger.GetFromJsonAsync<JsonElement>($"{Other}/messages")).GetProperty("items").EnumerateArray());
        Assert.Empty((await stranger.GetFromJsonAsync<JsonElement>($"{Other}/news")).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain("Meidän", await stranger.GetStringAsync(new Uri("/feeds/naapuri/news.fi.atom", UriKind.Relative)), StringComparison.Ordinal);
        foreach (var answer in new[]
        {
            await stranger.GetAsync(new Uri($"{Other}/messages/{id}", UriKind.Relative)),
            await stranger.GetAsync(new Uri($"{Other}/news/{id}", UriKind.Relative)),
            await stranger.PutAsJsonAsync($"{Other}/messages/{id}/variants/fi", new { subject = "a", body = "b" }),
            await stranger.PostAsJsonAsync($"{Other}/messages/{id}/publication", new { reasonForMissing = "a" }),
        }) Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var ours = await stranger.GetAsync(new Uri(draft, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, ours.StatusCode);

        // Our subscriber's link at the neighbour's address ends nothing; the neighbour's notice reaches no subscriber of ours.
        using var ended = await stranger.PostAsJsonAsync($"{Other}/subscriptions/ending", new { token = House.TokenIn(urgent) });
        Assert.NotNull(await house.Service.Scalar("select 1 from subscriptions"));
        await house.Heard(House.Cancellation(neighbour, House.InFour("Naapurin")));
        await house.Drafted(House.Week(neighbour, "2026-W48", 1, House.Occurrence(House.InFour("Naapurin"))));
        Assert.Equal(2L, await house.Service.Scalar("select count(*) from messages where week = '2026-W48'"));
        await Eventually.Become(async () =>
            await house.Service.Scalar(
            "select 1 from outbox union all select 1 from jobs where due_at <= now() union all select 1 from deliveries where outcome is null") is null,
            "all is told");
        Assert.Single(house.Mailbox.Mails());
    }

    [Fact]
    public async Task Each_role_may_do_what_the_manifest_says_and_no_more()
    {
        await using var house = await House.Open(servers);
        var draft = await house.Drafted(House.Week(house.Space, "2026-W48", 1, House.Occurrence(House.InFour("Bingo"))));
        (HttpMethod Verb, string Path, object? Body, Role[] Roles)[] table =
        [
            (HttpMethod.Get, $"{House.Api}/messages", null, Enum.GetValues<Role>()),
            (HttpMethod.Get, draft, null, Enum.GetValues<Role>()),
            (HttpMethod.Put, $"{draft}/variants/fi", new { subject = "a", body = "b" }, [Role.Coordinator, Role.Editor]),
            (HttpMethod.Post, $"{draft}/publication", new { }, [Role.Coordinator]),
        ];
        foreach (var (verb, path, body, roles) in table)
        {
            foreach (var role in Enum.GetValues<Role>().OrderBy(roles.Contains))
            {
                Assert.Equal(roles.Contains(role) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await Send(house.Service.As(role)));
                Assert.Equal(HttpStatusCode.Forbidden, await Send(house.Service.As(role, "naapuri")));
            }
            Assert.Equal(HttpStatusCode.Unauthorized, await Send(house.Service.Client()));
            Assert.Equal(HttpStatusCode.Forbidden, await Send(house.Service.AsPartner("kivenkolo", House.NewId(), "messages:write")));

            async Task<HttpStatusCode> Send(HttpClient client)
            {
                using var request = new HttpRequestMessage(verb, path) { Content = body is null ? null : JsonContent.Create(body) };
                using var answer = await client.SendAsync(request);
                return answer.StatusCode;
            }
        }
    }
}
