using MassTransit;
using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Messaging.Outbox;

/// <summary>
/// Stands in for the bus wherever a slice asks for <see cref="IPublishEndpoint"/>: what is published becomes a row of the outbox, saved with
/// the slice's own changes. Within a consumer the consumer's context does the same.
/// </summary>
internal sealed class OutboxBus<TDb>(IBus bus, TDb db, TimeProvider clock, ScopedConsumeContextProvider consuming, IServiceProvider services)
    : IScopedBusContextProvider<IBus> where TDb : ServiceDb
{
    public ScopedBusContext Context { get; } = consuming.HasContext
        ? new ConsumeContextScopedBusContext(consuming.GetContext(), services.GetRequiredService<Bind<IBus, IClientFactory>>().Value)
        : new WithinRequest(bus, db, clock, services);

    private sealed class WithinRequest(IBus bus, TDb db, TimeProvider clock, IServiceProvider services) : ScopedBusContext, OutboxSendContext
    {
        public ISendEndpointProvider SendEndpointProvider => field ??= new OutboxSendEndpointProvider(this, bus);

        public IPublishEndpoint PublishEndpoint => field ??= new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));

        public IScopedClientFactory ClientFactory => throw new NotSupportedException("Services do not ask each other; they hear events.");

        public Task AddSend<T>(SendContext<T> context) where T : class
        {
            db.Outbox.Add(OutboxRow.Of(context, clock.GetUtcNow()));
            return Task.CompletedTask;
        }

        public object? GetService(Type serviceType) => services.GetService(serviceType);
    }
}

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
