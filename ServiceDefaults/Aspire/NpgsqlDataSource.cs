using Aspire.Npgsql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

#pragma warning disable IDE0130 // The names are those of Aspire's client integration, which takes this file's place with -p:UseAspireClients=true.

namespace Aspire.Npgsql
{
    /// <summary>The settings of Aspire.Npgsql, in the section <c>Aspire:Npgsql[:&lt;name&gt;]</c>.</summary>
    public sealed class NpgsqlSettings
    {
        /// <summary>Where the database is.</summary>
        public string? ConnectionString { get; set; }

        /// <summary>Leaves the health check out.</summary>
        public bool DisableHealthChecks { get; set; }

        /// <summary>Leaves the spans out.</summary>
        public bool DisableTracing { get; set; }

        /// <summary>Leaves the meters out.</summary>
        public bool DisableMetrics { get; set; }
    }
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>Aspire.Npgsql's registration over Npgsql itself.</summary>
    public static class AspirePostgreSqlNpgsqlExtensions
    {
        /// <summary>
        /// Registers an <see cref="NpgsqlDataSource"/>: section <c>Aspire:Npgsql</c>, then <c>Aspire:Npgsql:&lt;name&gt;</c>, then
        /// <c>ConnectionStrings:&lt;name&gt;</c>, then <paramref name="configureSettings"/>. Health check <c>PostgreSql</c>, source and meter <c>Npgsql</c>.
        /// </summary>
        /// <exception cref="InvalidOperationException">On first use, when there is no connection string.</exception>
        public static void AddNpgsqlDataSource(this IHostApplicationBuilder builder, string connectionName,
            Action<NpgsqlSettings>? configureSettings = null, Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null)
        {
            var settings = new NpgsqlSettings();
            builder.Configuration.GetSection("Aspire:Npgsql").Bind(settings);
            builder.Configuration.GetSection($"Aspire:Npgsql:{connectionName}").Bind(settings);
            if (builder.Configuration.GetConnectionString(connectionName) is { } connectionString) settings.ConnectionString = connectionString;
            configureSettings?.Invoke(settings);

            builder.Services.AddSingleton(services =>
            {
                if (string.IsNullOrEmpty(settings.ConnectionString))
                    throw new InvalidOperationException($"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}' or under the 'ConnectionString' key in 'Aspire:Npgsql' or 'Aspire:Npgsql:{connectionName}'.");
                var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
                source.UseLoggerFactory(services.GetService<Logging.ILoggerFactory>());
                configureDataSourceBuilder?.Invoke(source);
                return source.Build();
            });
            if (!settings.DisableHealthChecks)
                builder.Services.AddHealthChecks().Add(new HealthCheckRegistration("PostgreSql",
                    services => new Answers(services.GetRequiredService<NpgsqlDataSource>()), null, null));
            if (!settings.DisableTracing) builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddNpgsql());
            if (!settings.DisableMetrics) builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Npgsql"));
        }

        private sealed class Answers(NpgsqlDataSource source) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try
                {
                    await using var command = source.CreateCommand("SELECT 1");
                    await command.ExecuteScalarAsync(cancellationToken);
                    return HealthCheckResult.Healthy();
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
                {
                    return new HealthCheckResult(context.Registration.FailureStatus, "The database does not answer.");
                }
            }
        }
    }
}
