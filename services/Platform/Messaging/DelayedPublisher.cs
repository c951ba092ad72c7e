using Kivenkolo.Platform.Messaging.Outbox;
using MassTransit;

namespace Kivenkolo.Platform.Messaging;

/// <summary>Publishes a message that nobody gets before a given time: a message to oneself later. It survives restarts.</summary>
public interface IDelayedPublisher
{
    /// <summary>Writes the message into the outbox; it is delivered once, at <paramref name="dueAt"/> or as soon after as a relay runs.</summary>
    /// <param name="message">What is to be told.</param>
    /// <param name="dueAt">Not before this instant, UTC.</param>
    /// <param name="ct">Ends the wait.</param>
    Task Publish<T>(T message, DateTimeOffset dueAt, CancellationToken ct = default) where T : class;
}

internal sealed class DelayedPublisher(IPublishEndpoint events) : IDelayedPublisher
{
    public Task Publish<T>(T message, DateTimeOffset dueAt, CancellationToken ct = default) where T : class =>
        events.Publish(message, context => context.GetOrAddPayload(() => new OutboxRow.Due(dueAt.ToUniversalTime())), ct);
}
