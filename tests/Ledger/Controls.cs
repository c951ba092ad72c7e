using System.Diagnostics;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Messaging.Inbox;
using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kivenkolo.Ledger;

/// <summary>Takes one guard away, so that a test shows that it would notice: without the inbox effects double, without the outbox they get lost,
/// without the delay they come too soon, without the error queue messages come for ever, without room for several one holds up the next.</summary>
internal static class Controls
{
    public static void TakeAway(IServiceCollection services, string guard)
    {
        if (guard == "inbox") services.Replace(ServiceDescriptor.Scoped<IOutboxContextFactory<LedgerDb>, EveryTime>());
        else if (guard == "outbox") services.Replace(ServiceDescriptor.Scoped<IScopedBusContextProvider<IBus>, StraightToTheBroker>());
        else if (guard == "delay") services.Replace(ServiceDescriptor.Scoped<IDelayedPublisher, AtOnce>());
        else if (guard == "error queue") services.AddSingleton<IConfigureReceiveEndpoint, GiveBack>();
        else if (guard == "room") services.AddSingleton<IConfigureReceiveEndpoint, OneAtATime>();
        else throw new ArgumentException($"There is no guard {guard}.");
    }

    /// <summary>Forgets before each delivery that the message was consumed.</summary>
    private sealed class EveryTime(LedgerDb db, IServiceProvider services, TimeProvider clock) : IOutboxContextFactory<LedgerDb>
    {
        public Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next) where T : class =>
            new OnceOnly<LedgerDb>(db, services, clock).Send(context, new OutboxConsumeOptions
            {
                ConsumerId = options.ConsumerId,
                ConsumerType = $"{options.ConsumerType}-{Stopwatch.GetTimestamp()}",
            }, next);

        public void Probe(ProbeContext context) => context.CreateFilterScope("everyTime");
    }

    /// <summary>Writes a delayed message as one that is due.</summary>
    private sealed class AtOnce(IServiceProvider services, TimeProvider clock) : IDelayedPublisher
    {
        private readonly DelayedPublisher kept = ActivatorUtilities.CreateInstance<DelayedPublisher>(services);

        public Task Publish<T>(T message, DateTimeOffset dueAt, CancellationToken ct = default) where T : class => kept.Publish(message, clock.GetUtcNow(), ct);
    }

    /// <summary>Gives a message whose tries have all failed back to its queue.</summary>
    private sealed class GiveBack : IConfigureReceiveEndpoint, IFilter<ExceptionReceiveContext>
    {
        public void Configure(string name, IReceiveEndpointConfigurator configurator) => configurator.ConfigureError(error => error.UseFilter(this));

        public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) => Task.FromException(context.Exception);

        public void Probe(ProbeContext context) => context.CreateFilterScope("giveBack");
    }

    /// <summary>Takes the next message when the one before is done with.</summary>
    private sealed class OneAtATime : IConfigureReceiveEndpoint
    {
        public void Configure(string name, IReceiveEndpointConfigurator configurator) => configurator.UseConcurrencyLimit(1);
    }

    /// <summary>Publishes to the broker at once, whether or not the change is committed.</summary>
    private sealed class StraightToTheBroker(IBus bus, ScopedConsumeContextProvider consuming, IServiceProvider services) : IScopedBusContextProvider<IBus>
    {
        public ScopedBusContext Context { get; } = consuming.HasContext
            ? new ConsumeContextScopedBusContext(consuming.GetContext(), services.GetRequiredService<Bind<IBus, IClientFactory>>().Value)
            : new BusScopedBusContext<IBus>(bus, services.GetRequiredService<Bind<IBus, IClientFactory>>().Value, services);
    }
}
