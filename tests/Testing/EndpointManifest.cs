using System.Text.Encodings.Web;
using System.Text.Json;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Testing;

/// <summary>One line of the manifest: what can be called, by whom, how often.</summary>
/// <param name="Verb">The HTTP method.</param>
/// <param name="Route">The route's template.</param>
/// <param name="Name">The slice.</param>
/// <param name="Access">The access rule in one line.</param>
/// <param name="RateLimit">The limit's name.</param>
public sealed record ManifestLine(string Verb, string Route, string Name, string Access, string RateLimit);

/// <summary>
/// Every endpoint of a service with its access rule and rate limit, kept in <c>endpoints.json</c> beside it: losing a rule is a visible change.
/// </summary>
public static class EndpointManifest
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // What every process answers by itself, mapped by ServiceDefaults.
    private static readonly string[] Own = ["/alive", "/health", "/openapi/{documentName}.json"];

    /// <summary>What the service maps; fails when an endpoint does not state exactly one access rule and one rate limit.</summary>
    public static ManifestLine[] Read(IServiceProvider services)
    {
        var endpoints = services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct()
            .Select(endpoint => (Endpoint: endpoint, Route: RouteOf(endpoint)))
            .Where(endpoint => !Own.Contains(endpoint.Route));
        return [.. endpoints.SelectMany(e => Lines(e.Endpoint, e.Route)).Distinct()
            .OrderBy(line => line.Route, StringComparer.Ordinal).ThenBy(line => line.Verb, StringComparer.Ordinal)];
    }

    /// <summary>Fails unless <c>services/&lt;service&gt;/endpoints.json</c> says what <see cref="Read"/> finds.</summary>
    public static Task Compare(IServiceProvider services, string service) =>
        CommittedFile.Compare($"services/{service}/endpoints.json", JsonSerializer.Serialize(Read(services), Json));

    // The files of one folder are one line: each has an endpoint for every name, fingerprint and coding.
    private static string RouteOf(RouteEndpoint endpoint)
    {
        var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return IsStaticAsset(endpoint) ? route[..route.LastIndexOf('/')] + "/{file}" : route;
    }

    private static bool IsStaticAsset(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    private static IEnumerable<ManifestLine> Lines(RouteEndpoint endpoint, string route)
    {
        var rules = endpoint.Metadata.OfType<AccessRule>().ToArray();
        var limits = endpoint.Metadata.OfType<RateLimit>().ToArray();
        if (rules.Length != 1 || limits.Length != 1)
            throw new InvalidOperationException(
                $"{endpoint.DisplayName} states {rules.Length} access rules and {limits.Length} rate limits instead of one each.");
        return (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(verb => new ManifestLine(
            verb, route, endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? (IsStaticAsset(endpoint) ? "StaticAsset" : ""), rules[0]
                .ToString(), limits[0].ToString()));
    }
}
