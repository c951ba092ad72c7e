using System.Text.RegularExpressions;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.Texts;
using Microsoft.AspNetCore.Authentication;

namespace Kivenkolo.Web.Layout;

/// <summary>Finds out, before anything else is decided, in which language and of which space a page is read, and by whom.</summary>
internal sealed class WhoReads(RequestDelegate next, KnownSpaces spaces, IConfiguration configuration)
{
    public async Task InvokeAsync(HttpContext http, Reader reader, PartnersClient partners)
    {
        var parts = http.Request.Path.Value!.Split('/', 4);
        var language = parts.Length > 1 && PathShapes.IsLanguage(parts[1]) ? parts[1] : null;
        var slug = language is not null && parts.Length > 2 && PathShapes.IsSlug(parts[2]) ? parts[2] : null;
        reader.Reads(language ?? Preferred(http.Request));
        reader.IsAt(null, null, "", Host(http.Request));

        if (http.User.Identity?.IsAuthenticated == true) reader.Is(http.User, await http.GetTokenAsync("access_token"));

        if (slug is not null)
        {
            var (space, isUnknown) = await spaces.Find(slug, partners, http.RequestAborted);
            reader.IsAt(isUnknown ? null : slug, space, (parts.Length > 3 ? "/" + parts[3] : "") + http.Request.QueryString, Host(http.Request));
            if (isUnknown || (space is not null && !Speaks(reader, language!)))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
        }
        await next(http);
    }

    /// <summary>The first language the browser asks for that the house speaks; Finnish without one.</summary>
    public static string Preferred(HttpRequest request) => (Words.Find(AcceptLanguage.Of(request)) ?? Words.For("fi")).Language;

    // The house's own languages too: a link made for another space still leads somewhere.
    private static bool Speaks(Reader reader, string language) =>
        reader.Languages.Contains(language, StringComparer.OrdinalIgnoreCase) || Words.Exactly(language) is not null;

    private string Host(HttpRequest request) =>
        configuration["Public:Address"]?.TrimEnd('/') is { Length: > 0 } address ? address : $"{request.Scheme}://{request.Host}";
}

/// <summary>What the first two parts of an address may look like.</summary>
internal static partial class PathShapes
{
    public static bool IsLanguage(string text) => text.Split('-')[0].Length is 2 or 3 && LanguageTag.IsWellFormed(text);

    public static bool IsSlug(string text) => Slug().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?\z")]
    private static partial Regex Slug();

    /// <summary><c>{language:language}</c> and <c>{space:slug}</c> in routes.</summary>
    public sealed class LanguageConstraint : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values[routeKey] is string text && IsLanguage(text);
    }

    public sealed class SlugConstraint : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values[routeKey] is string text && IsSlug(text);
    }
}
