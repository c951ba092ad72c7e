using System.Net;
using System.Net.Http.Json;

namespace Kivenkolo.Messaging.Tests;

[Collection(nameof(ServersThatAreKilled))]
public sealed class JobCrashTests(DurableServers servers, ITestOutputHelper output)
{
    private const int Jobs = 3_000;
    private const int Kills = 12;

    [Fact]
    public async Task Three_thousand_jobs_have_one_effect_each_while_two_replicas_are_killed_in_turn()
    {
        const string database = "job_crash";
        var messaging = await servers.CreateVirtualHost();
        await using var one = await LedgerProcess.Start(servers, database, messaging);
        await using var two = await LedgerProcess.Start(servers, database, messaging);
        var sql = new Sql(servers.ConnectionString(database));
        var ids = Enumerable.Range(0, Jobs).Select(_ => Guid.CreateVersion7()).ToArray();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        var scheduling = Schedule([one, two], ids, deadline.Token);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Eventually.Become(async () =>
                await sql.Count("effects WHERE kind = 'job'") >= Jobs * kill / (Kills + 2), "jobs are done", TimeSpan.FromMinutes(2));
            await (kill % 2 == 0 ? one : two).KillAndStart();
        }
        await scheduling;

        await Eventually.Become(async () => await sql.Count("jobs WHERE kind = 'make-effect'") == 0, "every job is done", TimeSpan.FromMinutes(3));
        output.WriteLine($"{await sql.Count("effects WHERE kind = 'job'")} effects of {Jobs} jobs, {Kills} kills");
        Assert.Equal(Jobs, await sql.Count("commands"));
        Assert.Equal(Jobs, await sql.Count("effects WHERE kind = 'job'"));
        Assert.Equal(0, await sql.Count("commands c WHERE NOT EXISTS (SELECT 1 FROM effects e WHERE e.command_id = c.id)"));
    }

    [Fact]
    public async Task Without_one_transaction_for_effect_and_removal_the_same_kills_double_effects()
    {
        const string database = "job_crash_without";
        await using var ledger = await LedgerProcess.Start(servers, database, await servers.CreateVirtualHost(), ("Ledger__Without", "job transaction"));
        var sql = new Sql(servers.ConnectionString(database));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var doubled = 0L;
        for (var kill = 0; kill < 12 && doubled == 0; kill++)
        {
            var before = await sql.Count("effects");
            var scheduling = Schedule([ledger], [.. Enumerable.Range(0, 600).Select(_ => Guid.CreateVersion7())], deadline.Token);
            await Eventually.Become(async () => await sql.Count("effects") >= before + 200, "jobs are done", TimeSpan.FromMinutes(1));
            await ledger.KillAndStart();
            await scheduling;
            await Eventually.Become(async () => await sql.Count("jobs WHERE kind = 'make-effect'") == 0, "it settles", TimeSpan.FromMinutes(2));
            doubled = await sql.Count("(SELECT command_id FROM effects WHERE kind = 'job' GROUP BY command_id HAVING count(*) > 1) AS doubled");
        }
        Assert.True(doubled > 0, "the control must show damage");
    }

    private static Task Schedule(LedgerProcess[] ledgers, Guid[] ids, CancellationToken ct)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            while (Interlocked.Increment(ref next) is var at && at < ids.Length) await Accepted(ledgers[worker % ledgers.Length], ids[at], ct);
        }));
    }

    private static async Task Accepted(LedgerProcess ledger, Guid id, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs")
                { Content = JsonContent.Create(new { id, dueAt = DateTimeOffset.UnixEpoch }) };
                request.Headers.Add("Idempotency-Key", id.ToString());
                using var answer = await ledger.Http.SendAsync(request, ct);
                if (answer.StatusCode == HttpStatusCode.Created) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException && !ct.IsCancellationRequested) { }
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }
}
