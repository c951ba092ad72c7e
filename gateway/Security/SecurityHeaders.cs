using Kivenkolo.ServiceDefaults;

namespace Kivenkolo.Gateway;

/// <summary>
/// What every response tells a browser, whichever service made it. Pages work without script and style in the page itself, so neither is
/// allowed, but for the API reference; forms are sent to this address only, which includes the sign-in.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private readonly (string Name, string Value)[] always = Always(environment);

    /// <summary>Those that are the same on every answer.</summary>
    public static (string Name, string Value)[] Always(IHostEnvironment environment)
    {
        (string, string)[] all =
        [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ];
        return environment.IsDevelopment()
            ? [("Content-Security-Policy", ContentSecurityPolicy), .. all]
            :
            [
                ("Content-Security-Policy", ContentSecurityPolicy + "; upgrade-insecure-requests"),
                ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
                .. all,
            ];
    }

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(Set, http);
        return next(http);
    }

    private Task Set(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        foreach (var (name, value) in always) headers[name] = value;
        if (ApiReference.ContentSecurityPolicy(http, always[0].Value) is { } ownPolicy) headers.ContentSecurityPolicy = ownPolicy;
        headers["X-Request-Id"] = TraceIdentifier.Of(http);
        headers.Remove("Server");
        headers.Remove("X-Powered-By");
        return Task.CompletedTask;
    }
}
