using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Kivenkolo.ServiceDefaults;

/// <summary>The id that a person reads out so that their request is found again.</summary>
public static class TraceIdentifier
{
    /// <summary>Of the request's trace; of its caller's when nothing is traced here; of the connection when there is neither.</summary>
    public static string Of(HttpContext http) =>
        Activity.Current?.TraceId.ToString()
        ?? (ActivityContext.TryParse(http.Request.Headers.TraceParent, null, out var caller) ? caller.TraceId.ToString() : http.TraceIdentifier);
}
