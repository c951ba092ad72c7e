using MassTransit;

namespace Kivenkolo.Ledger;

public sealed record CommandRequest(Guid Id);

/// <summary>A command was accepted.</summary>
public sealed record CommandAccepted(Guid CommandId);

/// <summary>A command's effect is there.</summary>
public sealed record EffectMade(Guid CommandId);

/// <summary>Fails as long as the ledger's <c>Healed</c> is false, unless it is harmless.</summary>
public sealed record Poison(Guid CommandId, bool Harmless = false);

/// <summary>Fails the given number of times, publishing each time before it does.</summary>
public sealed record Stubborn(Guid CommandId, int Failures);

public sealed class OnCommandAccepted(LedgerDb db, TimeProvider clock) : IConsumer<CommandAccepted>
{
    public async Task Consume(ConsumeContext<CommandAccepted> context)
    {
        db.Effects.Add(new Effect { CommandId = context.Message.CommandId, Kind = "accepted", At = clock.GetUtcNow() });
        await context.Publish(new EffectMade(context.Message.CommandId), context.CancellationToken);
    }
}

public sealed class OnPoison(LedgerDb db, TimeProvider clock, Health health) : IConsumer<Poison>
{
    public async Task Consume(ConsumeContext<Poison> context)
    {
        if (!health.Healed && !context.Message.Harmless)
        {
            health.Attempt();
            await health.Released;
            if (!health.Healed) throw new InvalidOperationException("This message cannot be taken.");
        }
        db.Effects.Add(new Effect { CommandId = context.Message.CommandId, Kind = "healed", At = clock.GetUtcNow() });
    }
}

public sealed class OnStubborn(LedgerDb db, TimeProvider clock, Health health) : IConsumer<Stubborn>
{
    public async Task Consume(ConsumeContext<Stubborn> context)
    {
        db.Effects.Add(new Effect { CommandId = context.Message.CommandId, Kind = "stubborn", At = clock.GetUtcNow() });
        await context.Publish(new EffectMade(context.Message.CommandId), context.CancellationToken);
        if (health.Attempt() <= context.Message.Failures) throw new InvalidOperationException("Not yet.");
    }
}

/// <summary>What the tests turn.</summary>
public sealed class Health
{
    public bool Healed { get; set; }

    /// <summary>Set when what waits for the test may go on.</summary>
    public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often a message was tried that fails.</summary>
    public int Attempts => Volatile.Read(ref attempts);

    /// <summary>When an attempt goes on.</summary>
    public Task Released => released.Task;

    public int Attempt() => Interlocked.Increment(ref attempts);

    /// <summary>From now on an attempt waits.</summary>
    public void Hold() => released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => released.TrySetResult();

    private int attempts;
    private TaskCompletionSource released = Done();

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
