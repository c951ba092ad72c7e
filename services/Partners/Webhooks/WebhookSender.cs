using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>
/// Posts a signed message to a partner's endpoint. The connection goes to the very address that was checked; no proxy, no redirect, no
/// cookie; the answer's body is not read. It has its own handler, so that neither the system's names (service discovery) nor its trace
/// context reach the outside: the span stays here and carries the host alone.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly TimeSpan _atMost;

    public WebhookSender(WebhookTargets targets, IConfiguration configuration)
    {
        _atMost = configuration.GetValue("Webhooks:Timeout", TimeSpan.FromSeconds(10));
        _http = new HttpMessageInvoker(new SocketsHttpHandler
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
        });
    }

    public async Task<Answer> Send(string url, string messageId, DateTimeOffset at, string signature, string body, CancellationToken ct)
    {
        var target = new Uri(url);
        using var span = PartnersTelemetry.Spans.StartActivity("webhook delivery", ActivityKind.Client);
        span?.SetTag("http.request.method", "POST");
        span?.SetTag("server.address", target.IdnHost);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_atMost);
        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Kivenkolo-Webhooks", "1"));
        request.Headers.Add("webhook-id", messageId);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature);
        Answer answer;
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            answer = new Answer((int)response.StatusCode, null, RetryAfter(response, at));
            span?.SetTag("http.response.status_code", answer.Status);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { answer = new Answer(null, "timeout", null); }
        catch (HttpRequestException e) { answer = new Answer(null, Reason(e), null); }

        if (!answer.IsTaken) span?.SetStatus(ActivityStatusCode.Error);
        if (answer.Error is not null) span?.SetTag("error.type", answer.Error);
        return answer;
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> Connect(WebhookTargets targets, SocketsHttpConnectionContext context, CancellationToken ct)
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

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) ? null
        : response.Headers.RetryAfter is not { } after ? null
        : after.Delta ?? after.Date - now;

    private static string Reason(HttpRequestException e) =>
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
}
