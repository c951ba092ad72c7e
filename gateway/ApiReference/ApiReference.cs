using Scalar.AspNetCore;

namespace Kivenkolo.Gateway;

/// <summary>
/// The API documents for partners' developers: a list at <c>/docs</c>, and each as a page of Scalar at <c>/docs/{service}</c>. Scalar's scripts are in its
/// assembly, and what it would load or tell elsewhere (fonts, telemetry, assistants, a proxy) is off.
/// </summary>
internal static class ApiReference
{
    /// <summary>The policy of such a page; null for every other response. Scalar adds style elements from its script, which no nonce covers.</summary>
    public static string? ContentSecurityPolicy(HttpContext http, string strict) =>
        http.Request.Path.StartsWithSegments("/docs") && http.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce
            ? strict.Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal)
                .Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal)
            : null;

    public static void MapApiReference(this WebApplication app)
    {
        app.MapGet("/docs", List).WithOrder(-1);
        app.MapScalarApiReference("/docs", options => options
            .WithTitle("Kivenkolo: {documentName}")
            .WithNonce()
            .WithOpenApiRoutePattern("/docs/{documentName}/v1.json")
            .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton());
        // Scalar would make a page for any name.
        app.Map($"/docs/{{name:regex(^(?!({string.Join('|', Services.WithDocument)})$).+$)}}", () => TypedResults.NotFound());
    }

    private static IResult List() => HtmlPage.Result("en", "Kivenkolo’s interfaces", $"""
        <p>Everything that the pages show and do is open to other programs in the same way. A partner’s system signs in at
        <code>/connect/token</code> with the credentials that a coordinator of the space gives it.</p>
        <ul>
        {string.Join('\n', Services.WithDocument.Select(service =>
            $"<li><a href=\"/docs/{service}\">{Name(service)}</a> (<a href=\"/docs/{service}/v1.json\">OpenAPI document of {Name(service)}</a>)</li>"))}
        </ul>
        """);

    private static string Name(string service) => char.ToUpperInvariant(service[0]) + service[1..];
}
