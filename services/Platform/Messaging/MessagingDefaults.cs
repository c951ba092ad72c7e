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
public sealed class Hearing
{
    internal List<Type> Consumers { get; } = [];

    internal bool SpacesAreOwn { get; private set; }

    /// <summary>Hears what the consumer consumes; each consumer has a queue of its own.</summary>
    public Hearing AddConsumer<TConsumer>() where TConsumer : class, IConsumer
    {
        Consumers.Add(typeof(TConsumer));
        return this;
    }

    /// <summary>The service owns the spaces, so it does not listen for them.</summary>
    public Hearing OwnsSpaces()
    {
        SpacesAreOwn = true;
        return this;
    }
}

/// <summary>Registers a service's database and bus.</summary>
public static class MessagingDefaults
{
    // Each message being consumed has a connection, some two; half of Npgsql's pool of 100 is left to those who ask.
    private const int MostConsuming = 40;

    /// <summary>
    /// The bus with quorum queues and confirms, the outbox and its relay, the inbox, over the service's database.
    /// <c>IPublishEndpoint</c> and <c>ConsumeContext.Publish</c> write to the outbox.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">The service's name; its queues begin with it.</param>
    /// <param name="configure">What the service hears.</param>
    public static void AddMessaging<TDb>(this WebApplicationBuilder builder, string service, Action<Hearing> configure) where TDb : ServiceDb
    {
        var hearing = new Hearing();
        configure(hearing);
        if (!hearing.SpacesAreOwn) hearing.AddConsumer<WhenSpaceChanged<TDb>>();

        var services = builder.Services;
        services.AddSingleton<OutboxSignal>().AddSingleton<OutboxSignal.AfterSave>().AddSingleton<OutboxSignal.AfterCommit>();
        services.AddSingleton<MessagingFigures>();
        services.ConfigureDbContext<TDb>((provider, options) =>
            options.AddInterceptors(provider.GetRequiredService<OutboxSignal.AfterSave>(), provider.GetRequiredService<OutboxSignal.AfterCommit>()), ServiceLifetime.Singleton);

        builder.AddRabbitMQClient("messaging");
        builder.DegradeWithoutBroker();
        services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(MessagingFigures.Name, "MassTransit"));
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(MessagingFigures.Name, "MassTransit"));
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry(); // Else its makers are told of each start: the queues' names, the machine, the library.
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            foreach (var consumer in hearing.Consumers) bus.AddConsumer(consumer);
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            bus.AddConfigureEndpointsCallback((context, queue, endpoint) =>
            {
                if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit) rabbit.SetQuorumQueue();
                endpoint.PrefetchCount = 16;
                endpoint.ConcurrentMessageLimit = Math.Clamp(MostConsuming / hearing.Consumers.Count, 2, 8);
                // While the database is away or older than this release there is nothing better to do than to wait for it: an hour, in steps.
                endpoint.UseMessageRetry(retry => { retry.Handle<Exception>(Outages.IsNotReady); retry.Interval(1800, TimeSpan.FromSeconds(2)); });
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Ignore<Exception>(Outages.IsNotReady);
                    retry.Intervals(100, 500, 2000, 5000);
                });
                endpoint.ConnectConsumerConfigurationObserver(new OutboxConsumePipeSpecificationObserver<TDb>(endpoint, context));
                endpoint.ConfigureError(error =>
                {
                    error.UseFilter(new CountFailed(context.GetRequiredService<MessagingFigures>(), queue));
                    error.UseFilter(new ErrorTransportFilter());
                });
            });
            bus.UsingRabbitMq((context, rabbit) =>
            {
                var address = context.GetRequiredService<IConfiguration>().GetConnectionString("messaging")
                    ?? throw new InvalidOperationException("The broker's address is missing: ConnectionStrings:messaging.");
                rabbit.Host(new Uri(address), host => host.PublisherConfirmation = true);
                rabbit.TrySoon();
                rabbit.ConfigureEndpoints(context);
            });
        });
        services.AddScoped<IOutboxContextFactory<TDb>, OnceOnly<TDb>>();
        services.RemoveAll<IScopedBusContextProvider<IBus>>();
        services.AddScoped<IScopedBusContextProvider<IBus>, OutboxBus<TDb>>();
        services.AddScoped<IDelayedPublisher, DelayedPublisher>();
        services.AddHostedService<Relay>();
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

    /// <summary>Counts what fails for good, on its way to the <c>_error</c> queue.</summary>
    private sealed class CountFailed(MessagingFigures figures, string queue) : IFilter<ExceptionReceiveContext>
    {
        public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
        {
            figures.Failed(queue);
            return next.Send(context);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("countFailed");
    }
}
