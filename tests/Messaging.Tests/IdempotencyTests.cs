using System.Net;
using System.Text;
using Kivenkolo.Ledger;

namespace Kivenkolo.Messaging.Tests;

/// <summary>What makes two requests the same, and what the second one gets.</summary>
public sealed class IdempotencyTests(PrivateServers servers) : IAsyncLifetime
{
    private ServiceUnderTest<Program> ledger = null!;

    public async ValueTask InitializeAsync() => ledger = await ServiceUnderTest<Program>.Start(servers);

    public async ValueTask DisposeAsync() => await ledger.DisposeAsync();

    [Fact]
    public async Task A_repetition_gets_the_same_status_headers_and_body()
    {
        var id = Guid.CreateVersion7();
        using var first = await Send(Json(id));
        using var second = await Send(Json(id));
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal($"\"{id:n}\"", first.Headers.ETag?.Tag);
        Assert.Equal((first.StatusCode, first.Headers.ETag, first.Headers.Location, first.Content.Headers.ContentType),
            (second.StatusCode, second.Headers.ETag, second.Headers.Location, second.Content.Headers.ContentType));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Another_body_or_another_query_is_another_request_and_a_slash_at_the_end_is_not()
    {
        var id = Guid.CreateVersion7();
        using var first = await Send(Json(id));
        using var spaced = await Send(Json(id) + " ");
        using var asked = await Send(Json(id), "/commands?dryRun=true");
        Assert.All([spaced, asked], answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode));
        using var slash = await Send(Json(id), "/Commands/");
        Assert.Equal((HttpStatusCode.Created, 1L), (slash.StatusCode, (long)(await ledger.Scalar("SELECT count(*) FROM commands WHERE id = $1", id))!));
    }

    [Fact]
    public async Task Strangers_do_not_meet_each_other_s_keys()
    {
        using var one = await Send(Json(Guid.CreateVersion7()), from: "192.0.2.1");
        using var other = await Send(Json(Guid.CreateVersion7()), from: "192.0.2.2");
        Assert.All([one, other], answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        // Whoever has an IPv6 address has 2^64 of them.
        using var early = await Send(Json(Guid.CreateVersion7()), from: "2001:db8::1");
        using var late = await Send(Json(Guid.CreateVersion7()), from: "2001:db8::2");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity), (early.StatusCode, late.StatusCode));
    }

    [Fact]
    public async Task What_was_refused_is_not_kept()
    {
        using var refused = await Send("{");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var done = await Send(Json(Guid.CreateVersion7()));
        Assert.Equal(HttpStatusCode.Created, done.StatusCode);
    }

    private async Task<HttpResponseMessage> Send(string body, string path = "/commands", string from = "192.0.2.9")
    {
        using var client = ledger.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "my-form");
        request.Headers.Add("X-Forwarded-For", from);
        return await client.SendAsync(request);
    }

    private static string Json(Guid id) => $"{{\"id\":\"{id}\"}}";
}
