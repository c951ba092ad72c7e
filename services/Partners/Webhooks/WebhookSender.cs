using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kivenkolo.ServiceDefaults.Outside;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>
/// Posts a signed message to a partner's endpoint; follows no redirect, and the answer's body is not read. The span stays here and carries
/// the host alone.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly TimeSpan _atMost;

    public WebhookSender(OutsideTargets targets, IConfiguration configuration)
    {
        _atMost = configuration.GetValue("Webhooks:Timeout", TimeSpan.FromSeconds(10));
        _http = new HttpMessageInvoker(OutsideHttp.Handler(targets));
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
