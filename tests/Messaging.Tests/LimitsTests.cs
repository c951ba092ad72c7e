using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using Kivenkolo.Ledger;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Kivenkolo.Messaging.Tests;

[Collection(nameof(ServersThatAreKilled))] // not beside others, whose connections would be counted too
public sealed class LimitsTests(PrivateServers servers)
{
    private const int Messages = 100;
    private const string Queue = "ledger-on-command-accepted";

    [Fact]
    public async Task Forty_busy_consumers_leave_connections_to_requests_and_nobody_waits_for_one()
    {
        await using var ledger = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Configuration = { ["Ledger:Flooded"] = "true" } });
        Assert.Equal(40, OnFlood.All.Length);
        Assert.Equal(0, await WaitsForConnection(ledger));
    }

    [Fact]
    public async Task Without_the_budget_connections_are_waited_for()
    {
        await using var control =
            await ServiceUnderTest<Program>.Start(servers, new TestSettings { Configuration = { ["Ledger:Flooded"] = "true", ["Ledger:Without"] = "budget" } });
        Assert.NotEqual(0, await WaitsForConnection(control));
    }

    [Fact]
    public async Task A_message_that_is_delivered_two_hundred_times_without_an_acknowledgement_ends_in_the_error_queue()
    {
        await using var ledger = await ServiceUnderTest<Program>.Start(servers);
        await ledger.Services.StopHearing();
        await using var connection = await new ConnectionFactory { Uri = new Uri(ledger.Messaging) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await ledger.Publish(new CommandAccepted(Guid.CreateVersion7()));
        await Eventually.Become(async () => await Broker.Waiting(ledger.Messaging, Queue) == 1, "the message waits");
        var deliveries = 0;
        await Eventually.Become(async () =>
        {
            // As many as there are; the broker needs a moment between two.
            for (; await channel.BasicGetAsync(Queue, autoAck: false) is { } message; deliveries++)
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true);
            return await Broker.Waiting(ledger.Messaging, $"{Queue}_error") == 1;
        }, "it ends in _error", TimeSpan.FromSeconds(60));
        Assert.Equal(201, deliveries);
    }

    [Fact]
    public async Task The_delivery_limit_and_the_dead_letter_exchange_are_said_and_not_left_to_the_brokers_release()
    {
        await using var ledger = await ServiceUnderTest<Program>.Start(servers);
        await using var connection = await new ConnectionFactory { Uri = new Uri(ledger.Messaging) }.CreateConnectionAsync();
        foreach (var queue in (string[])[Queue, $"{Queue}_error"])
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Arguments(200));
            await using var other = await connection.CreateChannelAsync();
            await Assert.ThrowsAsync<OperationInterruptedException>(() =>
                other.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Arguments(20)));
        }

        static Dictionary<string, object?> Arguments(int limit) =>
            new() { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = limit, ["x-dead-letter-exchange"] = $"{Queue}_error" };
    }

    /// <summary>How often a connection was waited for while all consumers were busy and people asked.</summary>
    private static async Task<int> WaitsForConnection(ServiceUnderTest<Program> ledger)
    {
        var waits = 0;
        var instruments = new ConcurrentBag<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name != "Npgsql" || !instrument.Name.EndsWith("pending_requests", StringComparison.Ordinal)) return;
            instruments.Add(instrument.Name);
            self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, change, _, _) => { if (change > 0) Interlocked.Increment(ref waits); });
        listener.Start();

        for (var i = 0; i < Messages; i++) await ledger.Publish(new Flood(Guid.CreateVersion7()));
        var consumed = Eventually.Become(
            async () => (long)(await ledger.Scalar("SELECT count(*) FROM inbox WHERE consumer LIKE '%OnFlood%'"))! == Messages * OnFlood.All.Length,
            "every consumer has had every message", TimeSpan.FromMinutes(3));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var client = ledger.Client();
            while (!consumed.IsCompleted) (await client.PostAsJsonAsync("/commands", new { id = Guid.CreateVersion7() })).EnsureSuccessStatusCode();
        }));
        await consumed;
        Assert.NotEmpty(instruments);
        return waits;
    }
}
