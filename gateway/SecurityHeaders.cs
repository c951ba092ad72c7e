namespace Kivenkolo.Gateway;

/// <summary>
/// What every answer tells a browser, whichever service made it. Pages work without script and style in the page itself, so neither is
/// allowed; forms are sent to this address only, which includes the sign-in.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private readonly bool secure = !environment.IsDevelopment();

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(Set, http);
        return next(http);
    }

    private Task Set(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = secure ? ContentSecurityPolicy + "; upgrade-insecure-requests" : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["X-Request-Id"] = RequestId(http);
        if (secure) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers.Remove("Server");
        headers.Remove("X-Powered-By");
        return Task.CompletedTask;
    }

    // The trace's id, so that what a person reads out leads to the trace.
    private static string RequestId(HttpContext http) => System.Diagnostics.Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
}
