using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Model;

namespace Kivenkolo.Gateway.Caching;

/// <summary>
/// What of an anonymous request its response may depend on. The headers by which services negotiate language, form and compression are always part
/// of the key, whether a response names them in <c>Vary</c> or not.
/// </summary>
internal readonly record struct CacheKey(
    string Scheme, string? Host, string? Path, string? Query, string Accept, string AcceptLanguage, string AcceptEncoding)
{
    /// <summary>The longest key that is cached, in characters.</summary>
    private const int MaxLength = 2000;

    /// <summary>What <c>Vary</c> may name: what the key has, and what only a request with credentials sends.</summary>
    private static readonly HashSet<string> Covered = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Language", "Accept-Encoding", "Cookie", "Authorization",
    };

    /// <summary>Its characters.</summary>
    public int Length =>
        Scheme.Length + (Host?.Length ?? 0) + (Path?.Length ?? 0) + (Query?.Length ?? 0) + Accept.Length + AcceptLanguage.Length + AcceptEncoding.Length;

    /// <summary>The key of a request; null when its response is for the caller alone.</summary>
    public static CacheKey? Of(HttpContext http)
    {
        var request = http.Request;
        if (!HttpMethods.IsGet(request.Method)) return null;
        var headers = request.Headers;
        if (headers.Cookie.Count > 0 && !IsAntiforgeryOnly(headers.Cookie)) return null;
        if (headers.Authorization.Count > 0 || headers.Range.Count > 0 || headers.Upgrade.Count > 0) return null;
        if (headers.ContentLength is > 0 || headers.TransferEncoding.Count > 0) return null;
        var key = new CacheKey(request.Scheme, request.Host.Value, request.Path.Value, request.QueryString.Value,
            headers.Accept.ToString(), headers.AcceptLanguage.ToString(), headers.AcceptEncoding.ToString());
        return key.Length <= MaxLength ? key : null;
    }

    /// <summary>Whether responses of the service that the request is routed to may be cached at all.</summary>
    public static bool IsCacheable(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RouteModel>() is { } route && route.Config.ClusterId != Services.Identity;

    /// <summary>Whether the key covers everything that the response says it varies by.</summary>
    public static bool Covers(IHeaderDictionary response) => response.Vary.All(line => line!.Split(',', StringSplitOptions.TrimEntries).All(Covered.Contains));

    // The antiforgery cookie says nothing of who has it, and a response with its token in it is never public.
    private static bool IsAntiforgeryOnly(StringValues cookies) => cookies is [{ } cookie] && !cookie.Contains(';', StringComparison.Ordinal)
        && (cookie.StartsWith("__Host-kivenkolo-form=", StringComparison.Ordinal) || cookie.StartsWith("kivenkolo-form=", StringComparison.Ordinal));
}
