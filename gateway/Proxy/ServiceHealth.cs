using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kivenkolo.Gateway;

/// <summary>
/// Whether a service responds, for the report at <c>/health</c>. One that does not makes the gateway degraded, not unready: it still routes to
/// the others. The result is cached for a few seconds, so that probes of the gateway do not add up at the services.
/// </summary>
internal sealed class ServiceHealth(Uri address, HttpClient client, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3);
    private readonly Lock probing = new();
    private Task<HealthCheckResult>? result;
    private DateTimeOffset began;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (probing)
        {
            var now = clock.GetUtcNow();
            // A check during a probe waits for that one.
            if (result is null || (result.IsCompleted && now - began >= Lifetime)) (result, began) = (Probe(), now);
            return result.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> Probe()
    {
        try
        {
            using var response = await client.GetAsync(new Uri(address, "/alive"));
            return response.IsSuccessStatusCode ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("It says that it is not well.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return HealthCheckResult.Degraded("It does not respond.");
        }
    }
}

internal static class Probes
{
    public const string Client = "probes";

    public static void AddProbes(this IServiceCollection services)
    {
        services.AddHttpClient(Client, client => client.Timeout = TimeSpan.FromSeconds(2));
        var checks = services.AddHealthChecks();
        foreach (var service in Services.All)
        {
            // A singleton: the check caches its result.
            services.AddKeyedSingleton<IHealthCheck>(service, (provider, _) => new ServiceHealth(
                provider.GetRequiredService<Services>().AddressOf(service),
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(Client),
                provider.GetRequiredService<TimeProvider>()));
            checks.Add(new HealthCheckRegistration(service, provider => provider.GetRequiredKeyedService<IHealthCheck>(service), HealthStatus.Degraded, null));
        }
    }
}
