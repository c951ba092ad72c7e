using System.Security.Claims;
using Kivenkolo.Identity.Pages;
using Kivenkolo.Identity.SigningIn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Kivenkolo.Identity.Tokens;

/// <summary>
/// Signs a person out here and sends them back to the web pages. A request that shows the person's own identity token is obeyed; another,
/// which any page could have linked to, only asks whether to sign out.
/// </summary>
internal static class EndSession
{
    public static void Map(IEndpointRouteBuilder app) => app.MapMethods("/connect/endsession", ["GET", "POST"], Handle)
        .WithName(nameof(EndSession))
        .ExcludeFromDescription();

    internal static async Task<IResult> Handle(HttpContext http, IAntiforgery antiforgery)
    {
        var signedIn = await http.AuthenticateAsync(StaffCookie.Scheme);
        var shown = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (signedIn.Succeeded && signedIn.Principal.FindFirstValue(Claims.Subject) != shown.Principal?.GetClaim(Claims.Subject))
            return SignOutPage.Show(http, antiforgery);

        await http.SignOutAsync(StaffCookie.Scheme);
        // Goes to the client's registered address when it gave one, else to the front page.
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
