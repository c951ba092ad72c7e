using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Messaging.Inbox;
using Kivenkolo.Platform.Messaging.Outbox;
using Kivenkolo.ServiceDefaults;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kivenkolo.Platform.Messaging;

/// <summary>What a service hears.</summary>
public sealed class ConsumerRegistration
{
    internal List<Type> Consumers { get; } = [];

    internal bool SpacesAreOwn { get; private set; }

    /// <summary>Hears what the consumer consumes; each consumer has a queue of its own.</summary>
    public ConsumerRegistration AddConsumer<TConsumer>() where TConsumer : class, IConsumer
    {
        Consumers.Add(typeof(TConsumer));
        return this;
    }

    /// <summary>The service owns the spaces, so it does not listen for them.</summary>
    public ConsumerRegistration OwnsSpaces()
    {
        SpacesAreOwn = true;
        return this;
    }
}

/// <summary>Registers a service's database and bus.</summary>
public static class MessagingDefaults
{
    // Of one consumer; all of them together share the connection budget.
    private const int ConcurrentMessages = 8;

    // RabbitMQ 3.10 redelivers for ever and 4 gives up after 20 times; here it is the same on both. An outage gives messages back each minute and a half.
    private const int DeliveryLimit = 200;

    /// <summary>
    /// The bus with quorum queues and confirms, the outbox and its relay, the inbox, over the service's database.
    /// <c>IPublishEndpoint</c> and <c>ConsumeContext.Publish</c> write to the outbox.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">The service's name; its queues begin with it.</param>
    /// <param name="configure">What the service hears.</param>
    public static void AddMessaging<TDb>(this WebApplicationBuilder builder, string service, Action<ConsumerRegistration> configure) where TDb : ServiceDb
    {
        var consumers = new ConsumerRegistration();
        configure(consumers);
        if (!consumers.SpacesAreOwn) consumers.AddConsumer<OnSpaceChanged<TDb>>();

        var services = builder.Services;
        services.AddSingleton<OutboxSignal>().AddSingleton<OutboxSignal.AfterSave>().AddSingleton<OutboxSignal.AfterCommit>();
        services.AddSingleton<MessagingMetrics>();
        services.ConfigureDbContext<TDb>((provider, options) =>
            options.AddInterceptors(provider.GetRequiredService<OutboxSignal.AfterSave>(), provider.GetRequiredService<OutboxSignal.AfterCommit>()),
            ServiceLifetime.Singleton);

        builder.AddRabbitMQClient("messaging");
        builder.DegradeWithoutBroker();
        services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(MessagingMetrics.Name, "MassTransit"));
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(MessagingMetrics.Name, "MassTransit"));
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry(); // Else its makers are told of each start: the queues' names, the machine, the library.
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            foreach (var consumer in consumers.Consumers) bus.AddConsumer(consumer);
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            bus.AddConfigureEndpointsCallback((context, queue, endpoint) =>
            {
                if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit) ConfigureQueue(rabbit, queue);
                // What waits behind others in a consumer is on the broker's clock too, so no more is fetched than is worked on.
                endpoint.PrefetchCount = ConcurrentMessages;
                endpoint.ConcurrentMessageLimit = ConcurrentMessages;
                // While the database is away or older than this release there is nothing better to do than to wait for it, but not as long as the
                // broker waits for a consumer (30 minutes): 21 at most when each try takes its full half minute. Then the broker has it back.
                endpoint.UseMessageRetry(retry => { retry.Handle<Exception>(DatabaseAvailability.IsNotReady); retry.Interval(40, TimeSpan.FromSeconds(2)); });
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Ignore<Exception>(DatabaseAvailability.IsNotReady);
                    retry.Intervals(100, 500, 2000, 5000);
                });
                endpoint.ConnectConsumerConfigurationObserver(new OutboxConsumePipeSpecificationObserver<TDb>(endpoint, context));
                endpoint.ConfigureError(error =>
                {
                    error.UseFilter(new GiveBackWhenNotReady());
                    error.UseFilter(new CountFailed(context.GetRequiredService<MessagingMetrics>(), queue));
                    error.UseFilter(new ErrorTransportFilter());
                });
            });
            bus.UsingRabbitMq((context, rabbit) =>
            {
                var address = context.GetRequiredService<IConfiguration>().GetConnectionString("messaging")
                    ?? throw new InvalidOperationException("The broker's address is missing: ConnectionStrings:messaging.");
                rabbit.Host(new Uri(address), host => host.PublisherConfirmation = true);
                rabbit.ReconnectSoon();
                rabbit.ConfigureEndpoints(context);
            });
        });
        services.AddScoped<IOutboxContextFactory<TDb>, InboxFilter<TDb>>();
        services.RemoveAll<IScopedBusContextProvider<IBus>>();
        services.AddScoped<IScopedBusContextProvider<IBus>, OutboxBus<TDb>>();
        services.AddHostedService<Relay>();
        services.AddSingleton(new ParkedRows("--outbox", "outbox", "sequence::text", "message_type", "attempts", "next_attempt_at"));
    }

    /// <summary>The tables of the outbox and the inbox.</summary>
    public static void AddMessagingTables(this ModelBuilder model)
    {
        OutboxRow.Shape(model);
        InboxRow.Shape(model);
    }

    // A service can do without the broker for a while: what it tells waits in the outbox.
    internal static void DegradeWithoutBroker(this WebApplicationBuilder builder) => builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
    {
        foreach (var check in options.Registrations.Where(check => check.Name == "RabbitMQ.Client")) check.FailureStatus = HealthStatus.Degraded;
    });

    // What was delivered too often goes where what failed goes. MassTransit declares the error queue with the arguments of the queue itself.
    private static void ConfigureQueue(IRabbitMqReceiveEndpointConfigurator endpoint, string queue)
    {
        var error = $"{queue}_error";
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
        endpoint.BindDeadLetterQueue(error, error, binding =>
        {
            binding.SetQueueArgument("x-queue-type", "quorum");
            binding.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            binding.SetQueueArgument("x-dead-letter-exchange", error);
        });
    }

    /// <summary>Gives a message back to its queue for which the database was not ready long enough: it has not failed.</summary>
    private sealed class GiveBackWhenNotReady : IFilter<ExceptionReceiveContext>
    {
        public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
            DatabaseAvailability.IsNotReady(context.Exception) ? Task.FromException(context.Exception) : next.Send(context);

        public void Probe(ProbeContext context) => context.CreateFilterScope("giveBackWhenNotReady");
    }

    /// <summary>Counts what fails for good, on its way to the <c>_error</c> queue.</summary>
    private sealed class CountFailed(MessagingMetrics metrics, string queue) : IFilter<ExceptionReceiveContext>
    {
        public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
        {
            metrics.Failed(queue);
            return next.Send(context);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("countFailed");
    }
}
