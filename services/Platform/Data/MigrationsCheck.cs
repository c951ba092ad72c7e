using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kivenkolo.Platform.Data;

/// <summary>Not ready until the database's migrations have run; asked until it is so once, since a schema does not go back.</summary>
public static class MigrationsCheck
{
    /// <summary>The check's name in the report.</summary>
    public const string Name = "migrations";

    /// <summary>Adds the check.</summary>
    /// <param name="services">Those of the process.</param>
    /// <param name="arePending">Whether there is a migration that has not run, asked within a scope.</param>
    public static void AddMigrationsCheck(this IServiceCollection services, Func<IServiceProvider, CancellationToken, Task<bool>> arePending)
    {
        services.AddSingleton(provider => new Applied(provider.GetRequiredService<IServiceScopeFactory>(), arePending));
        services.AddHealthChecks().Add(new HealthCheckRegistration(Name, provider => provider.GetRequiredService<Applied>(), HealthStatus.Unhealthy, null));
    }

    private sealed class Applied(IServiceScopeFactory scopes, Func<IServiceProvider, CancellationToken, Task<bool>> arePending) : IHealthCheck
    {
        private volatile bool areApplied;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (areApplied) return HealthCheckResult.Healthy();
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                areApplied = !await arePending(scope.ServiceProvider, cancellationToken);
                return areApplied ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, "Migrations have not run.");
            }
            catch (Exception e) when (DatabaseAvailability.IsNotReady(e))
            {
                return new HealthCheckResult(context.Registration.FailureStatus, "The database does not answer.");
            }
        }
    }
}
