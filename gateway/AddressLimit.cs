using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Kivenkolo.ServiceDefaults.RateLimits;

namespace Kivenkolo.Gateway;

/// <summary>
/// How much one address may ask of the whole house: <c>Gateway:RequestsPerMinute</c> (1200), refilled every second. Generous, because a
/// whole house may share one address; each service has closer limits of its own.
/// </summary>
internal sealed class AddressLimit(RequestDelegate next, IConfiguration configuration) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<IPAddress?> addresses = Addresses(Math.Max(60, configuration.GetValue("Gateway:RequestsPerMinute", 1200)));

    public Task InvokeAsync(HttpContext http)
    {
        if (IsProbe(http.Request.Path)) return next(http);
        var lease = addresses.AttemptAcquire(http.Connection.RemoteIpAddress);
        return lease.IsAcquired ? next(http) : TooManyRequests.Refuse(http, lease, TimeSpan.FromSeconds(1));
    }

    public ValueTask DisposeAsync() => addresses.DisposeAsync();

    private static PartitionedRateLimiter<IPAddress?> Addresses(int perMinute) => PartitionedRateLimiter.Create<IPAddress?, string>(address =>
        RateLimitPartition.GetTokenBucketLimiter(KeyOf(address), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = perMinute / 60,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * (perMinute / 60) / perMinute,
            QueueLimit = 0,
        }));

    // One subscriber of IPv6 has a whole /64, so that is what counts as an address.
    private static string KeyOf(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }

    private static bool IsProbe(PathString path) => path == "/health" || path == "/alive";
}
