using System.Net;
using System.Text.Json.Nodes;
using Kivenkolo.Partners.Webhooks;

namespace Kivenkolo.Partners.Tests;

/// <summary>Partners whose clock only the test moves, and whose patience with an endpoint is short.</summary>
public sealed class StillHouse(PrivateServers servers) : House(servers)
{
    protected override TestSettings Settings => new()
    {
        Now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
        Configuration = new() { ["Webhooks:Timeout"] = "00:00:01" },
    };
}

public sealed class DeliveryTests(StillHouse house) : IClassFixture<StillHouse>
{
    [Fact]
    public async Task A_failed_delivery_comes_again_after_a_pause_with_the_same_id_and_body_and_a_new_signature()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answers = (number, http) => Receiver.Status(http, number < 3 ? 500 : 200);
        var (partner, webhook, secret) = await Register(receiver);
        await Ping(partner, webhook);
        var first = await receiver.Await();
        Assert.Equal(("pending", 1, 500), await Log(partner, webhook, attempts: 1));
        Assert.NotNull((await Read(partner, webhook))["failingSince"]);

        house.Service.Clock!.Advance(TimeSpan.FromSeconds(4));
        await using (var quiet = await Receiver.Start()) // something else is delivered meanwhile, so the queue was looked at
        {
            var (other, otherHook, _) = await Register(quiet);
            await Ping(other, otherHook);
            await quiet.Await();
        }
        Assert.Single(receiver.All);

        house.Service.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await receiver.Await(2);
        await Log(partner, webhook, attempts: 2);
        house.Service.Clock.Advance(TimeSpan.FromSeconds(67));
        var third = await receiver.Await(3);
        Assert.Equal(("delivered", 3, 200), await Log(partner, webhook, attempts: 3));
        Assert.All((Received[])[first, second, third], received => Assert.True(received.IsSignedWith(secret)));
        Assert.Single(receiver.All.Select(received => (received.MessageId, received.Body)).Distinct());
        Assert.Equal(3, receiver.All.Select(received => received.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.Null((await Read(partner, webhook))["failingSince"]);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_hears_nothing_more_until_its_webhook_is_put_again()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer(410);
        var (partner, webhook, secret) = await Register(receiver);
        await Ping(partner, webhook);
        Assert.Equal(("givenUp", 1, 410), await Log(partner, webhook, attempts: 1));
        Assert.Equal("gone", (await Read(partner, webhook))["disabled"]!.GetValue<string>());
        await House.IsRefused(await House.Send(HttpMethod.Post, partner, $"{House.Space}/webhooks/{webhook}/ping"), HttpStatusCode.Conflict,
            "webhook-disabled");

        receiver.Answer(204);
        await House.Read(await House.Send(HttpMethod.Put, partner, $"{House.Space}/webhooks/{webhook}", Bodies.Webhook(receiver.Address)), HttpStatusCode.OK);
        await Ping(partner, webhook);
        Assert.True((await receiver.Await(2)).IsSignedWith(secret));
    }

    [Fact]
    public async Task An_endpoint_that_fails_for_three_days_is_given_up_and_its_webhook_disabled()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer(503);
        var (partner, webhook, _) = await Register(receiver);
        var started = house.Service.Clock!.GetUtcNow();
        await Ping(partner, webhook);
        for (var attempt = 1; attempt <= 9; attempt++)
        {
            var (state, _, status) = await Log(partner, webhook, attempt);
            Assert.Equal(503, status);
            Assert.Equal(attempt == 9 ? "givenUp" : "pending", state);
            if (state == "givenUp") break;
            var next = (await Newest(partner, webhook))["nextAttemptAt"]!.GetValue<DateTimeOffset>();
            house.Service.Clock.SetUtcNow(next);
        }
        Assert.InRange(house.Service.Clock.GetUtcNow() - started, TimeSpan.FromDays(3), TimeSpan.FromDays(3.5));
        await Eventually.Become(async () => (await Read(partner, webhook))["disabled"]?.GetValue<string>() == "failing", "the webhook is disabled");
        Assert.Equal(9, receiver.All.Length);
    }

