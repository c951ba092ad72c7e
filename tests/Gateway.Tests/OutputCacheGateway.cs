using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Kivenkolo.Gateway.Tests;

/// <summary>
/// What the gateway's own response cache is held against: YARP behind ASP.NET Core's output cache with locking, set up for the same requests, responses,
/// key, lifetime and compression. It has no rate limit and no security headers, which is to its advantage.
/// </summary>
internal static class OutputCacheGateway
{
    /// <summary>Starts one on a port of its own, before one service.</summary>
    public static async Task<(WebApplication App, Uri Address)> Start(Uri service)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOutputCache(options =>
        {
            options.SizeLimit = 64 * 1024 * 1024;
            options.MaximumBodySize = 32 * 1024 * 1024;
            options.AddBasePolicy(new PublicResponses());
        });
        builder.Services.AddResponseCompression(options => options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/calendar"]);
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [new RouteConfig { RouteId = "all", ClusterId = "service", Match = new RouteMatch { Path = "/{**rest}" } }],
                [
                    new ClusterConfig
                    {
                        ClusterId = "service",
                        Destinations = new Dictionary<string, DestinationConfig> { ["service"] = new() { Address = service.AbsoluteUri } },
                    },
                ])
            // So that there is always a whole response to cache.
            .AddTransforms(transforms => transforms.AddRequestHeaderRemove(HeaderNames.IfNoneMatch));
        var app = builder.Build();
        app.UseOutputCache();
        app.UseResponseCompression(); // within, so that the compressed response is cached
        app.MapReverseProxy();
        await app.StartAsync();
        return (app, new Uri(app.Urls.First()));
    }

    private sealed class PublicResponses : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            var (request, headers) = (context.HttpContext.Request, context.HttpContext.Request.Headers);
            context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking =
                HttpMethods.IsGet(request.Method) && headers.Cookie.Count == 0 && headers.Authorization.Count == 0 && headers.Range.Count == 0;
            context.CacheVaryByRules.QueryKeys = "*";
            context.CacheVaryByRules.HeaderNames = new[] { HeaderNames.Accept, HeaderNames.AcceptLanguage, HeaderNames.AcceptEncoding };
            context.ResponseExpirationTimeSpan = TimeSpan.FromMilliseconds(500);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            var (http, response) = (context.HttpContext, context.HttpContext.Response);
            if (response.StatusCode != StatusCodes.Status200OK || response.Headers.SetCookie.Count > 0 || http.GetForwarderErrorFeature() is not null
                || !CacheControlHeaderValue.TryParse(response.Headers.CacheControl.ToString(), out var control) || !control.Public || control.NoStore)
                context.AllowCacheStorage = false;
            return ValueTask.CompletedTask;
        }
    }
}
