using OpenIddict.Abstractions;

namespace Kivenkolo.Identity.Tokens;

/// <summary>Removes the records of tokens that have been of no use for a day, every hour. Two replicas doing it at once do no harm.</summary>
internal sealed partial class ForgetSpentTokens(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetSpentTokens> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var threshold = clock.GetUtcNow() - Kept;
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(threshold, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(threshold, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotForgotten(log, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Spent tokens could not be removed; it is tried again in an hour")]
    private static partial void NotForgotten(ILogger log, Exception e);
}
