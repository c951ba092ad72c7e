using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Kivenkolo.Web.Layout;

/// <summary>
/// The stylesheets, the icon and the small scripts, from the assembly. Their addresses carry a fingerprint of what is in them, so that a browser may keep them
/// for a year and still has the new one on the day it changes.
/// </summary>
public static class HouseFiles
{
    public static readonly string Stylesheet = Address("kivenkolo.css");
    public static readonly string A3 = Address("a3.css");
    public static readonly string Icon = Address("icon.svg");
    public static readonly string Paper = Address("paper.js");
    public static readonly string Wall = Address("wall.js");
    public static readonly string Tally = Address("tally.js");
    public static readonly string CountWorker = Address("count-worker.js");

    private static readonly Dictionary<string, Asset> Known = new[] { "kivenkolo.css", "a3.css", "icon.svg", "paper.js", "wall.js", "tally.js", "count-worker.js" }
        .ToDictionary(Address, name => new Asset(Type(name), Read(name)));

    public static void Map(IEndpointRouteBuilder app) => app.MapPage("/assets/{file}", Handle).OpenToEveryone(nameof(HouseFiles));

    internal static IResult Handle(string file, HttpContext http)
    {
        if (!Known.TryGetValue("/assets/" + file, out var asset)) return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        // The one that works for pages elsewhere: those where visitors are counted.
        if (http.Request.Path == CountWorker) http.Response.Headers["Service-Worker-Allowed"] = "/";
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase)) return Results.Bytes(asset.Plain, asset.Type);
        http.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(asset.Small, asset.Type);
    }

    private static string Address(string name)
    {
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Read(name)))[..12];
        return $"/assets/{Path.GetFileNameWithoutExtension(name)}.{fingerprint}{Path.GetExtension(name)}";
    }

    private static string Type(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private sealed record Asset(string Type, byte[] Plain)
    {
        public byte[] Small { get; } = Compressed(Plain);

        private static byte[] Compressed(byte[] plain)
        {
            using var bytes = new MemoryStream();
            using (var brotli = new BrotliStream(bytes, CompressionLevel.SmallestSize)) brotli.Write(plain);
            return bytes.ToArray();
        }
    }
}
