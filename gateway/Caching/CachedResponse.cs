using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Kivenkolo.Gateway.Caching;

/// <summary>A public response, complete and compressed.</summary>
internal sealed class CachedResponse
{
    // Of the one connection, of the moment, or of the first caller.
    private static readonly HashSet<string> NotCached = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.ContentLength, HeaderNames.TransferEncoding, HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.Trailer, HeaderNames.Date,
        HeaderNames.Server, "RateLimit", "RateLimit-Policy",
    };

    // Written in one piece, not in pages of memory: as many bytes as Kestrel buffers for a slow client anyway.
    private const int MaxSingleWrite = 64 * 1024;

    private readonly Endpoint? endpoint; // by which telemetry names it
    private readonly KeyValuePair<string, StringValues>[] headers;
    private readonly ReadOnlyMemory<byte> body;

    private CachedResponse(Endpoint? endpoint, IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        this.endpoint = endpoint;
        this.headers = [.. headers.Where(header => !NotCached.Contains(header.Key))];
        this.body = body;
    }

    /// <summary>
    /// A service's response, when it is complete and the service calls it <c>public</c>; null otherwise. Antiforgery makes a page with a form
    /// <c>no-store</c>.
    /// </summary>
    public static CachedResponse? From(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        if (response.StatusCode != StatusCodes.Status200OK || headers.SetCookie.Count > 0 || headers.Trailer.Count > 0) return null;
        if (!CacheControlHeaderValue.TryParse(headers.CacheControl.ToString(), out var control)) return null;
        if (!control.Public || control.Private || control.NoStore) return null;
        if (!CacheKey.Covers(headers)) return null;
        if (http.GetForwarderErrorFeature() is not null || (headers.ContentLength is { } length && length != body.Length)) return null;
        return new(http.GetEndpoint(), headers, Compressed(http, body));
    }

    /// <summary>Responds with it, or with 304 when <c>If-None-Match</c> names its tag.</summary>
    public async Task Send(HttpContext http)
    {
        var response = http.Response;
        http.SetEndpoint(endpoint);
        foreach (var (name, value) in headers) response.Headers[name] = value;
        if (TryNotModified(http)) return;
        response.ContentLength = body.Length;
        // A write to a client that has disconnected ends by itself.
        if (body.Length > MaxSingleWrite)
        {
            await response.Body.WriteAsync(body, CancellationToken.None);
            return;
        }
        await response.StartAsync(CancellationToken.None);
        body.Span.CopyTo(response.BodyWriter.GetSpan(body.Length));
        response.BodyWriter.Advance(body.Length);
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    /// <summary>Makes the response a 304 without a body when the client has what would be sent; whether it did.</summary>
    public static bool TryNotModified(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        if (request.Headers.IfNoneMatch.Count == 0 || response.StatusCode != StatusCodes.Status200OK) return false;
        if (response.Headers.ETag is not [{ } etag] || !Etag.IsKnown(request, etag)) return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        response.ContentLength = null;
        response.Headers.Remove(HeaderNames.ContentType);
        return true;
    }

    // Once for all readers, and public responses only: they hold no secret whose length could be guessed from the size of the whole (BREACH).
    private static ReadOnlyMemory<byte> Compressed(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var (headers, compression) = (http.Response.Headers, http.RequestServices.GetRequiredService<IResponseCompressionProvider>());
        if (!compression.ShouldCompressResponse(http)) return body;
        headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (compression.GetCompressionProvider(http) is not { } coding) return body;
        var compressed = new MemoryStream();
        using (var stream = coding.CreateStream(compressed)) stream.Write(body.Span);
        if (compressed.Length >= body.Length) return body;
        headers.ContentEncoding = coding.EncodingName;
        // The same state in other bytes (RFC 9110 section 8.8.3.3).
        if (headers.ETag is [{ } etag] && !etag.StartsWith("W/", StringComparison.Ordinal)) headers.ETag = "W/" + etag;
        return compressed.ToArray();
    }
}
