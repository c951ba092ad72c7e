using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.RateLimits;

/// <summary>How one who asks too often is told.</summary>
public static class TooManyRequests
{
    /// <summary>
    /// Answers 429 with <c>Retry-After</c> in whole seconds, at least one, and a problem document to those who take one: a calendar that takes
    /// <c>text/calendar</c> alone does not.
    /// </summary>
    /// <param name="http">The request that is refused.</param>
    /// <param name="lease">What the limiter gave instead of a permit; it may say when to come again.</param>
    /// <param name="otherwise">When to come again if it does not.</param>
    public static async Task Refuse(HttpContext http, RateLimitLease lease, TimeSpan otherwise)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : otherwise;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = new ProblemDetails { Status = StatusCodes.Status429TooManyRequests, Type = "urn:kivenkolo:TooManyRequests" },
        });
    }
}
