using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Kivenkolo.Gateway;

/// <summary>Which public address belongs to which service. What no service owns below <c>/api</c>, <c>/feeds</c> and <c>/docs</c> is not found.</summary>
internal static class Routes
{
    public static IReadOnlyList<RouteConfig> All { get; } =
    [
        .. Services.WithApi.Select(service => To(service, $"/api/{service}/{{**rest}}")),
        To("calendar", "/feeds/{space}/calendar.{rest}"),
        To("calendar", "/feeds/{space}/{kind}/{id}/calendar.{rest}"),
        To("calendar", "/linkedevents/v1/{**rest}"),
        To("communications", "/feeds/{space}/news.{rest}"),
        To(Services.Identity, "/connect/{**rest}"),
        To(Services.Identity, "/account/{**rest}"),
        To(Services.Identity, "/.well-known/{**rest}"),
        .. Services.WithDocument.Select(service => To(service, $"/docs/{service}/v1.json") with
        {
            Transforms = [new Dictionary<string, string> { ["PathSet"] = "/openapi/v1.json" }],
        }),
        To(Services.Web, "/{**rest}") with { Order = 1000 },
    ];

    public static IReadOnlyList<ClusterConfig> Clusters(Services services, TimeSpan silence) => [.. Services.All.Select(service => new ClusterConfig
    {
        ClusterId = service,
        Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = services.AddressOf(service).AbsoluteUri } },
        // As Kestrel reads them; by default a header with other than ASCII in it could not be passed on, and the service would seem to be away.
        HttpClient = new HttpClientConfig { RequestHeaderEncoding = "utf-8" },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = silence },
    })];

    /// <summary>Paths below these that no route above takes are not found; Web must not be asked for them.</summary>
    public static void MapUnknownPaths(this WebApplication app)
    {
        foreach (var prefix in (string[])["/api", "/feeds", "/linkedevents", "/docs", "/openapi"])
            app.Map(prefix + "/{**rest}", () => TypedResults.NotFound()).WithOrder(500);
    }

    private static RouteConfig To(string service, string path) => new()
    {
        RouteId = $"{service} {path}",
        ClusterId = service,
        Match = new RouteMatch { Path = path },
    };
}
