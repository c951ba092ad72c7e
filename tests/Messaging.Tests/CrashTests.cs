using System.Collections.Concurrent;

namespace Kivenkolo.Messaging.Tests;

[Collection(nameof(ServersThatAreKilled))]
public sealed class CrashTests(DurableServers servers, ITestOutputHelper output)
{
    [Fact]
    public Task A_thousand_commands_have_one_effect_each_while_service_broker_and_database_are_killed() =>
        HaveOneEffectEach(1_000, serviceKills: 3, brokerKills: 1, databaseKills: 1);

    [Fact]
    [Endurance]
    public Task Twenty_thousand_commands_have_one_effect_each_while_service_broker_and_database_are_killed() =>
        HaveOneEffectEach(20_000, serviceKills: 25, brokerKills: 5, databaseKills: 3);

    private async Task HaveOneEffectEach(int commands, int serviceKills, int brokerKills, int databaseKills)
    {
        var database = $"crash_{commands}";
        await using var ledger = await LedgerProcess.Start(servers, database, await servers.CreateVirtualHost());
        var kills = new ConcurrentQueue<(int At, string Name, Func<Task> Kill)>(
            Spread(commands, serviceKills, "service", ledger.KillAndStart)
            .Concat(Spread(commands, brokerKills, "broker", () => Restart(Server.RabbitMq)))
            .Concat(Spread(commands, databaseKills, "database", () => Restart(Server.Postgres)))
            .OrderBy(kill => kill.At));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var ids = new ConcurrentQueue<Guid>(Enumerable.Range(0, commands).Select(_ => Guid.CreateVersion7()));
        var accepted = 0;
        var killed = 0;

        var killing = Task.Run(async () =>
        {
            while (kills.TryDequeue(out var next))
            {
                await Eventually.Become(() => Volatile.Read(ref accepted) >= next.At, $"{next.At} commands are accepted", TimeSpan.FromMinutes(5));
                await next.Kill();
                killed++;
            }
        }, deadline.Token);
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
        {
            while (ids.TryDequeue(out var id))
            {
                await ledger.Accepted(id, deadline.Token);
                Interlocked.Increment(ref accepted);
            }
        }));
        await killing;

        var sql = new Sql(servers.ConnectionString(database));
        await Eventually.Become(async () =>
            await sql.Count("outbox") == 0 && await sql.Count("effects") >= commands, "every command had its effect", TimeSpan.FromMinutes(2));
        output.WriteLine($"{accepted} accepted, {killed} kills, {await sql.Count("effects")} effects");
        Assert.Equal(serviceKills + brokerKills + databaseKills, killed);
        Assert.Equal(commands, await sql.Count("commands"));
        Assert.Equal(0, await sql.Count("commands c WHERE NOT EXISTS (SELECT 1 FROM effects e WHERE e.command_id = c.id)"));
        Assert.Equal(0, await sql.Count("(SELECT command_id FROM effects GROUP BY command_id HAVING count(*) > 1) AS doubled"));

        async Task Restart(Server server)
        {
            await servers.Kill(server);
            await servers.Start(server);
        }
    }

    [Theory]
    [InlineData("inbox")]
    [InlineData("outbox")]
    public async Task Without_one_guard_the_same_kills_double_or_lose_effects(string guard)
    {
        var database = $"without_{guard}";
        await using var ledger = await LedgerProcess.Start(servers, database, await servers.CreateVirtualHost(), ("Ledger__Without", guard));
        var sql = new Sql(servers.ConnectionString(database));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var accepted = 0;
        var wrong = 0L;
        // Kills until the damage shows; with both guards in place it never does.
        for (var kill = 0; kill < 12 && wrong == 0; kill++)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
            var sending = Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
            {
                while (!round.IsCancellationRequested)
                {
                    await ledger.Accepted(Guid.CreateVersion7(), deadline.Token);
                    Interlocked.Increment(ref accepted);
                }
            }));
            var before = accepted;
            await Eventually.Become(() => Volatile.Read(ref accepted) >= before + 400, "commands are accepted", TimeSpan.FromMinutes(1));
            await ledger.KillAndStart();
            await round.CancelAsync();
            await sending;
            await Eventually.Become(async () =>
                await sql.Count("outbox") == 0 && await sql.Count("effects") >= await sql.Count("commands") - 500, "it settles", TimeSpan.FromMinutes(1));
            wrong = await sql.Count("(SELECT command_id FROM effects GROUP BY command_id HAVING count(*) > 1) AS doubled")
                + await sql.Count("effects e WHERE NOT EXISTS (SELECT 1 FROM commands c WHERE c.id = e.command_id)");
        }
        Assert.True(wrong > 0, "the control must show damage");
    }

    private static IEnumerable<(int At, string Name, Func<Task> Kill)> Spread(int commands, int times, string name, Func<Task> kill) =>
        Enumerable.Range(1, times).Select(i => (commands * i / (times + 1), name, kill));
}
