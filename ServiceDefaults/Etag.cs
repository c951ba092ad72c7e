using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Kivenkolo.ServiceDefaults;

/// <summary>Entity tags (RFC 9110 section 8.8.3) from a row's <c>xmin</c>, PostgreSQL's number of the transaction that wrote it.</summary>
public static class Etag
{
    /// <summary>The tag of a row's present state.</summary>
    public static string Of(uint xmin) => string.Create(CultureInfo.InvariantCulture, $"\"{xmin:x}\"");

    /// <summary>Sets the answer's tag.</summary>
    public static void Tell(HttpResponse response, uint xmin) => response.Headers.ETag = Of(xmin);

    /// <summary>
    /// Whether <c>If-Match</c> is absent or names this state; when false the answer is 412. What cannot be read names no state, and what is not
    /// there (null) has none, not even for * (RFC 9110 section 13.1.1).
    /// </summary>
    public static bool Matches(HttpRequest request, uint? xmin) => request.Headers.IfMatch.Count == 0
        || (xmin is { } there && request.GetTypedHeaders().IfMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag.Value == Of(there)));

    /// <summary>Whether <c>If-None-Match</c> names this tag, weak or not (RFC 9110 section 13.1.2); when true a read answers 304.</summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known.Equals(EntityTagHeaderValue.Any) || known.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false));
}
