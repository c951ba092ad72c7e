using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Gateway.Tests;

/// <summary>What a service behind the gateway saw of a request.</summary>
public sealed record Seen(string Service, string Method, string Path, string Query, Dictionary<string, string> Headers, int BodyLength);

/// <summary>
/// The gateway on a real socket, and before it what stands for the services: real servers that answer with what they saw. A path that ends in
/// <c>/silent</c> is never answered; <c>/openapi/v1.json</c> is a small document.
/// </summary>
public sealed class House : IAsyncLifetime
{
    public static readonly string[] Services = ["calendar", "communications", "participation", "partners", "identity", "web"];

    private readonly List<WebApplication> services = [];
    private readonly List<Factory> gateways = [];
    private readonly Dictionary<string, string> addresses = [];
    private readonly ConcurrentDictionary<string, RequestDelegate> scripts = new();

    public async ValueTask InitializeAsync()
    {
        foreach (var service in Services)
        {
            var app = await StartService(service);
            services.Add(app);
            addresses[$"services:{service}:http:0"] = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in gateways) await gateway.DisposeAsync();
        foreach (var service in services) await service.DisposeAsync();
    }

    /// <summary>From now on the services answer at this path so.</summary>
    public void Answer(string path, RequestDelegate script) => scripts[path] = script;

    /// <summary>Starts a gateway and returns its address.</summary>
    public Uri Gateway(params (string Key, string Value)[] settings) => Gateway(_ => { }, settings);

    /// <summary>Starts a gateway with a clock of the test's own.</summary>
    public Uri Gateway(TimeProvider? clock, params (string Key, string Value)[] settings) =>
        Gateway(services => { if (clock is not null) services.Replace(ServiceDescriptor.Singleton(clock)); }, settings);

    /// <summary>Starts a gateway with services of the test's own.</summary>
    public Uri Gateway(Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var configuration = new Dictionary<string, string>(addresses)
        {
            ["urls"] =
            "http://127.0.0.1:0", ["environment"] = "Development", ["Logging:LogLevel:Default"] = "Warning"
        };
        foreach (var (key, value) in settings) configuration[key] = value;
        var factory = new Factory(configuration, configure);
        gateways.Add(factory);
        factory.UseKestrel();
        factory.StartServer();
        return factory.ClientOptions.BaseAddress;
    }

    /// <summary>A client of a gateway that follows no redirect and keeps no cookie.</summary>
    public HttpClient Client(params (string Key, string Value)[] settings) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = Gateway(settings) };

    /// <summary>Where a service listens.</summary>
    public Uri AddressOf(string service) => new(addresses[$"services:{service}:http:0"]);

    /// <summary>Ends with the others.</summary>
    public void Add(WebApplication app) => services.Add(app);

    /// <summary>The container of the gateway that was started last.</summary>
    public IServiceProvider Inside => gateways[^1].Services;

    /// <summary>An address at which nothing listens.</summary>
    public static string Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private async Task<WebApplication> StartService(string name)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/alive", () => "ok");
        app.MapGet("/openapi/v1.json", () => Results.Json(new
        {
            openapi = "3.1.1",
            service = name,
            paths = new Dictionary<string, object>
            {
                ["/api/x/{id}"] = new
                {
                    get =
                    new { summary = "Read <one>", responses = new Dictionary<string, object> { ["200"] = new { description = "OK" } } }
                },
            },
        }));
        app.Map("/{**rest}", async (HttpContext http) =>
        {
            if (scripts.TryGetValue(http.Request.Path.Value!, out var script))
            {
                await script(http);
                return Results.Empty;
            }
            if (http.Request.Path.Value!.EndsWith("/silent", StringComparison.Ordinal))
                await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
            if (http.Request.Path.Value!.EndsWith("/teapot", StringComparison.Ordinal)) return Results.Problem(statusCode: 418, type: "urn:teapot");
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            http.Response.Headers.Server = "something/1.0";
            http.Response.Headers["X-Powered-By"] = "something";
            return Results.Json(new Seen(name, http.Request.Method, http.Request.Path, http.Request.QueryString.Value ?? "",
                http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), (int)body.Length),
                    JsonSerializerOptions.Web);
        });
        await app.StartAsync();
        return app;
    }

    private sealed class Factory(Dictionary<string, string> configuration, Action<IServiceCollection> configure) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseContentRoot(AppContext.BaseDirectory);
            foreach (var (key, value) in configuration) builder.UseSetting(key, value);
            builder.ConfigureTestServices(configure);
        }
    }
}
