using System.Diagnostics;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kivenkolo.Platform.Scheduling;

/// <summary>
/// Does the jobs that are due, several at once and beside the other replicas' runners. A job is leased in one statement (<c>SKIP LOCKED</c>), done
/// in a scope and a transaction of its own, and removed in that transaction, if the lease still holds: a crash before the commit leaves the job for
/// whoever comes after the lease, and what was moved, cancelled or taken over meanwhile is rolled back. So its effect is in the database once.
/// </summary>
internal sealed partial class JobRunner(
    NpgsqlDataSource source, IServiceScopeFactory scopes, JobRegistration registration, JobSignal signal, ConnectionBudget budget, JobMetrics metrics,
    TimeProvider clock, ILogger<JobRunner> log) : BackgroundService
{
    /// <summary>A job is parked after so many attempts, somewhat more than two hours after the first.</summary>
    internal const int MaxAttempts = 10;

    private const int Concurrency = 16;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseWhileNotReady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(50); // less than the lease
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(5);

    private readonly string[] kinds = [.. registration.Kinds.Keys];
    private readonly HashSet<Task> running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (kinds.Length == 0) return;
        var (recurringAreThere, measured) = (false, 0L);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!recurringAreThere) await AddRecurring(stoppingToken);
                recurringAreThere = true;
                running.RemoveWhere(task => task.IsCompleted);
                var room = Concurrency - running.Count;
                var claimed = room > 0 ? await Claim(room, stoppingToken) : [];
                foreach (var job in claimed) running.Add(Attempt(job, stoppingToken));
                if (measured == 0 || Stopwatch.GetElapsedTime(measured) > MeasureEvery)
                {
                    await Measure(stoppingToken);
                    measured = Stopwatch.GetTimestamp();
                }
                // A job that is done wakes too: then there is room for another.
                if (claimed.Count < room || room == 0) await signal.Wait(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
            catch (Exception e)
            {
                // The database is away or older than this release; whatever it is, the jobs are still there afterwards.
                Interrupted(log, e.GetType().Name);
                await Task.Delay(PauseWhileNotReady, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(running);
    }

    private async Task AddRecurring(CancellationToken ct)
    {
        foreach (var kind in registration.Kinds.Values.Where(kind => kind.Every is not null))
        {
            await using var command = source.CreateCommand(
                "INSERT INTO jobs (key, kind, payload, due_at, attempts) VALUES ($1, $1, '{}', $2, 0) ON CONFLICT DO NOTHING");
            command.Parameters.Add(new() { Value = kind.Name });
            command.Parameters.Add(new() { Value = clock.GetUtcNow() });
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<List<LeasedJob>> Claim(int room, CancellationToken ct)
    {
        var (now, lease) = (clock.GetUtcNow(), Guid.CreateVersion7());
        await using var command = source.CreateCommand("""
            WITH due AS MATERIALIZED (
                SELECT key FROM jobs
                WHERE parked_at IS NULL AND due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1) AND kind = ANY($2)
                ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
            UPDATE jobs SET lease_id = $4, lease_until = $5, attempts = attempts + 1 FROM due WHERE jobs.key = due.key
            RETURNING jobs.key, jobs.kind, jobs.payload, jobs.attempts, jobs.trace_parent
            """);
        foreach (var value in (object[])[now, kinds, room, lease, now + Lease]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<LeasedJob>();
        while (await reader.ReadAsync(ct))
            claimed.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.IsDBNull(4) ? null : reader.GetString(4), lease));
        return claimed;
    }

    private async Task Attempt(LeasedJob job, CancellationToken stopping)
    {
        // The trace of what scheduled it goes on; what recurs has none.
        using var span = JobMetrics.Source.StartActivity($"job {job.Kind}", ActivityKind.Internal, job.TraceParent);
        try
        {
            // It never came to an end, good or bad: the process ended each time, perhaps by it.
            if (job.Attempts > MaxAttempts) throw new InvalidOperationException("Begun too often without an end.");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            limit.CancelAfter(Timeout);
            using var connection = await budget.Enter(limit.Token);
            metrics.Attempted(job.Kind, await Do(job, limit.Token) ? "done" : "lost");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { await Fail(job, null); }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            Failed(log, job.Key, job.Attempts, e);
            await Fail(job, e);
        }
        signal.Set();
    }

    /// <summary>False when the lease was lost meanwhile; then nothing was done.</summary>
    private async Task<bool> Do(LeasedJob job, CancellationToken ct)
    {
        var kind = registration.Kinds[job.Kind];
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await kind.Run(scope.ServiceProvider, job.Payload, ct);
        await db.SaveChangesAsync(ct);
        // Last, so that nobody who moves or cancels the job waits for all of its work, and nobody in a circle.
        if (!await End(db, job, kind, ct)) return false;
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<bool> End(ServiceDb db, LeasedJob job, JobKind kind, CancellationToken ct)
    {
        if (kind.Every is { } every)
            return await db.Database.ExecuteSqlAsync($"""
                UPDATE jobs SET due_at = {clock.GetUtcNow() + every}, attempts = 0, lease_id = NULL, lease_until = NULL, last_error = NULL
                WHERE key = {job.Key} AND lease_id = {job.Lease}
                """, ct) == 1;
        // One that schedules itself again is written anew at the commit.
        return await db.Database.ExecuteSqlAsync($"DELETE FROM jobs WHERE key = {job.Key} AND lease_id = {job.Lease}", ct) == 1;
    }

    /// <summary>Gives the lease back: at once when the process stops, with a growing pause after a failure, for good after the last.</summary>
    private async Task Fail(LeasedJob job, Exception? why)
    {
        var now = clock.GetUtcNow();
        // An outage is nobody's fault; the job is not given up for it.
        var counts = why is not null && !DatabaseAvailability.IsNotReady(why);
        var isParked = counts && job.Attempts >= MaxAttempts;
        metrics.Attempted(job.Kind, isParked ? "parked" : why is null ? "stopped" : "failed");
        var dueAt = why is null ? now : now + RetryBackoff.After(job.Attempts);
        try
        {
            await using var command = source.CreateCommand("""
                UPDATE jobs SET lease_id = NULL, lease_until = NULL, attempts = $3, due_at = $4, parked_at = $5, last_error = coalesce($6, last_error)
                WHERE key = $1 AND lease_id = $2
                """);
            command.Parameters.Add(new() { Value = job.Key });
            command.Parameters.Add(new() { Value = job.Lease });
            command.Parameters.Add(new() { Value = counts ? job.Attempts : job.Attempts - 1 });
            command.Parameters.Add(new() { Value = dueAt });
            command.Parameters.Add(new() { Value = isParked ? now : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
            command.Parameters.Add(new() { Value = (object?)why?.GetType().Name ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) { Interrupted(log, e.GetType().Name); } // the lease runs out by itself
    }

    private async Task Measure(CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            SELECT min(due_at), count(*), (SELECT count(*) FROM jobs WHERE parked_at IS NOT NULL)
            FROM (SELECT due_at FROM jobs WHERE parked_at IS NULL AND due_at <= $1 LIMIT 10000) AS due
            """);
        var now = clock.GetUtcNow();
        command.Parameters.Add(new() { Value = now });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        metrics.Measured(reader.IsDBNull(0) ? TimeSpan.Zero : now - reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private sealed record LeasedJob(string Key, string Kind, string Payload, int Attempts, string? TraceParent, Guid Lease);

    [LoggerMessage(LogLevel.Warning, "The job runner was interrupted ({Reason}); it goes on when it can")]
    private static partial void Interrupted(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "The job {Key} failed at attempt {Attempt}")]
    private static partial void Failed(ILogger log, string key, int attempt, Exception e);
}
