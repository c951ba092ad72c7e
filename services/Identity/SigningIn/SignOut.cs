using Kivenkolo.Identity.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace Kivenkolo.Identity.SigningIn;

/// <summary>A person says on the sign-out page that they mean it.</summary>
internal static class SignOut
{
    public static void Map(RouteGroupBuilder account) => account.MapPost("/logout", Handle)
        .WithName(nameof(SignOut))
        .ExcludeFromDescription();

    internal static async Task<IResult> Handle(HttpContext http, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (await SmallForm.Read(http, ct) is null || !await antiforgery.IsRequestValidAsync(http))
            return SignOutPage.Show(http, antiforgery);

        await http.SignOutAsync(StaffCookie.Scheme);
        return NoticePage.Show(http, StatusCodes.Status200OK, texts => texts.SignedOut);
    }
}
