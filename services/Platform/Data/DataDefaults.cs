using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kivenkolo.Platform.Data;

/// <summary>Registers a service's database.</summary>
public static class DataDefaults
{
    // Longer than jobs and deliveries may take: what is too slow in one ends by its own limit and counts as its failure, not as a database that is away.
    private const int CommandTimeoutSeconds = 60;

    /// <summary>The database <c>&lt;service&gt;db</c>, its context, the current space, and the readiness check that its migrations have run.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">The service's name, in lower case.</param>
    /// <param name="configure">What this service's connections have besides.</param>
    public static void AddDatabase<TDb>(this WebApplicationBuilder builder, string service, Action<NpgsqlDataSourceBuilder>? configure = null) where TDb
        : ServiceDb
    {
        var services = builder.Services;
        builder.AddNpgsqlDataSource($"{service}db", configureDataSourceBuilder: source =>
        {
            source.ConnectionStringBuilder.CommandTimeout = CommandTimeoutSeconds;
            configure?.Invoke(source);
        });
        // A line for every statement, and the outbox asks twice a second: spans tell it better.
        builder.LogFrom("Npgsql", LogLevel.Warning);
        builder.LogFrom("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Warning);
        services.AddSingleton<ConnectionBudget>().AddSingleton<CommitBatch.OnSave>().AddSingleton<CommitBatch.OnCommit>();
        services.AddScoped<CurrentSpace>().AddScoped<ServiceDb>(provider => provider.GetRequiredService<TDb>());
        services.AddSingleton<IExceptionHandler>(new ConcurrencyConflicts(service));
        services.AddDbContext<TDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.SetPostgresVersion(15, 0))
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(provider.GetRequiredService<CommitBatch.OnSave>(), provider.GetRequiredService<CommitBatch.OnCommit>())
            // A constraint that turns a write down is an answer, not an error; what is not expected is logged where it ends up.
            .ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug))),
                    optionsLifetime: ServiceLifetime.Singleton);
        services.AddMigrationsCheck(async (scope, ct) => (await scope.GetRequiredService<TDb>().Database.GetPendingMigrationsAsync(ct)).Any());
    }
}
