using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Kivenkolo.Gateway.Sharing;

/// <summary>An answer that everyone may have.</summary>
internal sealed class SharedAnswer
{
    // Of the one transfer, of the moment, or of the one who asked first.
    private static readonly HashSet<string> OfOneTransfer = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.ContentLength, HeaderNames.TransferEncoding, HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.Trailer, HeaderNames.Date,
        HeaderNames.Server, "RateLimit", "RateLimit-Policy",
    };

    // Bytes that are copied and sent in one piece, not in pages of memory: as many as the server keeps for a slow reader anyway.
    private const int InOnePiece = 64 * 1024;

    private readonly Endpoint? endpoint; // by which telemetry names it
    private readonly KeyValuePair<string, StringValues>[] headers;
    private readonly ReadOnlyMemory<byte> body;

    private SharedAnswer(Endpoint? endpoint, IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        this.endpoint = endpoint;
        this.headers = [.. headers.Where(header => !OfOneTransfer.Contains(header.Key))];
        this.body = body;
    }

    /// <summary>
    /// What a service has answered, when it is whole and the service says itself that it is <c>public</c>; null otherwise. A page with a form
    /// has a cookie with it, and its token makes it <c>no-store</c>.
    /// </summary>
    public static SharedAnswer? From(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        if (response.StatusCode != StatusCodes.Status200OK || headers.SetCookie.Count > 0 || headers.Trailer.Count > 0) return null;
        if (!CacheControlHeaderValue.TryParse(headers.CacheControl.ToString(), out var control)) return null;
        if (!control.Public || control.Private || control.NoStore) return null;
        if (!Question.Settles(headers)) return null;
        if (http.GetForwarderErrorFeature() is not null || (headers.ContentLength is { } length && length != body.Length)) return null;
        return new(http.GetEndpoint(), headers, Compressed(http, body));
    }

    /// <summary>Answers with it: 304 to one who has it already.</summary>
    public async Task Send(HttpContext http)
    {
        var response = http.Response;
        http.SetEndpoint(endpoint);
        foreach (var (name, value) in headers) response.Headers[name] = value;
        if (IsKnown(http)) return;
        response.ContentLength = body.Length;
        // Writing to one who has left ends by itself.
        if (body.Length > InOnePiece)
        {
            await response.Body.WriteAsync(body, CancellationToken.None);
            return;
        }
        await response.StartAsync(CancellationToken.None);
        body.Span.CopyTo(response.BodyWriter.GetSpan(body.Length));
        response.BodyWriter.Advance(body.Length);
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    /// <summary>Whether the one who asks has what would be sent; the answer is a 304 then, without a body.</summary>
    public static bool IsKnown(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        if (request.Headers.IfNoneMatch.Count == 0 || response.StatusCode != StatusCodes.Status200OK) return false;
        if (response.Headers.ETag is not [{ } etag] || !Etag.IsKnown(request, etag)) return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        response.ContentLength = null;
        response.Headers.Remove(HeaderNames.ContentType);
        return true;
    }

    // Once for all who share it, and only here: what everyone may read has no secret whose length could be guessed from the size of the whole.
    private static ReadOnlyMemory<byte> Compressed(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var (headers, compression) = (http.Response.Headers, http.RequestServices.GetRequiredService<IResponseCompressionProvider>());
        if (!compression.ShouldCompressResponse(http)) return body;
        headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (compression.GetCompressionProvider(http) is not { } coding) return body;
        var smaller = new MemoryStream();
        using (var stream = coding.CreateStream(smaller)) stream.Write(body.Span);
        if (smaller.Length >= body.Length) return body;
        headers.ContentEncoding = coding.EncodingName;
        // The same state in other bytes (RFC 9110 section 8.8.3.3).
        if (headers.ETag is [{ } etag] && !etag.StartsWith("W/", StringComparison.Ordinal)) headers.ETag = "W/" + etag;
        return smaller.ToArray();
    }
}
