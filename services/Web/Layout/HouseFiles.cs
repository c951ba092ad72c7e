using System.Text.Json;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;

namespace Kivenkolo.Web.Layout;

/// <summary>
/// The addresses of the stylesheets, the icon and the small scripts of <c>wwwroot/assets</c>. They carry a fingerprint of what is in them, so that a browser
/// may keep them for a year and still has the new one on the day it changes. MapStaticAssets serves them, compressed by the build.
/// </summary>
public static class HouseFiles
{
    // Beside the assembly, written by the build: each file by its own name and by that with the fingerprint.
    private static readonly Dictionary<string, string> Fingerprinted =
        ReadManifest(Path.Combine(AppContext.BaseDirectory, "Web.staticwebassets.endpoints.json"));

    public static readonly string Stylesheet = Address("kivenkolo.css");
    public static readonly string A3 = Address("a3.css");
    public static readonly string Icon = Address("icon.svg");
    public static readonly string Paper = Address("paper.js");
    public static readonly string Wall = Address("wall.js");
    public static readonly string Tally = Address("tally.js");
    public static readonly string CountWorker = Address("count-worker.js");

    public static void Map(WebApplication app) => app.MapStaticAssets().AllowEveryone().LimitRate(RateLimit.Read).Add(endpoint =>
    {
        if (endpoint is not RouteEndpointBuilder { RequestDelegate: { } serve } asset) return;
        if ("/" + asset.RoutePattern.RawText?.TrimStart('/') != CountWorker) return;
        // The one that works for pages elsewhere: those where visitors are counted.
        endpoint.RequestDelegate = http =>
        {
            http.Response.Headers["Service-Worker-Allowed"] = "/";
            return serve(http);
        };
    });

    private static string Address(string name) => Fingerprinted["assets/" + name];

    private static Dictionary<string, string> ReadManifest(string file)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(file));
        var addresses = new Dictionary<string, string>();
        foreach (var endpoint in manifest.RootElement.GetProperty("Endpoints").EnumerateArray())
            foreach (var property in endpoint.GetProperty("EndpointProperties").EnumerateArray())
                if (property.GetProperty("Name").ValueEquals("label"))
                    addresses[property.GetProperty("Value").GetString()!] = "/" + endpoint.GetProperty("Route").GetString();
        return addresses;
    }
}
