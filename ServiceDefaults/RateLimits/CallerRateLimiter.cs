using System.Globalization;
using System.Threading.RateLimiting;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Kivenkolo.ServiceDefaults.RateLimits;

/// <summary>
/// Token buckets by limit and caller: full they hold a minute's requests, and they refill evenly. A caller is an account or a client; without either
/// an IPv4 address, or the /64 of an IPv6 address, which is what one subscriber has.
/// </summary>
internal sealed class CallerRateLimiter : PartitionedRateLimiter<HttpContext>
{
    /// <summary>What the limits are counted in.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The most partitions of one limit. Callers are spread over them by a hash with a seed of this process, so that one who comes from ever new addresses
    /// cannot make memory grow; the price is that of a thousand callers at a time, one in sixty shares its bucket with another.
    /// </summary>
    internal const int MaxPartitions = 1 << 16;

    private readonly Func<HttpContext, RateLimit?> limitOf;
    private readonly Dictionary<RateLimit, int> permits;
    private readonly PartitionedRateLimiter<HttpContext> partitions;

    public CallerRateLimiter(IConfiguration configuration, Func<HttpContext, RateLimit?> limitOf)
    {
        this.limitOf = limitOf;
        permits = Enum.GetValues<RateLimit>().ToDictionary(limit => limit, limit => configuration.GetValue($"RateLimits:{limit}", Default(limit)));
        var buckets = permits.ToDictionary(limit => limit.Key, limit => BucketOf(limit.Key, limit.Value));
        partitions = PartitionedRateLimiter.Create<HttpContext, (RateLimit? Limit, int Partition)>(http => limitOf(http) is { } limit
            ? RateLimitPartition.GetTokenBucketLimiter<(RateLimit?, int)>((limit, PartitionOf(http)), _ => buckets[limit])
            : RateLimitPartition.GetNoLimiter<(RateLimit?, int)>(default));
    }

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => partitions.GetStatistics(resource);

    /// <summary>The partition of a request's caller, from 0 to <see cref="MaxPartitions"/> - 1.</summary>
    internal static int PartitionOf(HttpContext http)
    {
        var hash = new HashCode();
        if (http.User.Subject() is { } subject) hash.Add(subject);
        else if (http.AddressOfCaller() is { } address) hash.Add(address);
        return hash.ToHashCode() & (MaxPartitions - 1);
    }

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) =>
        Tell(resource, partitions.AttemptAcquire(resource, permitCount));

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
        Tell(resource, await partitions.AcquireAsync(resource, permitCount, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing) partitions.Dispose();
        base.Dispose(disposing);
    }

    // Of the limit that is closest: the gateway's own shows only when it rejects.
    private RateLimitLease Tell(HttpContext http, RateLimitLease lease)
    {
        if (limitOf(http) is not { } limit || (limit is RateLimit.Gateway && lease.IsAcquired)) return lease;
        var remaining = lease.IsAcquired ? partitions.GetStatistics(http)?.CurrentAvailablePermits ?? 0 : 0;
        http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{limit}\";q={permits[limit]};w={Window.TotalSeconds}");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{limit}\";r={remaining}");
        return lease;
    }

    private static TokenBucketRateLimiterOptions BucketOf(RateLimit limit, int permits)
    {
        if (permits < 1) throw new InvalidOperationException($"RateLimits:{limit} is {permits}; it is a number of requests a minute, at least 1.");
        var tokens = Math.Max(1, permits / 60);
        return new() { TokenLimit = permits, TokensPerPeriod = tokens, ReplenishmentPeriod = Window * tokens / permits, QueueLimit = 0 };
    }

    private static int Default(RateLimit limit) => limit switch
    {
        RateLimit.Read => 600,
        RateLimit.ResidentWrite => 30,
        RateLimit.StaffWrite => 300,
        RateLimit.Partner => 120,
        RateLimit.Gateway => 1200,
        _ => throw new ArgumentOutOfRangeException(nameof(limit)),
    };
}
