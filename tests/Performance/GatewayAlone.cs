using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kivenkolo.Gateway.Tests;
using Kivenkolo.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Performance;

/// <summary>
/// The gateway by itself, before a service that answers at once: its cache hits against nginx and against ASP.NET Core's output cache, and how long requests
/// take while others stall. Four minutes; needs neither database nor broker. <c>-- --gateway</c>
/// </summary>
internal static partial class GatewayAlone
{
    /// <summary>What runs in a process of its own: the gateway that is compared. Ends when its input does.</summary>
    public static async Task ServeOutputCache(string service)
    {
        var (app, address) = await OutputCacheGateway.Start(new Uri(service));
        Console.WriteLine(address);
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    public static async Task Measure(string directory, int seconds, int pairs, Action<string[]> line)
    {
        await using var service = await StartService();
        var address = new Uri(service.Urls.First());
        await using var rivals = new Rivals(directory);
        var (files, nginx, _) = await rivals.Nginx();
        var gateway = await StartGateway(rivals, address);
        var outputCache = await StartOutputCache(rivals, address);
        var load = new Load(directory, null, seconds, pairs);
        using var client = new HttpClient(new SocketsHttpHandler());
        await Load.Get("output cache", new Uri(outputCache, "/fi/page")).Run(10); // compiled for good, as the gateway will be
        var isWarm = false;

        line(["compared", "ratio (median)", "spread", "a second", "of the other"]);
        line(["---", "---:", "---", "---:", "---:"]);
        foreach (var (name, path) in new[] { ("JSON", "/api/calendar/v1/week"), ("a page", "/fi/page") })
            foreach (var coding in (string[])["", "br"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway, path));
                request.Headers.Add("Accept-Encoding", coding);
                using var response = await client.SendAsync(request);
                var (bytes, file) = (await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(), name.Replace(' ', '-') + coding);
                await File.WriteAllBytesAsync(Path.Combine(files, file), bytes);
                var what = string.Create(CultureInfo.InvariantCulture,
                    $"a cache hit, {name}{(coding.Length > 0 ? ", compressed" : "")} ({bytes.Length / 1000.0:0.0} kB)");
                var hit = Load.Get("gateway", new Uri(gateway, path), coding);
                var theirs = Load.Get("output cache", new Uri(outputCache, path), coding);
                Row(what + " : ASP.NET Core's output cache with locking", await load.Compare(hit, theirs, isWarm));
                isWarm = true;
                theirs = Load.Get("nginx as installed", new Uri(nginx, "/" + file), coding);
                Row(what + " : nginx, the same bytes from a file", await load.Compare(hit, theirs, isWarm));
            }

        line([]);
        line(["p99 of others, 32 connections", "without", "while 50 stall", "ratio (median)", "spread"]);
        line(["---", "---:", "---:", "---:", "---"]);
        foreach (var (name, path) in new[] { ("cache hits", "/api/calendar/v1/week"), ("passed on to a service", "/api/calendar/v1/private") })
        {
            await P99(new Uri(gateway, path), 5);
            List<(double Without, double With)> all = [];
            for (var pair = 0; pair < pairs; pair++)
            {
                var without = pair % 2 == 0 ? await P99(new Uri(gateway, path), seconds) : 0;
                using var stalling = new CancellationTokenSource();
                var stalled = Enumerable.Range(0, 50).Select(n => Stall(client, new Uri(gateway, $"/api/calendar/v1/stalled?{n}"), stalling.Token)).ToArray();
                var with = await P99(new Uri(gateway, path), seconds);
                await stalling.CancelAsync();
                await Task.WhenAll(stalled);
                all.Add((pair % 2 == 0 ? without : await P99(new Uri(gateway, path), seconds), with));
            }
            var ratios = all.Select(one => one.With / one.Without).Order().ToArray();
            line([
                name, Milliseconds(all.Select(one => one.Without)), Milliseconds(all.Select(one => one.With)),
                $"**{Text(ratios[ratios.Length / 2])}**", $"{Text(ratios[0])}–{Text(ratios[^1])}",
            ]);
        }

        void Row(string what, Compared compared) => line([
            what, $"**{Text(compared.Median)}**", $"{Text(compared.Ratios[0])}–{Text(compared.Ratios[^1])}", $"{compared.Ours:0}", $"{compared.Theirs:0}",
        ]);
    }

