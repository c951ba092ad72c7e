using System.IO.Compression;
using System.Net.Mime;
using Kivenkolo.Gateway;
using Kivenkolo.Gateway.Sharing;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

// What arrives is worked on where it arrives, not handed to another thread: half the work of an answer that is there already. It asks that
// nothing here ever waits for a thread; the proxy and all that is before it do not. Read by the runtime when it opens its first socket.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var builder = WebApplication.CreateBuilder(args);
builder.Services.Configure<SocketTransportOptions>(sockets =>
{
    sockets.UnsafePreferInlineScheduling = true;
    // A connection keeps a page of memory while it waits, and is not asked first whether there is something to read.
    sockets.WaitForDataBeforeAllocatingBuffer = false;
});
builder.AddServiceDefaults("Gateway");
builder.AddTrustedProxies();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    // A sign-out carries the identity token of a person with many roles in its address.
    kestrel.Limits.MaxRequestLineSize = 16 * 1024;
    kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
    kestrel.Limits.MaxRequestHeaderCount = 80;
    kestrel.DescribeUnreadable(builder.Environment);
});
// How long a service may be silent within one request: longer than it gives itself, so that it is the service that says what took too long.
var silence = TimeSpan.FromSeconds(builder.Configuration.GetValue("Gateway:SilenceSeconds", 30));
// The proxy keeps that time itself, and tells a service that is slow from one that is away; a second clock would cut in.
builder.Services.Configure<RequestTimeoutOptions>(options => options.DefaultPolicy = null);

builder.Services.AddResponseCompression(options => // of shared answers
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
var shared = ActivatorUtilities.CreateInstance<SharedAnswers>(app.Services);
app.UseMiddleware<SecurityHeaders>();
// Whose request it is and whether they may ask; then what is there already, before anything else is done for it.
app.UseForwardedHeaders();
app.UseMiddleware<AddressLimit>();
app.Use(shared.Give);
app.UseServiceDefaults();
app.Use(shared.Ask);
app.UseAuthorization(); // which the proxy wants, and which would else come before all of this
Documents.Map(app);
app.MapNobodys();
app.MapReverseProxy(proxy => proxy.Use(Away.Tell));
app.Run();

public partial class Program;
