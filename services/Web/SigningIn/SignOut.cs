using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Kivenkolo.Web.Layout;

namespace Kivenkolo.Web.SigningIn;

/// <summary>A member of staff signs out: here and at Identity.</summary>
internal static class SignOut
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/signout", Handle).SentByEveryone(nameof(SignOut));

    // The form is asked for so that the antiforgery token in it is checked: no other site signs anyone out.
    internal static IResult Handle(string? to, IFormCollection form, HttpContext http) => Results.SignOut(
        new AuthenticationProperties { RedirectUri = SignIn.Local(to) },
        http.User.Identity?.IsAuthenticated == true
            ? [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]
            : [CookieAuthenticationDefaults.AuthenticationScheme]);
}
