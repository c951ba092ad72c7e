using Kivenkolo.Identity.Pages;
using Microsoft.AspNetCore.Antiforgery;

namespace Kivenkolo.Identity.SigningIn;

/// <summary>A member of staff opens the sign-in page.</summary>
internal static class ShowSignIn
{
    public static void Map(RouteGroupBuilder account) => account.MapGet("/login", Handle)
        .WithName(nameof(ShowSignIn))
        .ExcludeFromDescription();

    internal static IResult Handle(HttpContext http, IAntiforgery antiforgery, string? returnUrl) =>
        SignInPage.Show(http, antiforgery, StatusCodes.Status200OK, returnUrl, failure: null);
}
