using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Outside;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>A message to a webhook.</summary>
/// <param name="Url">The endpoint.</param>
/// <param name="MessageId">The <c>webhook-id</c>, by which the receiver knows a repeat.</param>
/// <param name="At">When it was signed, UTC.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Body">What was signed.</param>
internal sealed record WebhookMessage(string Url, string MessageId, DateTimeOffset At, string Signature, string Body);

/// <summary>
/// Posts a signed message to a partner's endpoint; follows no redirect, and the answer's body is not read. The span stays here and carries
/// the host alone.
/// </summary>
internal sealed class WebhookTransport : ITransport<WebhookMessage, Answer>, IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly TimeSpan _atMost;

    public WebhookTransport(OutsideTargets targets, IConfiguration configuration)
    {
        _atMost = configuration.GetValue("Webhooks:Timeout", TimeSpan.FromSeconds(10));
        _http = new HttpMessageInvoker(OutsideHttp.Handler(targets));
    }

    public async Task<Answer> Send(WebhookMessage message, CancellationToken ct)
    {
        var target = new Uri(message.Url);
        using var span = PartnersMetrics.Spans.StartActivity("webhook delivery", ActivityKind.Client);
        span?.SetTag("http.request.method", "POST");
        span?.SetTag("server.address", target.IdnHost);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_atMost);
        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Kivenkolo-Webhooks", "1"));
        request.Headers.Add("webhook-id", message.MessageId);
        request.Headers.Add("webhook-timestamp", message.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", message.Signature);
        Answer answer;
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            answer = new Answer((int)response.StatusCode, null, RetryAfter(response, message.At));
            span?.SetTag("http.response.status_code", answer.Status);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { answer = new Answer(null, "timeout", null); }
        catch (HttpRequestException e) { answer = new Answer(null, OutsideHttp.Reason(e), null); }

        if (!answer.IsTaken) span?.SetStatus(ActivityStatusCode.Error);
        if (answer.Error is not null) span?.SetTag("error.type", answer.Error);
        return answer;
    }

    public void Dispose() => _http.Dispose();

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) ? null
        : response.Headers.RetryAfter is not { } after ? null
        : after.Delta ?? after.Date - now;
}
