using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Communications;
using Kivenkolo.Clients.Identity;
using Kivenkolo.Clients.Participation;
using Kivenkolo.Clients.Partners;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Kivenkolo.Web.Services;

/// <summary>The services whose APIs these pages call, found by name (<c>services:calendar:http:0</c>).</summary>
internal static class ServiceClients
{
    /// <summary>How long a page waits for a service, retries included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddServiceClients(this IServiceCollection services)
    {
        services.AddTransient<TellWhoAsks>();
        services.AddClient<CalendarClient>("calendar");
        services.AddClient<ParticipationClient>("participation");
        services.AddClient<PartnersClient>("partners");
        services.AddClient<CommunicationsClient>("communications");
        services.AddClient<IdentityClient>("identity");
    }

    private static void AddClient<T>(this IServiceCollection services, string name) where T : class
    {
        var client = services.AddHttpClient<T>(http =>
        {
            http.BaseAddress = new Uri($"http://{name}");
            http.Timeout = Timeout.InfiniteTimeSpan; // the pipeline below keeps the time
        });
        client.AddHttpMessageHandler<TellWhoAsks>();
        client.AddResilienceHandler("patience", pipeline =>
        {
            var retry = new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(150),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = false,
            };
            retry.DisableFor(HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete); // only reading is tried again
            pipeline.AddTimeout(Patience).AddRetry(retry);
        });
    }
}
