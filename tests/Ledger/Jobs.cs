using Kivenkolo.Platform.Scheduling;
using Npgsql;

namespace Kivenkolo.Ledger;

public sealed record JobRequest(Guid Id, DateTimeOffset DueAt);

/// <summary>Makes the effect of a command; without the guard in a transaction of its own, as one would who calls another system.</summary>
internal sealed class MakeEffectJob(LedgerDb db, NpgsqlDataSource source, IConfiguration configuration, TimeProvider clock) : IJob<MakeEffectJob.Payload>
{
    public sealed record Payload(Guid CommandId) : IJobPayload
    {
        public static string Kind => "make-effect";

        string IJobPayload.Key => $"{CommandId}";
    }

    public async Task Run(Payload payload, CancellationToken ct)
    {
        if (configuration["Ledger:Without"] == "job transaction")
        {
            await using var insert = source.CreateCommand("INSERT INTO effects (command_id, kind, at) VALUES ($1, 'job', now())");
            insert.Parameters.Add(new() { Value = payload.CommandId });
            await insert.ExecuteNonQueryAsync(ct);
            return;
        }
        db.Effects.Add(new Effect { CommandId = payload.CommandId, Kind = "job", At = clock.GetUtcNow() });
    }
}

/// <summary>Makes an effect, and then waits until a test lets it go on.</summary>
internal sealed class WaitForTestJob(LedgerDb db, Health health, TimeProvider clock) : IJob<WaitForTestJob.Payload>
{
    public sealed record Payload(Guid CommandId) : IJobPayload
    {
        public static string Kind => "wait-for-test";

        string IJobPayload.Key => $"{CommandId}";
    }

    public async Task Run(Payload payload, CancellationToken ct)
    {
        db.Effects.Add(new Effect { CommandId = payload.CommandId, Kind = "job", At = clock.GetUtcNow() });
        await db.SaveChangesAsync(ct);
        health.Attempt();
        await health.GoOn.Task.WaitAsync(ct);
    }
}

/// <summary>Fails as long as the ledger's <c>Healed</c> is false.</summary>
internal sealed class FailJob(LedgerDb db, Health health, TimeProvider clock) : IJob<FailJob.Payload>
{
    public sealed record Payload(Guid CommandId) : IJobPayload
    {
        public static string Kind => "fail";

        string IJobPayload.Key => $"{CommandId}";
    }

    public Task Run(Payload payload, CancellationToken ct)
    {
        health.Attempt();
        if (!health.Healed) throw new InvalidOperationException("This job cannot be done.");
        db.Effects.Add(new Effect { CommandId = payload.CommandId, Kind = "job", At = clock.GetUtcNow() });
        return Task.CompletedTask;
    }
}

/// <summary>Does its work three times, each a minute after the other.</summary>
internal sealed class RepeatJob(LedgerDb db, JobScheduler jobs, TimeProvider clock) : IJob<RepeatJob.Payload>
{
    public sealed record Payload(Guid CommandId, int Times) : IJobPayload
    {
        public static string Kind => "repeat";

        string IJobPayload.Key => $"{CommandId}";
    }

    public Task Run(Payload payload, CancellationToken ct)
    {
        db.Effects.Add(new Effect { CommandId = payload.CommandId, Kind = "job", At = clock.GetUtcNow() });
        if (payload.Times > 1) jobs.Schedule(payload with { Times = payload.Times - 1 }, clock.GetUtcNow().AddMinutes(1));
        return Task.CompletedTask;
    }
}

/// <summary>Notes each time that it ran.</summary>
internal sealed class TickJob(LedgerDb db, TimeProvider clock) : IRecurringJob
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public static string Kind => "tick";

    public Task Run(CancellationToken ct)
    {
        db.Effects.Add(new Effect { CommandId = Guid.Empty, Kind = "tick", At = clock.GetUtcNow() });
        return Task.CompletedTask;
    }
}
