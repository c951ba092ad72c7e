using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kivenkolo.Platform.Data;
using Npgsql;
using NpgsqlTypes;

namespace Kivenkolo.Platform.Scheduling;

/// <summary>Schedules, moves and cancels jobs in the transaction of the change that wants them; written when it commits, or never.</summary>
public sealed class JobScheduler(ServiceDb db, JobSignal signal)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Has the job done at <paramref name="dueAt"/> or as soon after as a replica runs; one of the same key is moved there.</summary>
    /// <param name="payload">What it is to be done with.</param>
    /// <param name="dueAt">Not before this instant, UTC.</param>
    public void Schedule<TPayload>(TPayload payload, DateTimeOffset dueAt) where TPayload : class, IJobPayload
    {
        var key = KeyOf<TPayload>(payload.Key);
        CommitBatch.Add(db, NameOf(key), Upsert(key, TPayload.Kind, JsonSerializer.Serialize(payload, Json), dueAt.ToUniversalTime()), signal);
    }

    /// <summary>Takes back a job that has not run; nothing when there is none of its key.</summary>
    public void Cancel<TPayload>(string key) where TPayload : class, IJobPayload => CommitBatch.Add(db, NameOf(KeyOf<TPayload>(key)),
        new("DELETE FROM jobs WHERE key = $1") { Parameters = { new() { Value = KeyOf<TPayload>(key) } } }, signal);

    internal static string KeyOf<TPayload>(string key) where TPayload : class, IJobPayload => $"{TPayload.Kind}/{key}";

    internal static string NameOf(string key) => $"{JobRow.Table} {key}";

    private static NpgsqlBatchCommand Upsert(string key, string kind, string payload, DateTimeOffset dueAt) => new("""
        INSERT INTO jobs (key, kind, payload, due_at, attempts, trace_parent) VALUES ($1, $2, $3, $4, 0, $5)
        ON CONFLICT (key) DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at, attempts = 0, lease_id = NULL, lease_until = NULL,
            parked_at = NULL, last_error = NULL, trace_parent = excluded.trace_parent
        """)
    {
        Parameters =
        {
            new() { Value = key }, new() { Value = kind }, new() { Value = payload, NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = dueAt },
            new() { Value = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        },
    };
}
