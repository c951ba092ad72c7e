using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Kivenkolo.Messaging.Tests;

[Collection(nameof(ServersThatAreKilled))]
public sealed class BrokerAwayTests(DurableServers servers, PrivateServers others, ITestOutputHelper output)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    // The lower half of the relay's key.
    private const int RelayLock = 0x74626F78;

    [Fact]
    public Task While_the_broker_is_away_writes_are_accepted_and_all_is_delivered_after_its_return() =>
        WithoutTheBroker(TimeSpan.FromSeconds(5), delivery: TimeSpan.FromSeconds(60));

    [Fact]
    [Endurance]
    public async Task While_the_broker_is_away_for_a_minute_writes_answer_as_where_it_is_there_and_all_is_delivered_within_15_seconds_of_its_return()
    {
        var slower = await WithoutTheBroker(TimeSpan.FromSeconds(60), delivery: TimeSpan.FromSeconds(15));
        Assert.True(slower <= 1.5, $"p95 is {slower:0.00} times as long without the broker");
    }

    /// <summary>How many times as long the 95th percentile of writes is as where the broker is there.</summary>
    private async Task<double> WithoutTheBroker(TimeSpan away, TimeSpan delivery)
    {
        var database = $"away_{away.TotalSeconds:0}";
        await using var ledger = await LedgerProcess.Start(servers, database, await servers.CreateVirtualHost());
        var sql = new Sql(servers.ConnectionString(database));
        // One whose broker stays, on the same database server and at the same time: whatever else the machine does slows both.
        await using var beside = await LedgerProcess.Start(servers, $"{database}_beside", await others.CreateVirtualHost());
        // The control: one that publishes within the request.
        await using var unguarded = await LedgerProcess.Start(servers, $"{database}_without", await servers.CreateVirtualHost(), ("Ledger__Without", "outbox"));
        await Task.WhenAll(Write(ledger, Window), Write(beside, Window)); // warms up

        await servers.Kill(Server.RabbitMq);
        var both = await Task.WhenAll(Write(ledger, away), Write(beside, away));
        var (without, with) = (both[0], both[1]);
        Assert.True(await sql.Count("outbox") > 0, "what is told waits in the outbox");
        // Sessions are not swept between uses here, so a lock that is not let go of would stay in the pool, and nothing be carried any more.
        await Eventually.Become(async () =>
            await sql.Count($"pg_locks WHERE locktype = 'advisory' AND objid = {RelayLock} AND database = (SELECT oid FROM pg_database WHERE datname = "
            + $"'{database}')") == 0,
            "a relay that cannot send lets go of its lock before it tries again");
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unguarded.Accepted(Guid.CreateVersion7(), patience.Token));
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await Health(ledger));

        await servers.Start(Server.RabbitMq);
        var returned = Stopwatch.GetTimestamp();
        try
        {
            await Eventually.Become(async () => await sql.Count("commands c WHERE NOT EXISTS (SELECT 1 FROM effects e WHERE e.command_id = c.id)") == 0,
            "everything is delivered", delivery);
        }
        catch (TimeoutException) { output.WriteLine(ledger.Said); throw; }
        var delivered = Stopwatch.GetElapsedTime(returned);

        var slower = Median(without.P95.Zip(with.P95, (alone, there) => alone / there));
        output.WriteLine($"p95 with broker {Median(with.P95):0.0} ms of {with.Count}, without {Median(without.P95):0.0} ms of {without.Count}, "
            + $"{slower:0.00} times as long; all delivered {delivered.TotalSeconds:0.0} s after its return");
        Assert.Equal(0, await sql.Count("(SELECT command_id FROM effects GROUP BY command_id HAVING count(*) > 1) AS doubled"));

        await servers.Kill(Server.Postgres);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await Health(ledger));
        await servers.Start(Server.Postgres);
        await Eventually.Become(async () => (await Health(ledger)).Status == HttpStatusCode.OK, "it is ready again");
        return slower;
    }

    private static async Task<(HttpStatusCode Status, string? Said)> Health(LedgerProcess ledger)
    {
        using var answer = await ledger.Http.GetAsync(new Uri("/health", UriKind.Relative));
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("status").GetString());
    }

    /// <summary>Four residents write, five commands a second each at most, for a while; the 95th percentile of each window of five seconds.</summary>
    private static async Task<(double[] P95, int Count)> Write(LedgerProcess ledger, TimeSpan during)
    {
        using var end = new CancellationTokenSource(during);
        var began = Stopwatch.GetTimestamp();
        var took = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var mine = new List<(int Window, double Milliseconds)>();
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            while (!end.IsCancellationRequested)
            {
                var started = Stopwatch.GetTimestamp();
                await ledger.Accepted(Guid.CreateVersion7(), CancellationToken.None);
                mine.Add(((int)(Stopwatch.GetElapsedTime(began) / Window), Stopwatch.GetElapsedTime(started).TotalMilliseconds));
                await pace.WaitForNextTickAsync(CancellationToken.None);
            }
            return mine;
        }));
        return ([.. took.SelectMany(t => t).GroupBy(t => t.Window, t => t.Milliseconds).OrderBy(window => window.Key)
            .Select(window => window.Order().ElementAt((int)(window.Count() * 0.95)))], took.Sum(t => t.Count));
    }

    // One stall of a shared machine spoils one window and not the figure.
    private static double Median(IEnumerable<double> windows)
    {
        var ordered = windows.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
