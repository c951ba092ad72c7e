using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kivenkolo.ServiceDefaults.Outside;

/// <summary>
/// Requests to addresses that somebody outside chose. The connection goes to the very address that was checked; no proxy, no redirect, no
/// cookie, nothing unpacked. They have handlers of their own, so that neither the system's names (service discovery) nor its trace context
/// reach the outside.
/// </summary>
public static class OutsideHttp
{
    /// <summary>Registers the guard, which asks the system's resolver.</summary>
    public static void AddOutsideTargets(this IHostApplicationBuilder builder) => builder.Services.AddSingleton(new OutsideTargets(
        builder.Configuration.GetValue("Outside:AllowLoopback", builder.Environment.IsDevelopment()), System.Net.Dns.GetHostAddressesAsync));

    /// <summary>A handler whose connections the guard has let through.</summary>
    public static SocketsHttpHandler Handler(OutsideTargets targets) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        MaxConnectionsPerServer = 8,
        MaxResponseHeadersLength = 16, // KiB
        MaxResponseDrainSize = 16 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ConnectCallback = (context, ct) => Connect(targets, context, ct),
    };

    /// <summary>Why there was no answer, in one word: address-not-allowed, tls, timeout, name-not-found, bad-answer or connection.</summary>
    public static string Reason(HttpRequestException e) =>
        e.InnerException is TargetNotAllowedException ? "address-not-allowed"
        : e.InnerException is AuthenticationException ? "tls"
        : e.InnerException is OperationCanceledException or TimeoutException ? "timeout"
        : e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "name-not-found",
            HttpRequestError.SecureConnectionError => "tls",
            HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => "bad-answer",
            _ => "connection",
        };

    private static async ValueTask<Stream> Connect(OutsideTargets targets, SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var endpoint = context.DnsEndPoint;
        var addresses = await targets.Addresses(endpoint.Host, context.InitialRequestMessage.RequestUri!.Scheme, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // The addresses themselves: a name given here would be resolved again, behind the check's back.
            await socket.ConnectAsync(addresses, endpoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
