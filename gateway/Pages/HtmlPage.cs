using System.Text.Encodings.Web;
using Kivenkolo.Contracts;

namespace Kivenkolo.Gateway;

/// <summary>The few pages that the gateway makes itself: no script, one stylesheet, from 320 px up.</summary>
internal static class HtmlPage
{
    public const string StylesheetAddress = "/docs/gateway.css";

    private static readonly string Css = ReadCss();

    /// <summary>Text as HTML shows it.</summary>
    public static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    public static IResult Result(string language, string title, string body, int status = StatusCodes.Status200OK) => Results.Content($"""
        <!DOCTYPE html>
        <html lang="{Text(language)}" dir="{LanguageTag.Direction(language)}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title>
        <link rel="stylesheet" href="{StylesheetAddress}">
        </head>
        <body>
        <main>
        <h1>{Text(title)}</h1>
        {body}
        </main>
        </body>
        </html>

        """, "text/html; charset=utf-8", statusCode: status);

    public static void MapStylesheet(IEndpointRouteBuilder app) => app.MapGet(StylesheetAddress, (HttpResponse response) =>
    {
        response.Headers.CacheControl = "public, max-age=3600";
        return Results.Content(Css, "text/css; charset=utf-8");
    }).WithOrder(-1);

    private static string ReadCss()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("gateway.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
