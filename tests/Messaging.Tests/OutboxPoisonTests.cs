using Kivenkolo.Ledger;
using Kivenkolo.Platform.Messaging.Outbox;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kivenkolo.Messaging.Tests;

public sealed class OutboxPoisonTests(PrivateServers servers)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_row_that_cannot_be_sent_delays_no_other_is_parked_after_ten_attempts_and_sent_on_demand()
    {
        using var measured = new ParkedMetric("kivenkolo.outbox.parked");
        await using var ledger = await ServiceUnderTest<Program>.Start(servers, new TestSettings { Now = Noon });
        var poisoned = NewId();
        await Tell(ledger, poisoned, spoil: true);
        for (var attempt = 1; attempt <= Relay.MaxAttempts; attempt++)
        {
            await Eventually.Become(async () => await Rows(ledger, $"attempts = {attempt}") == 1, $"it is tried {attempt} times");
            // All that is told beside it, in the same batches, arrives while it waits.
            var others = Enumerable.Range(0, 20).Select(_ => NewId()).ToArray();
            foreach (var other in others) await Tell(ledger, other, spoil: false);
            await Eventually.Become(async () => await Effects(ledger, others) == others.Length, "the others arrive", TimeSpan.FromSeconds(5));
            await Eventually.Become(async () => await Rows(ledger, "true") == 1, "and leave the outbox");
            ledger.Clock!.Advance(TimeSpan.FromMinutes(10));
        }
        Assert.Equal(1, await Rows(ledger, "parked_at IS NOT NULL AND last_error = 'UriFormatException'"));
        await Eventually.Become(() => measured.Value == 1, "the metric tells");

        // The command of docs/operations.md, with the cause repaired first.
        await using var operators = await LedgerProcess.Start(servers, new NpgsqlConnectionStringBuilder(ledger.ConnectionString).Database!, ledger.Messaging);
        Assert.Contains("1 of outbox are parked", (await operators.Operate("--outbox", "parked")).Output, StringComparison.Ordinal);
        await ledger.Scalar("UPDATE outbox SET destination = headers::jsonb ->> 'right' WHERE headers::jsonb ? 'right'");
        Assert.Contains("1 of outbox will be tried again", (await operators.Operate("--outbox", "retry", "all")).Output, StringComparison.Ordinal);
        await Eventually.Become(async () => await Effects(ledger, [poisoned]) == 1, "it arrives after all");
    }

    // Written as a request writes it, and spoilt before the relay can see it.
    private static async Task Tell(ServiceUnderTest<Program> ledger, Guid id, bool spoil)
    {
        await using var scope = ledger.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LedgerDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new CommandAccepted(id));
        await db.SaveChangesAsync();
        if (spoil)
            await db.Database.ExecuteSqlAsync($"""
                UPDATE outbox SET headers = (headers::jsonb || jsonb_build_object('right', destination))::text, destination = 'nowhere'
                WHERE body LIKE {$"%{id}%"}
                """);
        await transaction.CommitAsync();
    }

    private static async Task<long> Rows(ServiceUnderTest<Program> ledger, string which) =>
        (long)(await ledger.Scalar($"SELECT count(*) FROM outbox WHERE {which}"))!;

    private static async Task<long> Effects(ServiceUnderTest<Program> ledger, Guid[] commands) =>
        (long)(await ledger.Scalar("SELECT count(*) FROM effects WHERE command_id = ANY($1)", commands))!;

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
