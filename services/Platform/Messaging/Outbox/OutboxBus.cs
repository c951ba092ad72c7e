using Kivenkolo.Platform.Data;
using MassTransit;
using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Platform.Messaging.Outbox;

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
            db.Add(OutboxRow.Of(context, clock.GetUtcNow()));
            return Task.CompletedTask;
        }

        public object? GetService(Type serviceType) => services.GetService(serviceType);
    }
}
