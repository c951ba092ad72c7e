using System.Diagnostics;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Messaging.Inbox;
using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kivenkolo.Ledger;

/// <summary>Takes one guard away, so that a test shows that it would notice: without the inbox effects double, without the outbox they get lost,
/// without the error queue messages come for ever, without room for several one holds up the next,
/// without the budget consumers take every connection, without its transaction a job's effect doubles.</summary>
internal static class Controls
{
    public static void TakeAway(IServiceCollection services, string guard)
    {
        if (guard == "inbox") services.Replace(ServiceDescriptor.Scoped<IOutboxContextFactory<LedgerDb>, EveryTime>());
        else if (guard == "outbox") services.Replace(ServiceDescriptor.Scoped<IScopedBusContextProvider<IBus>, StraightToTheBroker>());
        else if (guard == "error queue") services.AddSingleton<IConfigureReceiveEndpoint, GiveBack>();
        else if (guard == "room") services.AddSingleton<IConfigureReceiveEndpoint, OneAtATime>();
        else if (guard == "budget") services.AddSingleton(new ConnectionBudget(int.MaxValue));
        else if (guard is "job transaction" or "send without transaction") { } // jobs and deliveries ask the configuration themselves
        else throw new ArgumentException($"There is no guard {guard}.");
    }

    /// <summary>Forgets before each delivery that the message was consumed.</summary>
    private sealed class EveryTime(LedgerDb db, IServiceProvider services, ConnectionBudget budget, TimeProvider clock) : IOutboxContextFactory<LedgerDb>
    {
        public Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next) where T : class =>
            new InboxFilter<LedgerDb>(db, services, budget, clock).Send(context, new OutboxConsumeOptions
            {
                ConsumerId = options.ConsumerId,
                ConsumerType = $"{options.ConsumerType}-{Stopwatch.GetTimestamp()}",
            }, next);

        public void Probe(ProbeContext context) => context.CreateFilterScope("everyTime");
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
