using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kivenkolo.Platform.Data;
using Npgsql;
using NpgsqlTypes;

namespace Kivenkolo.Platform.Delivery;

/// <summary>Wakes the delivery runner of this process.</summary>
public sealed class DeliverySignal : WorkSignal;

/// <summary>Queues deliveries in the transaction of the change that wants them; written when it commits, or never.</summary>
public sealed class DeliveryScheduler(ServiceDb db, DeliverySignal signal)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Has it delivered at <paramref name="dueAt"/> or as soon after as its target's share allows; one of the same key begins afresh then.</summary>
    /// <param name="payload">What is delivered.</param>
    /// <param name="target">To which server: its host, or a name of ours for one that is configured.</param>
    /// <param name="dueAt">Not before this instant, UTC.</param>
    public void Add<TPayload>(TPayload payload, string target, DateTimeOffset dueAt) where TPayload : class, IDeliveryPayload
    {
        var key = $"{TPayload.Kind}/{payload.Key}";
        CommitBatch.Add(db, $"{DeliveryRow.Table} {key}", new("""
            INSERT INTO deliveries (key, kind, target, payload, first_due_at, next_attempt_at, attempts, failures, trace_parent)
            VALUES ($1, $2, $3, $4, $5, $5, 0, 0, $6)
            ON CONFLICT (key) DO UPDATE SET target = excluded.target, payload = excluded.payload, first_due_at = excluded.first_due_at,
                next_attempt_at = excluded.next_attempt_at, attempts = 0, failures = 0, lease_id = NULL, lease_until = NULL, outcome = NULL,
                settled_at = NULL, parked_at = NULL, last_error = NULL, trace_parent = excluded.trace_parent
            """)
        {
            Parameters =
            {
                new() { Value = key }, new() { Value = TPayload.Kind }, new() { Value = target },
                new() { Value = JsonSerializer.Serialize(payload, Json), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = dueAt.ToUniversalTime() },
                new() { Value = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : DBNull.Value, NpgsqlDbType =
                    NpgsqlDbType.Text },
            },
        }, signal);
    }
}
