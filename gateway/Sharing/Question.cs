using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Model;

namespace Kivenkolo.Gateway.Sharing;

/// <summary>
/// A request as far as its answer may depend on it when nobody says who they are. Two people with equal questions may have one answer; the
/// headers by which services choose a language, a form or a compression always count, whether an answer names them in <c>Vary</c> or not.
/// </summary>
internal readonly record struct Question(
    string Scheme, string? Host, string? Path, string? Query, string Accept, string AcceptLanguage, string AcceptEncoding)
{
    /// <summary>Longer ones, in characters, are nobody else's.</summary>
    private const int Longest = 2000;

    /// <summary>What <c>Vary</c> may name: what the question has in it, and what only a request with credentials sends.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase) { "Accept", "Accept-Language", "Accept-Encoding", "Cookie", "Authorization" };

    /// <summary>The characters in it.</summary>
    public int Length => Scheme.Length + (Host?.Length ?? 0) + (Path?.Length ?? 0) + (Query?.Length ?? 0) + Accept.Length + AcceptLanguage.Length + AcceptEncoding.Length;

    /// <summary>The question that a request asks; null when its answer is for the one who asks, or for no one else to know.</summary>
    public static Question? Of(HttpContext http)
    {
        var request = http.Request;
        if (!HttpMethods.IsGet(request.Method)) return null;
        var headers = request.Headers;
        if ((headers.Cookie.Count > 0 && !IsOfForms(headers.Cookie)) || headers.Authorization.Count > 0 || headers.Range.Count > 0 || headers.Upgrade.Count > 0) return null;
        if (headers.ContentLength is > 0 || headers.TransferEncoding.Count > 0) return null;
        var question = new Question(request.Scheme, request.Host.Value, request.Path.Value, request.QueryString.Value,
            headers.Accept.ToString(), headers.AcceptLanguage.ToString(), headers.AcceptEncoding.ToString());
        return question.Length <= Longest ? question : null;
    }

    // The cookie that keeps forms from being forged says nothing of who has it, and an answer with its token in it is never public.
    private static bool IsOfForms(StringValues cookies) => cookies is [{ } cookie] && !cookie.Contains(';', StringComparison.Ordinal)
        && (cookie.StartsWith("__Host-kivenkolo-form=", StringComparison.Ordinal) || cookie.StartsWith("kivenkolo-form=", StringComparison.Ordinal));

    /// <summary>Whether the service that the request is routed to may be asked for several at once.</summary>
    public static bool MayBeShared(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RouteModel>() is { } route && route.Config.ClusterId != Services.Identity;

    /// <summary>Whether equal questions have answers that differ by nothing of what the answer names.</summary>
    public static bool Settles(IHeaderDictionary answer) => answer.Vary.All(line => line!.Split(',', StringSplitOptions.TrimEntries).All(Known.Contains));
}
