using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Kivenkolo.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs by OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to. Spans carry routes, never addresses with their
/// query, so that what a person wrote or a one-time token cannot leak into them.
/// </summary>
public static class Telemetry
{
    /// <summary>Logs a category from a level on only, unless configuration says otherwise.</summary>
    public static void LogFrom(this IHostApplicationBuilder builder, string category, LogLevel level)
    {
        if (builder.Configuration[$"Logging:LogLevel:{category}"] is null) builder.Logging.AddFilter(category, level);
    }

    /// <summary>Tells what the process does, and what it asks of others.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="name">Its name: source and meter are <c>Kivenkolo.&lt;name&gt;</c>.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string name)
    {
        // A line for every request and hop has the whole address, and a one-time token in it.
        foreach (var category in new[] { "Microsoft.AspNetCore", "System.Net.Http.HttpClient", "Yarp" }) builder.LogFrom(category, LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            // Nobody to tell, so nothing is recorded; nor is a request given a span of its own, which it is as long as this may log.
            builder.LogFrom("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            return;
        }
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = false;
        });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? name.ToLowerInvariant(), "kivenkolo"))
            .WithTracing(tracing => tracing
                .AddSource($"Kivenkolo.{name}", "Yarp.ReverseProxy")
                .AddAspNetCoreInstrumentation(http =>
                {
                    http.Filter = context => !IsProbe(context.Request.Path);
                    http.EnrichWithHttpRequest = (span, _) => span.SetTag("url.query", null);
                    http.EnrichWithHttpResponse = (span, response) =>
                        span.SetTag("url.path", (response.HttpContext.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText);
                })
                .AddHttpClientInstrumentation(http => http.EnrichWithHttpRequestMessage = (span, request) =>
                    span.SetTag("url.full", request.RequestUri?.GetLeftPart(UriPartial.Authority))))
            .WithMetrics(metrics => metrics
                .AddMeter($"Kivenkolo.{name}")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .UseOtlpExporter();
    }

    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/alive");
}
