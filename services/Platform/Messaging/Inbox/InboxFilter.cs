using System.Diagnostics;
using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Messaging.Outbox;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Messaging.Inbox;

/// <summary>
/// Runs a consumer in one transaction with its inbox row and what it publishes, within the space that the message names. A message that was
/// consumed before does nothing.
/// Stands inside the retries, so that each attempt has a scope and a context of its own.
/// </summary>
internal sealed class InboxFilter<TDb>(TDb db, IServiceProvider services, ConnectionBudget budget, TimeProvider clock) : IOutboxContextFactory<TDb>
    where TDb : ServiceDb
{
    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next) where T : class
    {
        var started = Stopwatch.GetTimestamp();
        var messageId = context.GetOriginalMessageId() ?? throw new MessageException(typeof(T), "A message without an id cannot be consumed once only.");
        var consumer = options.ConsumerType;
        using var connection = await budget.Enter(context.CancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);
        // Of two deliveries at once the second waits here until the first has committed or rolled back.
        var first = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox (message_id, consumer, received_at) VALUES ({messageId}, {consumer}, {clock.GetUtcNow()}) ON CONFLICT DO NOTHING",
            context.CancellationToken) == 1;
        if (!first)
        {
            // Without this a repeat would be taken for one that nobody wanted, and moved to <queue>_skipped.
            await context.NotifyConsumed(Stopwatch.GetElapsedTime(started), consumer);
            return;
        }

        if (SpaceOf<T>.Read is { } spaceOf) await db.EnterSpace(spaceOf(context.Message), context.CancellationToken);
        await next.Send(new OutboxContext<T>(context, options, services, db, clock));
        await db.SaveChangesAsync(context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");

    // Every message of a space says which; the one that tells of the space itself is how it becomes known.
    private static class SpaceOf<T>
    {
        public static readonly Func<T, Guid>? Read = typeof(T) == typeof(SpaceChanged) ? null
            : typeof(T).GetProperty("SpaceId") is { } property && property.PropertyType == typeof(Guid) ? property.GetMethod!.CreateDelegate<Func<T, Guid>>()
                : null;
    }

    /// <summary>The consumer's context: what is published through it becomes rows of the outbox in the same transaction.</summary>
    private sealed class OutboxContext<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IServiceProvider services, TDb db, TimeProvider clock)
        : OutboxConsumeContextProxy<T>(context, options, services) where T : class
    {
        public override bool ContinueProcessing { get; set; }

        public override bool IsMessageConsumed => false;

        public override bool IsOutboxDelivered => false;

        public override int ReceiveCount => 0;

        public override long? LastSequenceNumber => null;

        // The inbox row is there already and the relay delivers; nothing is left for these to do.
        public override Task SetConsumed() => Task.CompletedTask;

        public override Task SetDelivered() => Task.CompletedTask;

        public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult<List<OutboxMessageContext>>([]);

        public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

        public override Task RemoveOutboxMessages() => Task.CompletedTask;

        public override Task AddSend<TMessage>(SendContext<TMessage> context)
        {
            db.Add(OutboxRow.Of(context, clock.GetUtcNow()));
            return Task.CompletedTask;
        }
    }
}