    [Fact]
    public async Task What_waits_for_a_disabled_webhook_is_given_up_unsent()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answers = (number, http) => Receiver.Status(http, number == 1 ? 500 : 410);
        var (partner, webhook, _) = await Register(receiver);
        await Ping(partner, webhook);
        await Log(partner, webhook, attempts: 1);
        await Ping(partner, webhook);
        Assert.Equal(("givenUp", 1, 410), await Log(partner, webhook, attempts: 1, status: 410));
        house.Service.Clock!.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Become(async () =>
            (await Deliveries(partner, webhook)).All(d => d["state"]!.GetValue<string>() == "givenUp"), "the first is given up");
        Assert.Equal(2, receiver.All.Length);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_counts_as_a_failure()
    {
        await using var elsewhere = await Receiver.Start();
        await using var receiver = await Receiver.Start();
        receiver.Answers = (_, http) =>
        {
            http.Response.Headers.Location = elsewhere.Address.ToString();
            return Receiver.Status(http, 307);
        };
        var (partner, webhook, _) = await Register(receiver);
        await Ping(partner, webhook);
        Assert.Equal(("pending", 1, 307), await Log(partner, webhook, attempts: 1));
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_or_is_not_there_is_noted_by_one_word()
    {
        await using var slow = await Receiver.Start();
        slow.Answers = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        var (partner, webhook, _) = await Register(slow);
        await Ping(partner, webhook);
        await Log(partner, webhook, attempts: 1);
        Assert.Equal("timeout", (await Newest(partner, webhook))["lastError"]!.GetValue<string>());

        var gone = await Receiver.Start();
        (partner, webhook, _) = await Register(gone);
        await gone.DisposeAsync();
        await Ping(partner, webhook);
        await Log(partner, webhook, attempts: 1);
        Assert.Equal("connection", (await Newest(partner, webhook))["lastError"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answers = async (_, http) =>
        {
            http.Response.StatusCode = 200;
            var block = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(block, http.RequestAborted);
        };
        var (partner, webhook, _) = await Register(receiver);
        await Ping(partner, webhook);
        Assert.Equal(("delivered", 1, 200), await Log(partner, webhook, attempts: 1));
    }

    [Fact]
    public async Task The_log_goes_back_thirty_days()
    {
        await using var receiver = await Receiver.Start();
        var (partner, webhook, _) = await Register(receiver);
        await Ping(partner, webhook);
        await Log(partner, webhook, attempts: 1);
        house.Service.Clock!.Advance(TimeSpan.FromDays(30));
        await Eventually.Become(async () => (await Deliveries(partner, webhook)).Length == 0, "the delivery is forgotten");
    }

    [Theory]
    [InlineData(null, 1, 5), InlineData(120, 1, 120), InlineData(1, 1, 5), InlineData(999_999, 1, 86_400)]
    public void A_receiver_may_ask_for_a_longer_pause_up_to_a_day(int? asked, int attempts, int seconds)
    {
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var delivery = new WebhookDelivery
        {
            SpaceId = Guid.Empty, Id = Guid.Empty, WebhookId = Guid.Empty, Type = "webhook.ping", Body = "{}", CreatedAt = now,
        };
        var answer = new Webhooks.Answer(429, null, asked is { } wish ? TimeSpan.FromSeconds(wish) : null);
        Assert.Equal(now.AddSeconds(seconds), delivery.Attempted(answer, now, jitter: 0));
        Assert.Equal(attempts, delivery.Attempts);
    }

    private async Task<(HttpClient Partner, Guid Webhook, string Secret)> Register(Receiver receiver)
    {
        var partner = house.Partner(await house.List());
        var id = Guid.CreateVersion7();
        var made = await House.Read(
            await House.Send(HttpMethod.Put, partner, $"{House.Space}/webhooks/{id}", Bodies.Webhook(receiver.Address)), HttpStatusCode.Created);
        return (partner, id, made["secret"]!.GetValue<string>());
    }

    private static async Task Ping(HttpClient partner, Guid webhook) =>
        await House.Read(await House.Send(HttpMethod.Post, partner, $"{House.Space}/webhooks/{webhook}/ping"), HttpStatusCode.Accepted);

    private static async Task<JsonObject[]> Deliveries(HttpClient partner, Guid webhook) =>
        [.. (await House.Get(partner, $"{House.Space}/webhooks/{webhook}/deliveries"))["items"]!.AsArray().Select(item => item!.AsObject())];

    private static async Task<JsonObject> Newest(HttpClient partner, Guid webhook) => (await Deliveries(partner, webhook))[0];

    private static async Task<JsonObject> Read(HttpClient partner, Guid webhook) =>
        (await House.Get(partner, $"{House.Space}/webhooks"))["items"]!.AsArray().Select(item => item!.AsObject())
            .Single(item => item["id"]!.GetValue<Guid>() == webhook);

    /// <summary>The newest delivery's line once it has had so many attempts.</summary>
    private static async Task<(string State, int Attempts, int? Status)> Log(HttpClient partner, Guid webhook, int attempts, int? status = null)
    {
        var line = await Eventually.Get(async () => (await Deliveries(partner, webhook)).FirstOrDefault(d =>
            d["attempts"]!.GetValue<int>() == attempts && (status is null || d["lastStatus"]?.GetValue<int>() == status)), $"attempt {attempts} was made");
        return (line["state"]!.GetValue<string>(), attempts, line["lastStatus"]?.GetValue<int>());
    }
}
