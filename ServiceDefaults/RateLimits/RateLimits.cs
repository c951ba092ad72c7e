using System.Globalization;
using System.Threading.RateLimiting;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.RateLimits;

/// <summary>
/// ASP.NET Core's rate limiter with one partition for each caller, and the <c>RateLimit</c> and <c>RateLimit-Policy</c> headers
/// (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
public static class RateLimits
{
    /// <summary>States the endpoint's limit.</summary>
    public static TBuilder LimitRate<TBuilder>(this TBuilder endpoint, RateLimit limit) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(limit);

    /// <summary>Registers the limits.</summary>
    /// <param name="services">The process.</param>
    /// <param name="limitOf">The limit of a request, null for none; unless given, the one that its endpoint states.</param>
    public static void AddRateLimits(this IServiceCollection services, Func<HttpContext, RateLimit?>? limitOf = null)
    {
        services.AddRateLimiter(options => options.OnRejected = Reject);
        services.AddOptions<RateLimiterOptions>()
            .Configure<IConfiguration>((options, configuration) => options.GlobalLimiter = new CallerRateLimiter(configuration, limitOf ?? StatedLimit));
    }

    /// <summary>Keeps the limits; after routing and authentication where endpoints state them.</summary>
    public static void UseRateLimits(this IApplicationBuilder app) => app.UseRateLimiter();

    private static RateLimit? StatedLimit(HttpContext http) => http.GetEndpoint()?.Metadata.OfType<RateLimit>().Cast<RateLimit?>().LastOrDefault();

    /// <summary>429 with <c>Retry-After</c> in whole seconds, at least one, and a problem document whatever the caller accepts.</summary>
    private static async ValueTask Reject(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var (http, window) = (rejected.HttpContext, CallerRateLimiter.Window);
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : window;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await http.WriteProblem(new ProblemDetails { Status = StatusCodes.Status429TooManyRequests, Type = "urn:kivenkolo:api:rate-limit-exceeded" });
    }
}
