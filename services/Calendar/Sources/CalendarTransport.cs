using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Outside;

namespace Kivenkolo.Calendar.Sources;

/// <summary>How a source answered, or why it did not.</summary>
/// <param name="Status">The status of the last answer.</param>
/// <param name="Error">Why there is no content, in one word; null when there is, or when nothing has changed.</param>
/// <param name="Content">What it sent, at most an octet more than is read.</param>
/// <param name="Etag">What it wants to be asked with, next time.</param>
/// <param name="LastModified">The same, as a date.</param>
internal sealed record Fetched(int? Status, string? Error, byte[]? Content = null, string? Etag = null, string? LastModified = null)
{
    public bool IsUnchanged => Status == (int)HttpStatusCode.NotModified;
}

/// <summary>Asks for a calendar.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Etag">Sends it only when it has changed since.</param>
/// <param name="LastModified">The same, as a date.</param>
internal sealed record CalendarRequest(string Address, SourceKind Kind, string? Etag, string? LastModified)
{
    /// <summary>Whether it may say that nothing has changed.</summary>
    public bool MayBeUnchanged => Etag is not null || LastModified is not null;
}

/// <summary>
/// Asks partners' servers for their calendars. A deadline over all, a bound on what is read, at most three redirects, each of which the guard
/// looks at as at the first address. Nothing is unpacked, so nothing grows on the way.
/// </summary>
internal sealed class CalendarTransport : ITransport<CalendarRequest, Fetched>, IDisposable
{
    private const int MostRedirects = 3;
    private const int LongestValidator = 300;

    private readonly HttpMessageInvoker http;
    private readonly TimeSpan atMost;

    public CalendarTransport(OutsideTargets targets, IConfiguration configuration)
    {
        atMost = configuration.GetValue("Sources:Timeout", TimeSpan.FromSeconds(20));
        http = new HttpMessageInvoker(OutsideHttp.Handler(targets));
    }

    public async Task<Fetched> Send(CalendarRequest message, CancellationToken ct)
    {
        var target = new Uri(message.Address);
        using var span = CalendarMetrics.Spans.StartActivity("source pull", ActivityKind.Client);
        span?.SetTag("http.request.method", "GET");
        span?.SetTag("server.address", target.IdnHost);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);

        Fetched fetched;
        try { fetched = await Follow(target, message, limit.Token); }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { fetched = new(null, "timeout"); }
        catch (HttpRequestException e) { fetched = new(null, OutsideHttp.Reason(e)); }
        catch (IOException) { fetched = new(null, "connection"); }
        // What the stack makes of an answer that no server should give.
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException or FormatException or ArgumentException)
        {
            fetched =
            new(null, "bad-answer");
        }

        span?.SetTag("http.response.status_code", fetched.Status);
        if (fetched.Error is not null) span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", fetched.Error);
        return fetched;
    }

    public void Dispose() => http.Dispose();

    private async Task<Fetched> Follow(Uri target, CalendarRequest asked, CancellationToken ct)
    {
        for (var hops = 0; ; hops++)
        {
            using var request = Request(target, asked);
            using var response = await http.SendAsync(request, ct);
            var status = (int)response.StatusCode;
            if (response.StatusCode == HttpStatusCode.NotModified && asked.MayBeUnchanged) return new(status, null);
            if (status is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } elsewhere)
            {
                if (hops == MostRedirects) return new(status, "redirects");
                if (!Uri.TryCreate(target, elsewhere, out var next) || next.Scheme is not ("https" or "http") || next.UserInfo.Length > 0)
                    return new(status, "address-not-allowed");
                target = next;
                continue;
            }
            if (response.StatusCode != HttpStatusCode.OK) return new(status, "status");
            return new(status, null, await Read(response.Content, ct), Short(response.Headers.ETag?.ToString()),
                Short(response.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture)));
        }
    }

    private static HttpRequestMessage Request(Uri target, CalendarRequest asked)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Kivenkolo-Calendar", "1"));
        request.Headers.Add("Accept", asked.Kind == SourceKind.Ics ? "text/calendar" : "application/ld+json, text/html;q=0.9");
        request.Headers.Add("Accept-Encoding", "identity");
        if (asked.Etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", asked.Etag);
        else if (asked.LastModified is not null) request.Headers.TryAddWithoutValidation("If-Modified-Since", asked.LastModified);
        return request;
    }

    private static async Task<byte[]> Read(HttpContent content, CancellationToken ct)
    {
        var read = new ArrayBufferWriter<byte>(64 * 1024);
        await using var stream = await content.ReadAsStreamAsync(ct);
        // One octet more than is read tells the reader that there was more.
        while (read.WrittenCount <= IcsReader.MostBytes)
        {
            var some = await stream.ReadAsync(read.GetMemory(16 * 1024), ct);
            if (some == 0) break;
            read.Advance(some);
        }
        return read.WrittenSpan.ToArray();
    }

    private static string? Short(string? validator) => validator is { Length: <= LongestValidator } ? validator : null;
}
