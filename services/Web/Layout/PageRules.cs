using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.Net.Http.Headers;

namespace Kivenkolo.Web.Layout;

/// <summary>What every address states: its name, who may use it, and how often.</summary>
internal static class PageRules
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A page, for those who read it and for those who only ask whether it is there.</summary>
    public static RouteHandlerBuilder MapPage(this IEndpointRouteBuilder pages, string pattern, Delegate handler) => pages.MapMethods(pattern, Read, handler);

    /// <summary>Anyone opens it.</summary>
    public static void OpenToEveryone(this RouteHandlerBuilder page, string name) => page.WithName(name).AllowEveryone().LimitRate(RateLimit.Read);

    /// <summary>
    /// Anyone opens it, and everyone who is not signed in sees the same: the gateway may show one answer to all for half a second. Not for a page
    /// that always has a form; where one comes and goes, its token makes that answer <c>no-store</c>.
    /// </summary>
    public static void OpenToEveryoneAlike(this RouteHandlerBuilder page, string name) => page.AddEndpointFilter(SayWhose).OpenToEveryone(name);

    private static ValueTask<object?> SayWhose(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        // Asked about at each use: a cancellation must not wait for a browser.
        headers.CacheControl = context.HttpContext.User.Identity?.IsAuthenticated == true ? "private, no-cache" : "public, no-cache";
        headers.Vary = HeaderNames.Cookie;
        return next(context);
    }

    /// <summary>Anyone sends the form.</summary>
    public static void SentByEveryone(this RouteHandlerBuilder form, string name) => form.WithName(name).AllowEveryone().LimitRate(RateLimit.ResidentWrite);

    /// <summary>Those with one of the roles in the space open it.</summary>
    public static void OpenToStaff(this RouteHandlerBuilder page, string name, params Role[] roles) =>
        page.WithName(name).AllowStaff(roles).LimitRate(RateLimit.Read);

    /// <summary>Those with one of the roles in the space send the form.</summary>
    public static void SentByStaff(this RouteHandlerBuilder form, string name, params Role[] roles) =>
        form.WithName(name).AllowStaff(roles).LimitRate(RateLimit.StaffWrite);
}
