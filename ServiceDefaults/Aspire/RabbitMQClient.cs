using Aspire.RabbitMQ.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using OpenTelemetry.Trace;

#pragma warning disable IDE0130 // The names are those of Aspire's client integration, which takes this file's place with -p:UseAspireClients=true.

namespace Aspire.RabbitMQ.Client
{
    /// <summary>The settings of Aspire.RabbitMQ.Client, in the section <c>Aspire:RabbitMQ:Client[:&lt;name&gt;]</c>.</summary>
    public sealed class RabbitMQClientSettings
    {
        /// <summary>Where the broker is, an <c>amqp</c> address.</summary>
        public string? ConnectionString { get; set; }

        /// <summary>How many times the first connection is tried again.</summary>
        public int MaxConnectRetryCount { get; set; } = 5;

        /// <summary>Leaves the health check out.</summary>
        public bool DisableHealthChecks { get; set; }

        /// <summary>Leaves the spans out.</summary>
        public bool DisableTracing { get; set; }

        /// <summary>Whether the connection waits for its first use.</summary>
        public bool DisableAutoActivation { get; set; } = true;
    }
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>Aspire.RabbitMQ.Client's registration over RabbitMQ.Client itself.</summary>
    public static class AspireRabbitMQExtensions
    {
        /// <summary>
        /// Registers <see cref="IConnectionFactory"/> and <see cref="IConnection"/>: section <c>Aspire:RabbitMQ:Client</c>, then the named one, then
        /// <c>ConnectionStrings:&lt;name&gt;</c>, then <paramref name="configureSettings"/>. Health check <c>RabbitMQ.Client</c>, sources <c>RabbitMQ.Client.*</c>.
        /// </summary>
        public static void AddRabbitMQClient(this IHostApplicationBuilder builder, string connectionName,
            Action<RabbitMQClientSettings>? configureSettings = null, Action<ConnectionFactory>? configureConnectionFactory = null)
        {
            var settings = new RabbitMQClientSettings();
            var section = builder.Configuration.GetSection("Aspire:RabbitMQ:Client");
            var named = section.GetSection(connectionName);
            section.Bind(settings);
            named.Bind(settings);
            if (builder.Configuration.GetConnectionString(connectionName) is { } connectionString) settings.ConnectionString = connectionString;
            configureSettings?.Invoke(settings);

            builder.Services.AddSingleton<IConnectionFactory>(_ =>
            {
                var factory = new ConnectionFactory { ClientProvidedName = builder.Environment.ApplicationName };
                section.GetSection("ConnectionFactory").Bind(factory);
                named.GetSection("ConnectionFactory").Bind(factory);
                // A factory may be described by its section alone.
                if (!string.IsNullOrEmpty(settings.ConnectionString)) factory.Uri = new Uri(settings.ConnectionString);
                configureConnectionFactory?.Invoke(factory);
                return factory;
            });
            builder.Services.AddSingleton(services => Connect(services.GetRequiredService<IConnectionFactory>(), settings.MaxConnectRetryCount));
            if (!settings.DisableHealthChecks)
            {
                var check = new Connected();
                builder.Services.AddHealthChecks().Add(new HealthCheckRegistration("RabbitMQ.Client", services => check.With(services), null, null));
            }
            if (!settings.DisableTracing)
                builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource("Aspire.RabbitMQ.Client", "RabbitMQ.Client.*"));
        }

        // A singleton is made synchronously; this is the one place that has to wait for a connection. The pause doubles, from a second on.
        private static IConnection Connect(IConnectionFactory factory, int retries) => Task.Run(async () =>
        {
            for (var attempt = 0; ; attempt++)
            {
                try { return await factory.CreateConnectionAsync(); }
                catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException) when (attempt < retries) { }
                await Task.Delay(TimeSpan.FromSeconds(1 << Math.Min(attempt, 6)));
            }
        }).GetAwaiter().GetResult();

        private sealed class Connected : IHealthCheck
        {
            private readonly Lock one = new();
            private IServiceProvider? services;
            private Task<IConnection>? connecting;

            public Connected With(IServiceProvider provider)
            {
                services = provider;
                return this;
            }

            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try
                {
                    return (await Connection().WaitAsync(cancellationToken)).IsOpen
                        ? HealthCheckResult.Healthy()
                        : new HealthCheckResult(context.Registration.FailureStatus, "The broker does not answer.");
                }
                catch (Exception e) when (e is RabbitMQ.Client.Exceptions.BrokerUnreachableException or InvalidOperationException)
                {
                    return new HealthCheckResult(context.Registration.FailureStatus, "The broker does not answer.");
                }
            }

            // However many ask meanwhile, one thread waits for the first connection.
            private Task<IConnection> Connection()
            {
                lock (one)
                {
                    if (connecting is null or { IsFaulted: true }) connecting = Task.Run(() => services!.GetRequiredService<IConnection>());
                    return connecting;
                }
            }
        }
    }
}
