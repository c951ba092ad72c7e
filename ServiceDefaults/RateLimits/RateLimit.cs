using System.Globalization;
using System.Threading.RateLimiting;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Kivenkolo.ServiceDefaults.RateLimits;

/// <summary>How often one caller may call an endpoint; the figures a minute come from <c>RateLimits:&lt;name&gt;</c>.</summary>
public enum RateLimit
{
    /// <summary>Reading; by address; 600 a minute unless configured.</summary>
    Read,

    /// <summary>A resident's idea, answer or subscription; by address; 30 a minute.</summary>
    ResidentWrite,

    /// <summary>Staff's work; by account; 300 a minute.</summary>
    StaffWrite,

    /// <summary>A partner's system; by client; 120 a minute.</summary>
    Partner,
}

/// <summary>Limits by window of one minute, told in <c>RateLimit</c> and <c>RateLimit-Policy</c> (draft-ietf-httpapi-ratelimit-headers).</summary>
public static class RateLimits
{
    /// <summary>States the endpoint's limit.</summary>
    public static TBuilder LimitRate<TBuilder>(this TBuilder endpoint, RateLimit limit) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(limit);

    /// <summary>Keeps the limits that endpoints state; after the caller is known.</summary>
    public static void UseRateLimits(this IApplicationBuilder app) => app.UseMiddleware<Limiter>();

    internal sealed class Limiter(RequestDelegate next, IConfiguration configuration) : IAsyncDisposable
    {
        private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

        private readonly Dictionary<RateLimit, (int Permits, PartitionedRateLimiter<string> Callers)> limits =
            Enum.GetValues<RateLimit>().ToDictionary(limit => limit, limit =>
            {
                var permits = configuration.GetValue($"RateLimits:{limit}", Default(limit));
                return (permits, PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetFixedWindowLimiter(caller,
                    _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window, QueueLimit = 0 })));
            });

        public async Task InvokeAsync(HttpContext http)
        {
            if (Limit(http) is not { } limit) { await next(http); return; }

            var (permits, callers) = limits[limit];
            var caller = http.User.Subject() ?? http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
            using var lease = callers.AttemptAcquire(caller);
            var name = limit.ToString();
            var left = callers.GetStatistics(caller)?.CurrentAvailablePermits ?? 0;
            http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={permits};w=60");
            http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left}");
            if (lease.IsAcquired) await next(http);
            else await TooManyRequests.Refuse(http, lease, Window);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (_, callers) in limits.Values) await callers.DisposeAsync();
        }

        private static RateLimit? Limit(HttpContext http) => http.GetEndpoint()?.Metadata.OfType<RateLimit>().Cast<RateLimit?>().LastOrDefault();

        private static int Default(RateLimit limit) => limit switch
        {
            RateLimit.Read => 600,
            RateLimit.ResidentWrite => 30,
            RateLimit.StaffWrite => 300,
            RateLimit.Partner => 120,
            _ => throw new ArgumentOutOfRangeException(nameof(limit)),
        };
    }
}
