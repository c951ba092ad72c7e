using System.Net;
using System.Net.Http.Json;

namespace Kivenkolo.Communications.Tests;

public sealed class CommunicationsContract(House house, PrivateServers servers) : ServiceContract<Program, CommunicationsDb>(house.Service, servers),
IClassFixture<House>
{
    protected override string[] PersonalColumns => ["subscriptions.email", "subscriptions.email_key"];

    protected override async Task<Dictionary<string, string>> Fill(ServiceUnderTest<Program> service, string slug, Guid id)
    {
        await service.Publish(House.Week(id, "2026-W48", 1, House.Occurrence(House.InFour(Text))));
        await service.Publish(House.Cancellation(id, House.InFour(Text)));
        var message = await Eventually.Get<object>(async () =>
            await service.Scalar("select id from messages where week = '2026-W48' and space_id = $1", id), "the letter is drafted");
        await Eventually.Become(async () => await service.Scalar("select count(*) from messages where space_id = $1", id) is 2L, "the notice is there");
        using var resident = service.Client();
        using var asked = await resident.PostAsJsonAsync($"/api/communications/v1/spaces/{slug}/subscriptions",
            new { email = $"{Person}@example.org", language = "fi", topics = new[] { "weekly" } });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        return new() { ["messageId"] = $"{message}", ["language"] = "fi", ["token"] = "x" };
    }
}