    private static async Task<WebApplication> StartService()
    {
        var json = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, 100).Select(n =>
            $$"""
            {"id":"{{DeterministicId(n)}}","title":"Kävelyryhmä {{n}}: kävelemme meren rantaan","start":"2026-11-{{n % 28 + 1:00}}T10:00:00Z",
            "place":"Olohuone","status":"confirmed","places":{{n * 37 % 20}}}
            """)) + "]");
        var page = Encoding.UTF8.GetBytes("<!DOCTYPE html><html lang=\"fi\"><body>" + string.Concat(Enumerable.Range(0, 300).Select(n =>
            $"<article id=\"{DeterministicId(n)}\"><h2>Kävelyryhmä {n}</h2><p>Kävelemme meren rantaan ja takaisin.</p></article>")) + "</body></html>");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/api/calendar/v1/week", http => Write(http, "public, no-cache", "application/json", json));
        app.MapGet("/api/calendar/v1/private", http => Write(http, "private", "application/json", json));
        app.MapGet("/api/calendar/v1/stalled", http => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted));
        app.MapGet("/fi/page", http => Write(http, "public, no-cache", "text/html; charset=utf-8", page));
        await app.StartAsync();
        return app;

        static Guid DeterministicId(int n) => Platform.Kernel.DeterministicId.Of($"performance:{n}");

        static Task Write(HttpContext http, string control, string type, byte[] body)
        {
            var response = http.Response;
            (response.Headers.CacheControl, response.Headers.ETag, response.ContentType, response.ContentLength) = (control, "\"v1\"", type, body.Length);
            return response.Body.WriteAsync(body).AsTask();
        }
    }

    private static async Task<Uri> StartGateway(Rivals rivals, Uri service)
    {
        var address = new Uri($"http://127.0.0.1:{RunningSystem.FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Checkout.Path("gateway", "bin", "Release", "net10.0", "Gateway.dll")]) { RedirectStandardOutput = true };
        foreach (var name in (string[])["calendar", "communications", "participation", "partners", "identity", "web"])
            start.Environment[$"services__{name}__http__0"] = service.AbsoluteUri;
        (start.Environment["ASPNETCORE_ENVIRONMENT"], start.Environment["ASPNETCORE_URLS"]) = ("Development", address.AbsoluteUri);
        foreach (var limit in Enum.GetNames<ServiceDefaults.RateLimits.RateLimit>()) start.Environment[$"RateLimits__{limit}"] = "600000000";
        rivals.Add(Process.Start(start)!);
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        await Eventually.Become(async () => (await client.GetAsync(new Uri("/alive", UriKind.Relative))).IsSuccessStatusCode, "the gateway answers");
        return address;
    }

    private static async Task<Uri> StartOutputCache(Rivals rivals, Uri service)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(GatewayAlone).Assembly.Location, "--output-cache", service.AbsoluteUri])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // As the gateway's are.
        (start.Environment["DOTNET_gcServer"], start.Environment["DOTNET_GCDynamicAdaptationMode"]) = ("1", "0");
        var process = Process.Start(start)!;
        rivals.Add(process);
        return new Uri((await process.StandardOutput.ReadLineAsync())!);
    }

    private static async Task Stall(HttpClient client, Uri address, CancellationToken until)
    {
        try { await client.GetAsync(address, until); }
        catch (OperationCanceledException) { }
    }

    /// <summary>In milliseconds.</summary>
    private static async Task<double> P99(Uri address, int seconds)
    {
        var ran = await Command.Run("wrk", ["-t", "2", "-c", "32", "-d", $"{seconds}s", "--latency", address.AbsoluteUri]);
        var told = NinetyNine().Match(ran.Output);
        return double.Parse(told.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * (told.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 });
    }

    private static string Milliseconds(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? $"{Text(sorted[sorted.Length / 2])} ms" : "";

    private static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"99%\s+([0-9.]+)(us|ms|s)")]
    private static partial Regex NinetyNine();
}
