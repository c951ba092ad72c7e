using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Kivenkolo.Gateway;

/// <summary>
/// Whose word counts about where a request came from: only that of the proxies in <c>Gateway:TrustedProxies</c> (addresses, or networks such
/// as 10.0.0.0/8). Without any, what a client says in <c>X-Forwarded-*</c> is dropped.
/// </summary>
internal static class TrustedProxies
{
    public static void AddTrustedProxies(this WebApplicationBuilder builder)
    {
        var trusted = (builder.Configuration.GetSection("Gateway:TrustedProxies").Get<string[]>() ?? []).Where(proxy => proxy.Length > 0).ToArray();
        // After everything else that sets these: what serves a service behind the gateway would trust anyone here.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(options =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            options.ForwardedHeaders = trusted.Length == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Through as many of them as stand in a row; the first address that is none of theirs is the caller's.
            options.ForwardLimit = null;
            foreach (var proxy in trusted)
            {
                if (proxy.Contains('/', StringComparison.Ordinal)) options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
                else options.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        });
    }
}
