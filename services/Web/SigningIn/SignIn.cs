using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Kivenkolo.Web.Layout;

namespace Kivenkolo.Web.SigningIn;

/// <summary>A member of staff signs in and comes back to the page they wanted.</summary>
internal static class SignIn
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPage("/signin", Handle).OpenToEveryone(nameof(SignIn));

    internal static IResult Handle(string? to) =>
        Results.Challenge(new AuthenticationProperties { RedirectUri = Local(to) }, [OpenIdConnectDefaults.AuthenticationScheme]);

    /// <summary>A path of this house; the front page when it is anything else.</summary>
    public static string Local(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}
