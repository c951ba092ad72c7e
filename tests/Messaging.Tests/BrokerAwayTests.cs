using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Kivenkolo.Messaging.Tests;

[Collection(nameof(ServersThatAreKilled))]
public sealed class BrokerAwayTests(DurableServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan With = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Without = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Delivery = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task While_the_broker_is_away_for_a_minute_writes_answer_as_before_and_all_is_delivered_within_15_seconds_of_its_return()
    {
        const string database = "away";
        await using var ledger = await LedgerProcess.Start(servers, database, await servers.CreateVirtualHost());
        var sql = new Sql(servers.ConnectionString(database));
        // The control: one that publishes within the request.
        await using var unguarded = await LedgerProcess.Start(servers, "away_without", await servers.CreateVirtualHost(), ("Ledger__Without", "outbox"));
        await Write(ledger, TimeSpan.FromSeconds(5)); // warms up
        var with = await Write(ledger, With);

        await servers.Kill(Server.RabbitMq);
        var without = await Write(ledger, Without);
        Assert.True(await sql.Count("outbox") > 0, "what is told waits in the outbox");
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unguarded.Accepted(Guid.CreateVersion7(), patience.Token));
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await Health(ledger));

        await servers.Start(Server.RabbitMq);
        var returned = Stopwatch.GetTimestamp();
        try
        {
            await Eventually.Become(async () => await sql.Count("commands c WHERE NOT EXISTS (SELECT 1 FROM effects e WHERE e.command_id = c.id)") == 0,
            "everything is delivered", Delivery);
        }
        catch (TimeoutException) { output.WriteLine(ledger.Said); throw; }
        var delivered = Stopwatch.GetElapsedTime(returned);

        output.WriteLine($"p95 with broker {with.P95:0.0} ms of {with.Count}, without {without.P95:0.0} ms of {without.Count}; all delivered {delivered.TotalSeconds:0.0} s after its return");
        Assert.Equal(0, await sql.Count("(SELECT command_id FROM effects GROUP BY command_id HAVING count(*) > 1) AS doubled"));
        Assert.True(without.P95 <= 1.5 * with.P95, $"p95 {without.P95:0.0} ms without the broker, {with.P95:0.0} ms with it");

        await servers.Kill(Server.Postgres);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await Health(ledger));
        await servers.Start(Server.Postgres);
        await Eventually.Become(async () => (await Health(ledger)).Status == HttpStatusCode.OK, "it is ready again");
    }

    private static async Task<(HttpStatusCode Status, string? Said)> Health(LedgerProcess ledger)
    {
        using var answer = await ledger.Http.GetAsync(new Uri("/health", UriKind.Relative));
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("status").GetString());
    }

    /// <summary>Four residents write, five commands a second each at most, for a while; the median over windows of five seconds of their 95th percentiles.</summary>
    private static async Task<(double P95, int Count)> Write(LedgerProcess ledger, TimeSpan during)
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
        // One stall of a shared machine spoils one window and not the figure.
        var windows = took.SelectMany(t => t).GroupBy(t => t.Window, t => t.Milliseconds)
            .Select(window => window.Order().ElementAt((int)(window.Count() * 0.95))).Order().ToList();
        return (windows[windows.Count / 2], took.Sum(t => t.Count));
    }
}
