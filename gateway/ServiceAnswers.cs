using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kivenkolo.Gateway;

/// <summary>
/// Whether a service answers, for the report at <c>/health</c>. One that does not makes the gateway degraded, not unready: it still leads to
/// the others. What was learnt is kept for a few seconds, so that asking here often does not mean asking there often.
/// </summary>
internal sealed class ServiceAnswers(Uri address, HttpClient client, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);
    private readonly Lock asking = new();
    private Task<HealthCheckResult>? answer;
    private DateTimeOffset asked;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (asking)
        {
            var now = clock.GetUtcNow();
            // Who asks while the answer is on its way waits for that one.
            if (answer is null || (answer.IsCompleted && now - asked >= Kept)) (answer, asked) = (Ask(), now);
            return answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> Ask()
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/alive"));
            return answer.IsSuccessStatusCode ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("It answers that it is not well.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return HealthCheckResult.Degraded("It does not answer.");
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
            // Made once: the check keeps what it learnt.
            services.AddKeyedSingleton<IHealthCheck>(service, (provider, _) => new ServiceAnswers(
                provider.GetRequiredService<Services>().AddressOf(service),
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(Client),
                provider.GetRequiredService<TimeProvider>()));
            checks.Add(new HealthCheckRegistration(service, provider => provider.GetRequiredKeyedService<IHealthCheck>(service), HealthStatus.Degraded, null));
        }
    }
}
