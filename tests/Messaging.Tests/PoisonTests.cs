using System.Diagnostics.Metrics;
using Kivenkolo.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Messaging.Tests;

public sealed class PoisonTests(PrivateServers servers)
{
    [Fact]
    public async Task A_poisonous_message_ends_in_the_error_queue_once_holds_up_nothing_shows_in_a_metric_and_can_be_put_back()
    {
        long failed = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) => { if (instrument.Name == "kivenkolo.messages.failed") l.EnableMeasurementEvents(instrument); };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.ToArray().Any(tag => tag is { Key: "queue", Value: "ledger-on-poison" })) Interlocked.Add(ref failed, value);
        });
        listener.Start();

        await using var ledger = await ServiceUnderTest<Program>.Start(servers);
        var (poison, healthy) = (NewId(), NewId());
        await ledger.Publish(new Poison(poison));
        await ledger.Publish(new CommandAccepted(healthy));
        await Eventually.Become(async () => await Effects(ledger, healthy) == 1, "the others go on");

        await Eventually.Become(async () =>
            await Broker.Waiting(ledger.Messaging, "ledger-on-poison_error") == 1, "it ends in _error", TimeSpan.FromSeconds(30));
        Assert.Equal(0, await Broker.Waiting(ledger.Messaging, "ledger-on-poison"));
        Assert.Equal(1, Interlocked.Read(ref failed));
        Assert.Equal(0, await Effects(ledger, poison));

        // The command of docs/operations.md, with the cause repaired first.
        await using var repaired =
            await LedgerProcess.Start(servers, new Npgsql.NpgsqlConnectionStringBuilder(ledger.ConnectionString).Database!, ledger.Messaging,
            ("Ledger__Healed", "true"));
        await ledger.Services.StopHearing();
        var said = await repaired.Operate("--replay", "ledger-on-poison");
        Assert.Contains("1 messages put back into ledger-on-poison", said.Output, StringComparison.Ordinal);
        await Eventually.Become(async () => await Effects(ledger, poison) == 1, "the message has its effect");
        Assert.Equal(0, await Broker.Waiting(ledger.Messaging, "ledger-on-poison_error"));
    }

    [Fact]
    public async Task The_same_message_that_can_be_taken_ends_in_no_error_queue()
    {
        await using var control = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Configuration = { ["Ledger:Healed"] = "true" } });
        var id = NewId();
        await control.Publish(new Poison(id));
        await Eventually.Become(async () => await Effects(control, id) == 1, "it has its effect");
        Assert.Equal(0, await Broker.Waiting(control.Messaging, "ledger-on-poison_error"));
    }

    [Fact]
    public async Task Without_the_error_queue_it_comes_again_and_again()
    {
        await using var control = await ServiceUnderTest<Program>.Start(servers, Without("error queue"));
        await control.Publish(new Poison(NewId()));
        await Tries(control, 6); // one more than a message has
        Assert.Equal(0, await Broker.Waiting(control.Messaging, "ledger-on-poison_error"));
    }

    [Fact]
    public async Task The_next_message_in_the_queue_is_taken_while_a_poisonous_one_is_tried()
    {
        await using var ledger = await ServiceUnderTest<Program>.Start(servers);
        var (poison, next) = await TellBehindOneThatIsTried(ledger);
        await Eventually.Become(async () => await Effects(ledger, next) == 1, "the next one is taken");
        Heal(ledger);
        await Eventually.Become(async () => await Effects(ledger, poison) == 1, "the other one is taken after it");
    }

    [Fact]
    public async Task Without_room_for_several_the_next_one_is_held_up()
    {
        await using var control = await ServiceUnderTest<Program>.Start(servers, Without("room"));
        var (poison, next) = await TellBehindOneThatIsTried(control);
        await Eventually.Become(async () => await Broker.Waiting(control.Messaging, "ledger-on-poison") == 0, "the next one has been delivered");
        Assert.Equal(0, await Effects(control, next));
        Heal(control);
        await Eventually.Become(async () => await Effects(control, next) == 1, "the next one is taken");
        Assert.Equal(poison, await control.Scalar("SELECT command_id FROM effects WHERE command_id = ANY($1) ORDER BY number LIMIT 1", (Guid[])[poison, next]));
    }

    private static TestSettings Without(string guard) => new() { Configuration = { ["Ledger:Without"] = guard } };

    /// <summary>Tells a message, and another one when the first is being tried: of two told one after the other either may come first.</summary>
    private static async Task<(Guid Poison, Guid Next)> TellBehindOneThatIsTried(ServiceUnderTest<Program> ledger)
    {
        var (poison, next) = (NewId(), NewId());
        ledger.Services.GetRequiredService<Health>().Hold();
        await ledger.Publish(new Poison(poison));
        await Tries(ledger, 1);
        await ledger.Publish(new Poison(next, Harmless: true));
        return (poison, next);
    }

    private static void Heal(ServiceUnderTest<Program> ledger)
    {
        var health = ledger.Services.GetRequiredService<Health>();
        health.Healed = true;
        health.Release();
    }

    private static Task Tries(ServiceUnderTest<Program> ledger, int count) =>
        Eventually.Become(() => ledger.Services.GetRequiredService<Health>().Attempts >= count, $"it is tried {count} times", TimeSpan.FromSeconds(60));

    private static async Task<long> Effects(ServiceUnderTest<Program> ledger, Guid id) =>
        (long)(await ledger.Scalar("SELECT count(*) FROM effects WHERE command_id = $1", id))!;

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
