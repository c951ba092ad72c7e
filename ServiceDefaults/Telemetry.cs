using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
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
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder, string name)
    {
        // A line for every statement, and the outbox asks twice a second: spans tell it better. A line for every request and hop has the whole
        // address, and a one-time token in it. Configuration can bring the lines back.
        foreach (var category in new[] { "Npgsql", "Microsoft.EntityFrameworkCore.Database.Command", "Microsoft.AspNetCore", "System.Net.Http.HttpClient", "Yarp" })
            Log(category, LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            // Nobody to tell, so nothing is recorded; nor is a request given a span of its own, which it is as long as this may log.
            Log("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
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
                .AddSource($"Kivenkolo.{name}", "Kivenkolo.Messaging", "MassTransit", "Yarp.ReverseProxy")
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
                .AddMeter($"Kivenkolo.{name}", "Kivenkolo.Messaging", "MassTransit")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .UseOtlpExporter();

        void Log(string category, LogLevel from)
        {
            if (builder.Configuration[$"Logging:LogLevel:{category}"] is null) builder.Logging.AddFilter(category, from);
        }
    }

    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/alive");
}
