using System.Data;
using System.Diagnostics;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kivenkolo.Platform.Messaging.Outbox;

/// <summary>
/// Carries the outbox to the broker; in which order messages arrive is not promised. One relay works at a time per service: it holds an advisory lock on
/// the connection it reads and deletes with, so that a lost connection loses the lock. A row is deleted when the broker has confirmed the message;
/// a crash between the two sends it again, and the inbox makes nothing of it. A row that the broker does not take while it is there is tried again by
/// itself, ever more rarely, and parked after ten attempts; the others go on.
/// </summary>
internal sealed partial class Relay(
    NpgsqlDataSource source, IBusControl bus, OutboxSignal signal, TimeProvider clock, MessagingMetrics metrics, ILogger<Relay> log)
    : BackgroundService
{
    // "outbox" in ASCII: the same number in every service, each in its own database.
    private const long LockKey = 0x6F7574626F78;
    private const int BatchSize = 200;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(10);

    /// <summary>A row is parked after so many attempts, about a quarter of an hour after the first.</summary>
    internal const int MaxAttempts = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                if (!await IsAlone(connection, stoppingToken))
                {
                    await Task.Delay(Pause, stoppingToken);
                    continue;
                }
                try { await Carry(connection, stoppingToken); }
                finally { await LetGo(connection); }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e) when (e is NpgsqlException or MassTransitException or OperationCanceledException or TimeoutException
                or InvalidOperationException or System.Net.Sockets.SocketException)
            {
                Interrupted(log, e.GetType().Name);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<bool> IsAlone(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    // The connection goes back to its pool with the lock on it, unless it is lost, and the lock with it.
    private static async Task LetGo(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open) return;
        await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task Carry(NpgsqlConnection connection, CancellationToken ct)
    {
        while (true)
        {
            // Those that failed before go one by one, or what is wrong with one of them could take the channel away from all.
            var (batch, again) = (await Read(connection, "attempts = 0", ct), await Read(connection, "attempts > 0", ct));
            var taken = await Send(connection, batch, isProof: true, ct);
            foreach (var row in again) taken += await Send(connection, [row], isProof: taken > 0, ct);
            await Measure(connection, ct);
            if (batch.Count < BatchSize) await signal.Wait(Poll, ct);
        }
    }

    private async Task<List<Row>> Read(NpgsqlConnection connection, string which, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            SELECT sequence, message_id, destination, content_type, message_type, body, headers, trace_parent, attempts
            FROM outbox WHERE {which} AND parked_at IS NULL AND (next_attempt_at IS NULL OR next_attempt_at <= $1) ORDER BY sequence LIMIT $2
            """, connection)
        { Parameters = { new() { Value = clock.GetUtcNow() }, new() { Value = BatchSize } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var batch = new List<Row>();
        while (await reader.ReadAsync(ct))
            batch.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetString(5), reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetInt32(8)));
        return batch;
    }

    /// <summary>Sends all at once, deletes those confirmed and notes the others; how many were confirmed.</summary>
    /// <param name="connection">The relay's.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="isProof">Whether a row that is not confirmed is at fault itself: others are taken, or it is sent by itself next time.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="TimeoutException">The broker is at fault; nothing is noted then, and all are sent when it is back.</exception>
    private async Task<int> Send(NpgsqlConnection connection, List<Row> batch, bool isProof, CancellationToken ct)
    {
        if (batch.Count == 0) return 0;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(SendLimit);
        var sending = batch.Select(row => SendOne(row, limit.Token)).ToList();
        await Task.WhenAll(sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var sent = batch.Zip(sending).Where(pair => pair.Second.IsCompletedSuccessfully).Select(pair => pair.First.Sequence).ToArray();
        metrics.Carried(sent.Length);
        await Delete(connection, sent, ct);
        foreach (var (row, task) in batch.Zip(sending).Where(pair => !pair.Second.IsCompletedSuccessfully))
        {
            var why = task.Exception?.GetBaseException() ?? new TimeoutException();
            if (ct.IsCancellationRequested || bus.CheckHealth().Status != BusHealthStatus.Healthy || (!isProof && IsOfBroker(why)))
                throw new TimeoutException("The broker did not confirm every message in time.");
            await Note(connection, row, why, ct);
        }
        return sent.Length;
    }

    private static bool IsOfBroker(Exception e) =>
        e is TimeoutException or OperationCanceledException or ConnectionException or RabbitMQ.Client.Exceptions.RabbitMQClientException
            or System.IO.IOException or System.Net.Sockets.SocketException;

    private async Task SendOne(Row row, CancellationToken ct)
    {
        // The span of the request that wrote the row is the parent, so that one trace goes through.
        using var span = row.TraceParent is null ? null : MessagingMetrics.Source.StartActivity("outbox relay", ActivityKind.Internal, row.TraceParent);
        var message = new Outgoing(row.Sequence, row.MessageId, new Uri(row.Destination), row.ContentType, row.MessageType, row.Body, row.Headers);
        var endpoint = await bus.GetSendEndpoint(message.Destination);
        await endpoint.Send(new Envelope(), new OutboxMessageSendPipe(message, message.Destination), ct);
    }

    private static async Task Delete(NpgsqlConnection connection, long[] sent, CancellationToken ct)
    {
        if (sent.Length == 0) return;
        await using var command = new NpgsqlCommand("DELETE FROM outbox WHERE sequence = ANY($1)", connection) { Parameters = { new() { Value = sent } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task Note(NpgsqlConnection connection, Row row, Exception why, CancellationToken ct)
    {
        var (now, attempts) = (clock.GetUtcNow(), row.Attempts + 1);
        var pause = FirstBackoff * Math.Pow(2, Math.Min(row.Attempts, 20));
        var isParked = attempts >= MaxAttempts;
        NotTaken(log, row.MessageType, attempts, why.GetType().Name);
        await using var command = new NpgsqlCommand(
            "UPDATE outbox SET attempts = $2, next_attempt_at = $3, parked_at = $4, last_error = $5 WHERE sequence = $1", connection);
        command.Parameters.Add(new() { Value = row.Sequence });
        command.Parameters.Add(new() { Value = attempts });
        command.Parameters.Add(new() { Value = now + (pause < LongestBackoff ? pause : LongestBackoff) });
        command.Parameters.Add(new() { Value = isParked ? now : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = why.GetType().Name });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task Measure(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT min(created_at) FILTER (WHERE parked_at IS NULL), count(*) FILTER (WHERE parked_at IS NULL), count(*) FILTER (WHERE parked_at IS NOT NULL)
            FROM (SELECT created_at, parked_at FROM outbox LIMIT 10000) AS oldest
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var oldest = reader.IsDBNull(0) ? TimeSpan.Zero : clock.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(0);
        metrics.Waiting(oldest, reader.GetInt64(1), reader.GetInt64(2));
    }

    private sealed record Row(
        long Sequence, Guid MessageId, string Destination, string ContentType, string MessageType, string Body, string Headers, string? TraceParent,
        int Attempts);

    [LoggerMessage(LogLevel.Warning, "The broker did not take a message of type {Type} at attempt {Attempt}: {Reason}")]
    private static partial void NotTaken(ILogger log, string type, int attempt, string reason);

    [LoggerMessage(LogLevel.Warning, "The outbox relay was interrupted ({Reason}); nothing is lost, it goes on when it can")]
    private static partial void Interrupted(ILogger log, string reason);

    private sealed class Envelope;
}
