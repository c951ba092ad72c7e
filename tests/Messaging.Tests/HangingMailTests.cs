using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Kivenkolo.Messaging.Tests;

/// <summary>A mail server that takes connections and never answers: each mail hangs as long as a mail may, 20 s.</summary>
[Collection(nameof(ServersThatAreKilled))]
public sealed class HangingMailTests(DurableServers servers, ITestOutputHelper output)
{
    private const int Mails = 100;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task A_mail_server_that_hangs_for_each_of_a_hundred_mails_slows_neither_requests_nor_the_consumption_of_events()
    {
        await using var server = new HangingServer();
        await using var hung = await LedgerProcess.Start(servers, "hung", await servers.CreateVirtualHost(),
            ("Smtp__Port", server.Port.ToString(CultureInfo.InvariantCulture)));
        // One that sends no mail, on the same servers and at the same time: whatever else the machine does slows both.
        await using var beside = await LedgerProcess.Start(servers, "not_hung", await servers.CreateVirtualHost());
        await Task.WhenAll(Write(hung, "hung", Window), Write(beside, "not_hung", Window)); // warms up

        (await hung.Http.PostAsJsonAsync("/mails", new { ids = Enumerable.Range(0, Mails).Select(_ => Guid.CreateVersion7()).ToArray() }))
            .EnsureSuccessStatusCode();
        await Eventually.Become(() => server.Asked >= 8, "as many mails hang as may");
        var both = await Task.WhenAll(Write(hung, "hung", Measured), Write(beside, "not_hung", Measured));

        Assert.True(server.Asked >= 16, $"mails hung all the while: {server.Asked} were begun");
        var (requests, events) = (Ratio(both, m => m.Requests), Ratio(both, m => m.Events));
        output.WriteLine($"p95 of requests {requests:0.00} times, of events {events:0.00} times as long as without mails; {server.Asked} mails were begun");
        Assert.True(requests <= 1.5, $"p95 of requests is {requests:0.00} times as long");
        Assert.True(events <= 1.5, $"p95 from request to effect is {events:0.00} times as long");
    }

    // In windows, so that one stall of a shared machine spoils one and not the figure.
    private static double Ratio((double[] Requests, double[] Events)[] both, Func<(double[] Requests, double[] Events), double[]> which)
    {
        var ratios = which(both[0]).Zip(which(both[1]), (hung, beside) => hung / beside).Order().ToList();
        return ratios[ratios.Count / 2];
    }

    /// <summary>Residents write, a few commands a second, for a while: p95 of the answers and of the time until each had its effect, by window.</summary>
    private async Task<(double[] Requests, double[] Events)> Write(LedgerProcess ledger, string database, TimeSpan during)
    {
        var sql = new Sql(servers.ConnectionString(database));
        using var end = new CancellationTokenSource(during);
        var began = Stopwatch.GetTimestamp();
        var took = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var mine = new List<(int Window, double Request, double Event)>();
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
            while (!end.IsCancellationRequested)
            {
                var (started, id) = (Stopwatch.GetTimestamp(), Guid.CreateVersion7());
                await ledger.Accepted(id, CancellationToken.None);
                var answered = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                await Eventually.Become(async () => await sql.Count("effects WHERE command_id = $1", id) == 1, "the command has its effect");
                mine.Add(((int)(Stopwatch.GetElapsedTime(began) / Window), answered, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
                await pace.WaitForNextTickAsync(CancellationToken.None);
            }
            return mine;
        }));
        var windows = took.SelectMany(t => t).GroupBy(t => t.Window).OrderBy(window => window.Key).ToList();
        return ([.. windows.Select(window => P95(window.Select(t => t.Request)))], [.. windows.Select(window => P95(window.Select(t => t.Event)))]);
    }

    private static double P95(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[(int)(ordered.Count * 0.95)];
    }
}
