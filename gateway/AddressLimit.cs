using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Kivenkolo.Gateway;

/// <summary>
/// How much one address may ask of the whole house: <c>Gateway:RequestsPerMinute</c> (1200), refilled every second. Generous, because a
/// whole house may share one address; each service has closer limits of its own.
/// </summary>
internal static class AddressLimit
{
    public static void AddAddressLimit(this WebApplicationBuilder builder) => builder.Services.AddRateLimiter(options =>
    {
        var perMinute = Math.Max(60, builder.Configuration.GetValue("Gateway:RequestsPerMinute", 1200));
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsProbe(http.Request.Path)
            ? RateLimitPartition.GetNoLimiter("probe")
            : RateLimitPartition.GetTokenBucketLimiter(KeyOf(http.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = perMinute / 60,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) * (perMinute / 60) / perMinute,
                QueueLimit = 0,
            }));
        options.OnRejected = Refuse;
    });

    private static async ValueTask Refuse(OnRejectedContext context, CancellationToken ct)
    {
        var http = context.HttpContext;
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = new ProblemDetails { Status = StatusCodes.Status429TooManyRequests, Type = "urn:kivenkolo:TooManyRequests" },
        });
    }

    // One subscriber of IPv6 has a whole /64, so that is what counts as an address.
    private static string KeyOf(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }

    private static bool IsProbe(PathString path) => path == "/health" || path == "/alive";
}
