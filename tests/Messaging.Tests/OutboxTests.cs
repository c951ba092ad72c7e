using System.Net;
using System.Net.Http.Json;
using Kivenkolo.Ledger;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Messaging.Tests;

public sealed class OutboxTests(PrivateServers servers) : IAsyncLifetime
{
    private ServiceUnderTest<Program> ledger = null!;

    public async ValueTask InitializeAsync() => ledger = await ServiceUnderTest<Program>.Start(servers);

    public async ValueTask DisposeAsync() => await ledger.DisposeAsync();

    [Fact]
    public async Task A_command_has_its_effect_at_the_consumer()
    {
        var id = NewId();
        using var client = ledger.Client();
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsJsonAsync("/commands", new { id })).StatusCode);
        await Effects(id, 1);
        await Eventually.Become(async () => (long)(await ledger.Scalar("SELECT count(*) FROM outbox"))! == 0, "what was confirmed is deleted");
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_told()
    {
        var (lost, kept) = (NewId(), NewId());
        await using (var scope = ledger.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<LedgerDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new CommandAccepted(lost));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }
        using var client = ledger.Client();
        await client.PostAsJsonAsync("/commands", new { id = kept });
        await Effects(kept, 1);
        await Effects(lost, 0);
    }

    [Fact]
    public async Task Five_deliveries_at_once_of_one_message_have_one_effect()
    {
        var id = NewId();
        var messageId = NewId();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ledger.Outside.Publish(new CommandAccepted(id), messageId)));
        var after = NewId();
        await ledger.Publish(new CommandAccepted(after));
        await Effects(after, 1);
        await Eventually.Become(async () => await Broker.Waiting(ledger.Messaging, "ledger-on-command-accepted") == 0, "the queue is empty");
        await Effects(id, 1);
        Assert.Equal(0, await Broker.Waiting(ledger.Messaging, "ledger-on-command-accepted_skipped"));
    }

    [Fact]
    public async Task Without_the_inbox_five_deliveries_have_five_effects()
    {
        await using var control = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Configuration = { ["Ledger:Without"] = "inbox" } });
        var id = NewId();
        var messageId = NewId();
        for (var i = 0; i < 5; i++) await control.Outside.Publish(new CommandAccepted(id), messageId);
        await Eventually.Become(async () =>
            (long)(await control.Scalar("SELECT count(*) FROM effects WHERE command_id = $1", id))! == 5, "each delivery had its effect");
    }

    [Fact]
    public async Task Three_attempts_of_a_consumer_leave_one_effect()
    {
        var id = NewId();
        await ledger.Publish(new Stubborn(id, Failures: 2));
        await Effects(id, 1);
        Assert.Equal(3, ledger.Services.GetRequiredService<Health>().Attempts);
    }

    [Fact]
    public async Task A_request_repeated_under_one_key_twenty_times_at_once_is_accepted_once()
    {
        var id = NewId();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var client = ledger.Client();
            client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
            return await client.PostAsJsonAsync("/commands", new { id });
        }));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.All(answers, answer => Assert.Equal($"/commands/{id}", answer.Headers.Location?.ToString()));
        await Effects(id, 1);

        using var other = ledger.Client();
        other.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.PostAsJsonAsync("/commands", new { id = NewId() })).StatusCode);
    }

    private async Task Effects(Guid command, long count)
    {
        if (count > 0) await Eventually.Become(async () => await Count() >= count, $"{count} effects of {command}");
        Assert.Equal(count, await Count());

        async Task<long> Count() => (long)(await ledger.Scalar("SELECT count(*) FROM effects WHERE command_id = $1", command))!;
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
