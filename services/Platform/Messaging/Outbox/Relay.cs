using System.Data;
using System.Diagnostics;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kivenkolo.Platform.Messaging.Outbox;

/// <summary>
/// Carries the outbox to the broker, in the order of writing. One relay works at a time per service: it holds an advisory lock on the connection
/// it reads and deletes with, so that a lost connection loses the lock. A row is deleted when the broker has confirmed the message;
/// a crash between the two sends it again, and the inbox makes nothing of it.
/// </summary>
internal sealed partial class Relay(NpgsqlDataSource source, IBus bus, OutboxSignal signal, TimeProvider clock, MessagingFigures figures, ILogger<Relay> log)
    : BackgroundService
{
    // "outbox" in ASCII: the same number in every service, each in its own database.
    private const long LockKey = 0x6F7574626F78;
    private const int BatchSize = 200;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HousekeepingEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

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
            catch (Exception e) when (e is NpgsqlException or MassTransitException or OperationCanceledException or TimeoutException or InvalidOperationException or System.Net.Sockets.SocketException)
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
        var cleaned = clock.GetTimestamp();
        await Clean(connection, ct);
        while (true)
        {
            var batch = await Read(connection, ct);
            if (batch.Count > 0)
            {
                var sent = await Send(batch, ct);
                await Delete(connection, sent, ct);
                if (sent.Count < batch.Count) throw new TimeoutException("The broker did not confirm every message in time.");
            }
            await Measure(connection, ct);
            if (clock.GetElapsedTime(cleaned) > HousekeepingEvery)
            {
                await Clean(connection, ct);
                cleaned = clock.GetTimestamp();
            }
            if (batch.Count < BatchSize) await signal.Wait(Poll, ct);
        }
    }

    private async Task<List<Outgoing>> Read(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT sequence, message_id, destination, content_type, message_type, body, headers, trace_parent
            FROM outbox WHERE due_at <= $1 ORDER BY sequence LIMIT $2
            """, connection)
        { Parameters = { new() { Value = clock.GetUtcNow() }, new() { Value = BatchSize } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var batch = new List<Outgoing>();
        while (await reader.ReadAsync(ct))
            batch.Add(new Outgoing(reader.GetInt64(0), reader.GetGuid(1), new Uri(reader.GetString(2)), reader.GetString(3), reader.GetString(4),
                reader.GetString(5), reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7)));
        return batch;
    }

    /// <summary>Sends all at once, started in order; returns those confirmed.</summary>
    private async Task<List<long>> Send(List<Outgoing> batch, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(SendLimit);
        var sending = batch.Select(message => SendOne(message, limit.Token)).ToList();
        await Task.WhenAll(sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        figures.Carried(sending.Count(task => task.IsCompletedSuccessfully));
        return [.. batch.Zip(sending).Where(pair => pair.Second.IsCompletedSuccessfully).Select(pair => pair.First.Sequence)];
    }

    private async Task SendOne(Outgoing message, CancellationToken ct)
    {
        // The span of the request that wrote the row is the parent, so that one trace goes through.
        using var span = message.TraceParent is null ? null : MessagingFigures.Source.StartActivity("outbox relay", ActivityKind.Internal, message.TraceParent);
        var endpoint = await bus.GetSendEndpoint(message.Destination);
        await endpoint.Send(new Envelope(), new OutboxMessageSendPipe(message, message.Destination), ct);
    }

    private static async Task Delete(NpgsqlConnection connection, List<long> sent, CancellationToken ct)
    {
        if (sent.Count == 0) return;
        await using var command = new NpgsqlCommand("DELETE FROM outbox WHERE sequence = ANY($1)", connection) { Parameters = { new() { Value = sent.ToArray() } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task Measure(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT min(due_at), count(*) FROM (SELECT due_at FROM outbox WHERE due_at <= $1 LIMIT 10000) AS due", connection)
        { Parameters = { new() { Value = clock.GetUtcNow() } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        figures.Waiting(reader.IsDBNull(0) ? TimeSpan.Zero : clock.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1));
    }

    private async Task Clean(NpgsqlConnection connection, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Kept;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("DELETE FROM inbox WHERE received_at < $1") { Parameters = { new() { Value = before } } },
                new("DELETE FROM idempotency WHERE created_at < $1") { Parameters = { new() { Value = before } } },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "The outbox relay was interrupted ({Reason}); nothing is lost, it goes on when it can")]
    private static partial void Interrupted(ILogger log, string reason);

    private sealed class Envelope;
}
