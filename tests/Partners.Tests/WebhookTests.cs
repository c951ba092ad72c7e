using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Partners.Tests;

public sealed class WebhookTests(House house) : IClassFixture<House>
{
    private HttpClient Coordinator => house.Service.AsCoordinator();

    [Fact]
    public async Task A_partner_hears_signed_and_once_of_the_acceptance_and_of_the_activity_in_the_programme()
    {
        await using var receiver = await Receiver.Start();
        var roda = await house.List();
        var (_, secret) = await Register(roda, receiver);
        var id = await house.Propose(roda);
        await House.Read(await House.Send(HttpMethod.Post, Coordinator, $"{House.Space}/proposals/{id}/acceptance"), HttpStatusCode.OK);

        var accepted = await receiver.Await();
        Assert.True(accepted.IsSignedWith(secret));
        Assert.False(accepted.IsSignedWith("whsec_" + Convert.ToBase64String(new byte[32])));
        Assert.Equal("/hook", accepted.Path);
        Assert.Equal("application/json", accepted.Headers["content-type"]);
        var body = JsonNode.Parse(accepted.Body)!.AsObject();
        Assert.Equal(["type", "timestamp", "data"], body.Select(field => field.Key));
        Assert.Equal("proposal.accepted", body["type"]!.GetValue<string>());
        Assert.EndsWith("Z", body["timestamp"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["space", "proposalId", "title"], body["data"]!.AsObject().Select(field => field.Key));
        Assert.Equal(id, body["data"]!["proposalId"]!.GetValue<Guid>());
        Assert.InRange(long.Parse(accepted.Headers["webhook-timestamp"], null), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60, long.MaxValue);

        var activity = Guid.CreateVersion7();
        var space = await SpaceId();
        foreach (var version in (long[])[1, 1, 2]) await house.Service.Publish(Published(space, id, activity, version));
        var published = await receiver.Await(2);
        Assert.True(published.IsSignedWith(secret));
        Assert.NotEqual(accepted.MessageId, published.MessageId);
        Assert.Equal(activity, JsonNode.Parse(published.Body)!["data"]!["activityId"]!.GetValue<Guid>());
        Assert.Equal(activity, (await House.Get(Coordinator, $"{House.Space}/proposals/{id}"))["activityId"]!.GetValue<Guid>());
        await Eventually.Become(async () => Convert.ToInt32(await house.Service.Scalar(
            "select count(*) from inbox where consumer like '%ActivityPublished%'"), null) >= 3, "the repeats were heard too");
        Assert.Equal(2, receiver.All.Length);
    }

    [Fact]
    public async Task A_webhook_hears_only_what_it_chose_and_only_of_its_own_organisation()
    {
        await using var receiver = await Receiver.Start();
        await using var others = await Receiver.Start();
        var roda = await house.List();
        await Register(roda, receiver, "proposal.declined");
        await Register(await house.List(), others);
        var (accepted, declined) = (await house.Propose(roda), await house.Propose(roda));
        await House.Read(await House.Send(HttpMethod.Post, Coordinator, $"{House.Space}/proposals/{accepted}/acceptance"), HttpStatusCode.OK);
        await House.Read(await House.Send(HttpMethod.Post, Coordinator, $"{House.Space}/proposals/{declined}/refusal", new { reason = "salaisuus" }),
            HttpStatusCode.OK);
        var told = await receiver.Await();
        Assert.Equal("proposal.declined", JsonNode.Parse(told.Body)!["type"]!.GetValue<string>());
        Assert.DoesNotContain("salaisuus", told.Body, StringComparison.Ordinal);
        Assert.Single(receiver.All);
        Assert.Empty(others.All);
    }

    [Fact]
    public async Task Nothing_of_the_trace_leaves_the_house_and_the_delivery_is_in_the_requests_trace()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source =>
                source.Name is "Kivenkolo.Partners" or "Microsoft.AspNetCore" or "MassTransit" or "Kivenkolo.Messaging" or "Kivenkolo.Delivery",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var receiver = await Receiver.Start();
        var roda = await house.List();
        var (webhook, _) = await Register(roda, receiver);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        await House.Read(await House.Send(HttpMethod.Post, house.Partner(roda), $"{House.Space}/webhooks/{webhook}/ping", null,
            ("traceparent", $"00-{trace}-00f067aa0ba902b7-01")), HttpStatusCode.Accepted);
        var received = await receiver.Await();
        Assert.DoesNotContain(received.Headers.Keys, name => name is "traceparent" or "tracestate" or "baggage" or "request-id" or "authorization" or "cookie");
        var delivery = await Eventually.Get(() => Task.FromResult(
            spans.FirstOrDefault(span => span.OperationName == "webhook delivery" && span.TraceId.ToHexString() == trace)), "the span has ended");
        Assert.Equal("127.0.0.1", delivery.GetTagItem("server.address"));
        Assert.DoesNotContain(delivery.TagObjects, tag => tag.Value?.ToString()?.Contains("hook", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_kept_encrypted()
    {
        await using var receiver = await Receiver.Start();
        var roda = await house.List();
        var (id, secret) = await Register(roda, receiver);
        Assert.InRange(Convert.FromBase64String(secret["whsec_".Length..]).Length, 24, 64);
        var again = await House.Read(
            await House.Send(HttpMethod.Put, house.Partner(roda), $"{House.Space}/webhooks/{id}", Bodies.Webhook(receiver.Address, "proposal.accepted")),
            HttpStatusCode.OK);
        Assert.Null(again["secret"]);
        var listed = (await House.Get(house.Partner(roda), $"{House.Space}/webhooks"))["items"]!.AsArray().Single()!;
        Assert.Null(listed["secret"]);
        Assert.Equal("proposal.accepted", listed["events"]!.AsArray().Single()!.GetValue<string>());
        var kept = (string)(await house.Service.Scalar("select secret from webhooks where id = $1", id))!;
        Assert.DoesNotContain(secret["whsec_".Length..], kept, StringComparison.Ordinal);
        Assert.NotNull(await house.Service.Scalar("select 1 from data_protection_keys"));
    }

    [Fact]
    public async Task Another_organisation_or_space_neither_sees_nor_touches_a_webhook()
    {
        await using var receiver = await Receiver.Start();
        var (id, _) = await Register(await house.List(), receiver);
        var elsewhere = await house.List(House.OtherSpace);
        foreach (var (client, space) in ((HttpClient, string)[])
            [(house.Partner(await house.List()), House.Space), (house.Partner(elsewhere, House.OtherSpace), House.OtherSpace)])
        {
            Assert.Empty((await House.Get(client, $"{space}/webhooks"))["items"]!.AsArray());
            await House.IsRefused(await House.Send(HttpMethod.Get, client, $"{space}/webhooks/{id}/deliveries"), HttpStatusCode.NotFound, "webhook-unknown");
            await House.IsRefused(await House.Send(HttpMethod.Post, client, $"{space}/webhooks/{id}/ping"), HttpStatusCode.NotFound, "webhook-unknown");
            await House.IsRefused(
                await House.Send(HttpMethod.Put, client, $"{space}/webhooks/{id}", Bodies.Webhook(receiver.Address)), HttpStatusCode.Conflict,
                "webhook-id-taken");
            await House.Read(await House.Send(HttpMethod.Delete, client, $"{space}/webhooks/{id}"), HttpStatusCode.NoContent);
        }
        Assert.NotNull(await house.Service.Scalar("select 1 from webhooks where id = $1", id));
        Assert.Equal(HttpStatusCode.Forbidden, (await House.Send(HttpMethod.Get, Coordinator, $"{House.Space}/webhooks")).StatusCode);
    }

    [Fact]
    public async Task An_organisation_has_at_most_ten_webhooks_even_when_it_asks_for_twenty_at_once()
    {
        await using var receiver = await Receiver.Start();
        var roda = house.Partner(await house.List());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            House.Send(HttpMethod.Put, roda, $"{House.Space}/webhooks/{Guid.CreateVersion7()}", Bodies.Webhook(receiver.Address))));
        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            await House.IsRefused(refused, HttpStatusCode.Conflict, "webhook-limit-reached");
    }

    [Fact]
    public async Task A_removed_webhook_takes_its_log_along()
    {
        await using var receiver = await Receiver.Start();
        var roda = await house.List();
        var (id, _) = await Register(roda, receiver);
        await House.Read(await House.Send(HttpMethod.Post, house.Partner(roda), $"{House.Space}/webhooks/{id}/ping"), HttpStatusCode.Accepted);
        await receiver.Await();
        for (var i = 0; i < 2; i++)
            await House.Read(await House.Send(HttpMethod.Delete, house.Partner(roda), $"{House.Space}/webhooks/{id}"), HttpStatusCode.NoContent);
        Assert.Null(await house.Service.Scalar("select 1 from webhook_deliveries where webhook_id = $1", id));
    }

    [Fact]
    public async Task An_organisation_outside_the_directory_has_no_webhooks()
    {
        await using var receiver = await Receiver.Start();
        await House.IsRefused(await House.Send(HttpMethod.Put, house.Partner(Guid.CreateVersion7()), $"{House.Space}/webhooks/{Guid.CreateVersion7()}",
            Bodies.Webhook(receiver.Address)), HttpStatusCode.Conflict, "organisation-not-listed");
    }

    [Fact]
    public async Task Hostile_bodies_are_turned_away_by_the_name_of_the_field()
    {
        var good = Bodies.Webhook(new Uri("https://partner.example/hook")).ToJsonString();
        await HostileBodies.AreTurnedAway(
            house.Partner(await house.List()), HttpMethod.Put, $"{House.Spaces}/{House.Space}/webhooks/{Guid.CreateVersion7()}",
            [
                .. HostileBodies.Always(good),
                .. HostileBodies.With(good, "url",
                    [.. HostileBodies.ForText, "\"/hook\"", "\"ftp://partner.example\"", "\"https://user:pw@partner.example\"", "\"https://\""]),
                .. HostileBodies.With(good, "events", [.. HostileBodies.ForCodes, "[]", "[\"proposal.unheardOf\"]", "[null]", "[0]"]),
            ]);
    }

    private async Task<(Guid Id, string Secret)> Register(Guid organisation, Receiver receiver, params string[] events)
    {
        var id = Guid.CreateVersion7();
        var made = await House.Read(await House.Send(
            HttpMethod.Put, house.Partner(organisation), $"{House.Space}/webhooks/{id}", Bodies.Webhook(receiver.Address, events)), HttpStatusCode.Created);
        return (id, made["secret"]!.GetValue<string>());
    }

    [Fact]
    public async Task While_an_endpoint_hangs_no_transaction_is_open()
    {
        await using var server = new HangingServer();
        var partner = house.Partner(await house.List());
        var id = Guid.CreateVersion7();
        await House.Read(await House.Send(HttpMethod.Put, partner, $"{House.Space}/webhooks/{id}",
            Bodies.Webhook(new Uri($"http://127.0.0.1:{server.Port}/hook"))), HttpStatusCode.Created);
        await House.Read(await House.Send(HttpMethod.Post, partner, $"{House.Space}/webhooks/{id}/ping"), HttpStatusCode.Accepted);
        Assert.Equal(0, await OpenTransactions.While(server, house.Service));
    }

    private async Task<Guid> SpaceId() => (await House.Get(house.Service.Client(), House.Space))["id"]!.GetValue<Guid>();

    private static ActivityPublished Published(Guid space, Guid proposal, Guid activity, long version) => new()
    {
        SpaceId = space,
        ActivityId = activity,
        Title = new LocalizedText("fi", "Kurdinkielinen teeiltapäivä"),
        OrganisationId = null,
        ProposalId = proposal,
        ExperimentId = null,
        Version = version,
        OccurredAt = TimeProvider.System.GetUtcNow(),
    };
}
