using System.IO.Compression;
using System.Net.Mime;
using Kivenkolo.Gateway;
using Kivenkolo.Gateway.Caching;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.ResponseCompression;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("Gateway");
builder.AddTrustedProxies();
builder.Services.AddRateLimits(http => http.Request.Path == "/health" || http.Request.Path == "/alive" ? null : RateLimit.Gateway);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    // A sign-out carries the identity token of a person with many roles in its address.
    kestrel.Limits.MaxRequestLineSize = 16 * 1024;
    kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
    kestrel.Limits.MaxRequestHeaderCount = 80;
    kestrel.DescribeMalformedRequests(builder.Environment);
});
// How long a service may be silent within one request: longer than it gives itself, so that it is the service that says what took too long.
var silence = TimeSpan.FromSeconds(builder.Configuration.GetValue("Gateway:SilenceSeconds", 30));
// The proxy keeps that time itself, and tells a service that is slow from one that is away; a second clock would cut in.
builder.Services.Configure<RequestTimeoutOptions>(options => options.DefaultPolicy = null);

builder.Services.AddResponseCompression(options => // of cached responses
{
    options.EnableForHttps = true;
    options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/calendar", "application/atom+xml", "application/ld+json", MediaTypeNames.Image.Svg];
});
builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
builder.Services.AddSingleton<Services>();
builder.Services.AddProbes();
builder.Services.AddSingleton<IProxyConfigProvider>(services =>
    new InMemoryConfigProvider(Routes.All, Routes.Clusters(services.GetRequiredService<Services>(), silence)));
builder.Services.AddReverseProxy()
    .ConfigureHttpClient((_, handler) => handler.ConnectTimeout = TimeSpan.FromSeconds(3))
    // X-Forwarded-For, -Proto and -Host are set anew by the proxy itself; these would reach a service as the client wrote them.
    .AddTransforms(transforms => transforms.AddRequestHeaderRemove("Forwarded").AddRequestHeaderRemove("X-Real-IP"));

var app = builder.Build();
var cache = ActivatorUtilities.CreateInstance<ResponseCache>(app.Services);
app.UseMiddleware<SecurityHeaders>();
// The caller's address and its limit; then cache hits, before anything else is done for a request.
app.UseForwardedHeaders();
app.UseRateLimits();
app.Use(cache.Serve);
app.UseServiceDefaults();
app.Use(cache.Fill);
app.UseAuthorization(); // which the proxy wants, and which would else come before all of this
app.MapApiReference();
HtmlPage.MapStylesheet(app);
app.MapUnknownPaths();
app.MapReverseProxy(proxy => proxy.Use(ServiceUnavailable.Describe));
app.Run();

public partial class Program;
