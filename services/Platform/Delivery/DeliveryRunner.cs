using System.Diagnostics;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Scheduling;
using Kivenkolo.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Kivenkolo.Platform.Delivery;

/// <summary>
/// Carries out deliveries: leases them in one statement (<c>SKIP LOCKED</c>), prepares each in a transaction, sends it without one, settles it in another.
/// A target has a share of the concurrent sends, so that a slow one holds up nobody else; several replicas work side by side. A crash between sending
/// and settling sends again after the lease, under the same idempotency key.
/// </summary>
internal sealed partial class DeliveryRunner(
    NpgsqlDataSource source, IServiceScopeFactory scopes, DeliveryRegistration registration, DeliverySignal signal, ConnectionBudget budget,
    DeliveryMetrics metrics, TimeProvider clock, ILogger<DeliveryRunner> log) : BackgroundService
{
    /// <summary>Sends at once to one target, for each replica.</summary>
    internal const int PerTarget = 8;

    private const int Concurrency = 64; // a send holds no connection to the database
    private const int MaxFailures = 10;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseWhileNotReady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromMinutes(1); // a transport's own deadline is shorter
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(25); // both steps and the send within the lease
    private static readonly TimeSpan GraceWhenStopping = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(5);

    private readonly string[] kinds = [.. registration.Kinds.Keys];
    private readonly Dictionary<Task, string> running = []; // with their targets

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var measured = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var done in running.Keys.Where(task => task.IsCompleted).ToList()) running.Remove(done);
                var room = Concurrency - running.Count;
                var claimed = room > 0 ? await Claim(room, stoppingToken) : [];
                foreach (var delivery in claimed) running.Add(Attempt(delivery, stoppingToken), delivery.Target);
                if (measured == 0 || Stopwatch.GetElapsedTime(measured) > MeasureEvery)
                {
                    await Measure(stoppingToken);
                    measured = Stopwatch.GetTimestamp();
                }
                if (claimed.Count == 0) await signal.Wait(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
            catch (Exception e)
            {
                // The database is away or older than this release; whatever it is, the deliveries are still there afterwards.
                Interrupted(log, e.GetType().Name);
                await Task.Delay(PauseWhileNotReady, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(running.Keys);
    }

    private async Task<List<LeasedDelivery>> Claim(int room, CancellationToken ct)
    {
        var (now, lease) = (clock.GetUtcNow(), Guid.CreateVersion7());
        var busy = running.Values.GroupBy(target => target).ToList();
        await using var command = source.CreateCommand("""
            WITH targets AS (SELECT DISTINCT target FROM deliveries WHERE outcome IS NULL AND parked_at IS NULL AND next_attempt_at <= $1),
            due AS MATERIALIZED (
                SELECT d.key FROM targets LEFT JOIN unnest($2::text[], $3::int[]) AS busy(target, sends) ON busy.target = targets.target
                CROSS JOIN LATERAL (
                    SELECT key, next_attempt_at FROM deliveries
                    WHERE target = targets.target AND outcome IS NULL AND parked_at IS NULL AND next_attempt_at <= $1
                        AND (lease_until IS NULL OR lease_until <= $1) AND kind = ANY($4)
                    ORDER BY next_attempt_at LIMIT greatest(0, $5 - coalesce(busy.sends, 0)) FOR UPDATE SKIP LOCKED) AS d
                ORDER BY d.next_attempt_at LIMIT $6)
            UPDATE deliveries SET lease_id = $7, lease_until = $8, attempts = attempts + 1 FROM due WHERE deliveries.key = due.key
            RETURNING deliveries.key, kind, deliveries.target, payload, attempts, failures, first_due_at, trace_parent
            """);
        var (targets, sends) = (busy.Select(b => b.Key).ToArray(), busy.Select(b => b.Count()).ToArray());
        foreach (var value in (object[])[now, targets, sends, kinds, PerTarget, room, lease, now + Lease])
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<LeasedDelivery>();
        while (await reader.ReadAsync(ct))
            claimed.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                new(reader.GetInt32(4), reader.GetFieldValue<DateTimeOffset>(6)), reader.GetInt32(5), reader.IsDBNull(7) ? null : reader.GetString(7), lease));
        return claimed;
    }

    private async Task Attempt(LeasedDelivery delivery, CancellationToken stopping)
    {
        using var span = DeliveryMetrics.Source.StartActivity($"delivery {delivery.Kind}", ActivityKind.Internal, delivery.TraceParent);
        try
        {
            metrics.Attempted(delivery.Kind, await Deliver(delivery, registration.Kinds[delivery.Kind], stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { await Fail(delivery, null); }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            Failed(log, delivery.Key, delivery.Attempt.Number, e);
            await Fail(delivery, e);
        }
        signal.Set();
    }

    private async Task<string> Deliver(LeasedDelivery delivery, DeliveryKind kind, CancellationToken stopping)
    {
        object? message = null;
        await InTransaction(async (services, _, ct) =>
        {
            message = await kind.Prepare(services, delivery.Payload, delivery.Attempt, ct);
            return true;
        }, stopping);
        if (message is null)
            return await InTransaction((_, db, ct) => End(db, delivery, new(DeliveryOutcome.Obsolete, null), ct), stopping) ? "obsolete" : "lost";

        var answer = await Send(kind, message, stopping);
        var settlement = default(Settlement);
        // What was sent is settled, also when the process is about to stop.
        var isSettled = await InTransaction(async (services, db, ct) =>
        {
            settlement = await kind.Settle(services, delivery.Payload, delivery.Attempt, answer, ct);
            await db.SaveChangesAsync(ct);
            return await End(db, delivery, settlement, ct);
        }, CancellationToken.None);
        return !isSettled ? "lost" : settlement.Outcome switch { DeliveryOutcome.Delivered => "delivered", null => "again", _ => "given-up" };
    }

    private async Task<object?> Send(DeliveryKind kind, object message, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var limit = new CancellationTokenSource(SendTimeout);
        // What is half said when the process stops may be said to its end.
        await using var soon = stopping.Register(() => limit.CancelAfter(GraceWhenStopping));
        return await kind.Send(scope.ServiceProvider, message, limit.Token);
    }

    private async Task<bool> InTransaction(Func<IServiceProvider, ServiceDb, CancellationToken, Task<bool>> step, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(StepTimeout);
        using var connection = await budget.Enter(limit.Token);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(limit.Token);
        if (!await step(scope.ServiceProvider, db, limit.Token)) return false;
        await db.SaveChangesAsync(limit.Token);
        await transaction.CommitAsync(limit.Token);
        return true;
    }

    // Last in its transaction, so that nobody waits for it in a circle. False when the lease was lost: it was queued afresh, and what came of this
    // attempt no longer counts.
    private async Task<bool> End(ServiceDb db, LeasedDelivery delivery, Settlement settlement, CancellationToken ct)
    {
        var outcome = settlement.Outcome?.ToString();
        DateTimeOffset? settledAt = settlement.Outcome is null ? null : clock.GetUtcNow();
        return await db.Database.ExecuteSqlAsync($"""
            UPDATE deliveries SET lease_id = NULL, lease_until = NULL, failures = 0, last_error = NULL, outcome = {outcome}, settled_at = {settledAt},
                next_attempt_at = coalesce({settlement.Next}, next_attempt_at)
            WHERE key = {delivery.Key} AND lease_id = {delivery.Lease}
            """, ct) == 1;
    }

    /// <summary>Gives the lease back: at once when the process stops, with a growing pause after an exception, for good after the last.</summary>
    private async Task Fail(LeasedDelivery delivery, Exception? why)
    {
        var now = clock.GetUtcNow();
        var failures = why is null || DatabaseAvailability.IsNotReady(why) ? delivery.Failures : delivery.Failures + 1;
        var isParked = failures >= MaxFailures;
        metrics.Attempted(delivery.Kind, isParked ? "parked" : why is null ? "stopped" : "failed");
        try
        {
            await using var command = source.CreateCommand("""
                UPDATE deliveries SET lease_id = NULL, lease_until = NULL, failures = $3, next_attempt_at = $4, parked_at = $5,
                    last_error = coalesce($6, last_error)
                WHERE key = $1 AND lease_id = $2
                """);
            command.Parameters.Add(new() { Value = delivery.Key });
            command.Parameters.Add(new() { Value = delivery.Lease });
            command.Parameters.Add(new() { Value = failures });
            // By attempts and not by failures: what was sent and could not be settled must not go out again each second while a database is not ready.
            command.Parameters.Add(new() { Value = why is null ? now : now + RetryBackoff.After(Math.Max(failures, delivery.Attempt.Number)) });
            command.Parameters.Add(new() { Value = isParked ? now : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            command.Parameters.Add(new() { Value = (object?)why?.GetType().Name ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) { Interrupted(log, e.GetType().Name); } // the lease runs out by itself
    }

    private async Task Measure(CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            SELECT min(next_attempt_at), count(*), (SELECT count(*) FROM deliveries WHERE parked_at IS NOT NULL)
            FROM (SELECT next_attempt_at FROM deliveries WHERE outcome IS NULL AND parked_at IS NULL AND next_attempt_at <= $1 LIMIT 10000) AS due
            """);
        var now = clock.GetUtcNow();
        command.Parameters.Add(new() { Value = now });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        metrics.Measured(reader.IsDBNull(0) ? TimeSpan.Zero : now - reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private sealed record LeasedDelivery(
        string Key, string Kind, string Target, string Payload, DeliveryAttempt Attempt, int Failures, string? TraceParent, Guid Lease);

    [LoggerMessage(LogLevel.Warning, "The delivery runner was interrupted ({Reason}); it goes on when it can")]
    private static partial void Interrupted(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "The delivery {Key} failed at attempt {Attempt} by an error of this service")]
    private static partial void Failed(ILogger log, string key, int attempt, Exception e);
}
