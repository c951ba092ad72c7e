using System.Text.Json;
using System.Text.Json.Serialization;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Kivenkolo.ServiceDefaults;

/// <summary>What every process has, whichever started it.</summary>
public static class Defaults
{
    /// <summary>The largest request body, in bytes, unless an endpoint states another: 1 MiB.</summary>
    public const long MaximumBody = 1024 * 1024;

    /// <summary>Telemetry, health, problem details, the clock, service discovery and the server's limits.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="name">The name of the service in telemetry: source and meter are <c>Kivenkolo.&lt;name&gt;</c>.</param>
    public static void AddServiceDefaults(this WebApplicationBuilder builder, string name)
    {
        builder.AddTelemetry(name);
        builder.Services.TryAddSingleton<TimeProvider>(new MicrosecondClock());
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        // Whoever asks waits as long at most.
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations.Where(check => check.Timeout == Timeout.InfiniteTimeSpan)) check.Timeout = TimeSpan.FromSeconds(3);
        });
        builder.Services.AddSingleton<IHealthCheckPublisher>(services =>
            new HealthMetric(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), name));
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        BadRequests.Add(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBody;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        });
        builder.Services.AddRequestTimeouts(options => options.DefaultPolicy = new() { Timeout = TimeSpan.FromSeconds(25) });
        // One hop, the gateway or Web, stands before every service; it has put the caller's address in.
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.ForwardLimit = 1;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
        });
    }

    /// <summary><see cref="AddServiceDefaults"/>, and what a service with an API has besides: JSON, tokens, access rules, rate limits, OpenAPI 3.1.</summary>
    public static void AddApi(this WebApplicationBuilder builder, string name)
    {
        builder.AddServiceDefaults(name);
        builder.AddTokens();
        builder.Services.AddRateLimits();
        builder.Services.ConfigureHttpJsonOptions(options => Shape(options.SerializerOptions));
        builder.Services.AddApiDocument();
    }

    /// <summary>The way JSON is written and read on every public address.</summary>
    public static void Shape(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.MaxDepth = 16;
        json.AllowDuplicateProperties = false;
        json.Converters.Add(new SafeString());
        json.Converters.Add(new LocalTime());
        json.Converters.Add(new UtcInstant());
        json.Converters.Add(new StrictEnum());
    }

    /// <summary>The pipeline of every process: errors become problems, <c>/alive</c> and <c>/health</c> answer.</summary>
    public static void UseServiceDefaults(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<AddressGuard>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = Report }).AllowAnonymous();
    }

    // Which part is not well, by name; why is in the log.
    private static Task Report(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.OrderBy(check => check.Key, StringComparer.Ordinal).ToDictionary(check => check.Key, check => check.Value.Status.ToString()),
    });

    /// <summary><see cref="UseServiceDefaults"/>, then tokens, access rules and rate limits; <c>/openapi/v1.json</c> answers.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseServiceDefaults();
        app.UseAuthentication();
        app.UseRateLimits();
        app.UseAuthorization();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }

    /// <summary>Turns away addresses with control characters before anything reads them.</summary>
    private sealed class AddressGuard(RequestDelegate next)
    {
        public Task InvokeAsync(HttpContext http)
        {
            var query = http.Request.QueryString.Value;
            if (!http.Request.Path.Value!.Any(char.IsControl) && (query is null || !query.Contains("%00", StringComparison.Ordinal))) return next(http);
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }
    }
}
