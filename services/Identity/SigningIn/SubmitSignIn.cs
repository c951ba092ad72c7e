using Kivenkolo.Identity.Pages;
using Microsoft.AspNetCore.Antiforgery;

namespace Kivenkolo.Identity.SigningIn;

/// <summary>A member of staff sends the sign-in page's form, and goes on to where they were going.</summary>
internal static class SubmitSignIn
{
    public static void Map(RouteGroupBuilder account) => account.MapPost("/login", Handle)
        .WithName(nameof(SubmitSignIn))
        .ExcludeFromDescription();

    internal static async Task<IResult> Handle(HttpContext http, IAntiforgery antiforgery, PasswordCheck check, CancellationToken ct)
    {
        if (await SmallForm.Read(http, ct) is not { } form)
            return SignInPage.Show(http, antiforgery, StatusCodes.Status400BadRequest, returnUrl: null, texts => texts.FormNotUnderstood);

        var returnUrl = (string?)form[SignInPage.ReturnUrlField];
        if (!await antiforgery.IsRequestValidAsync(http))
            return SignInPage.Show(http, antiforgery, StatusCodes.Status400BadRequest, returnUrl, texts => texts.PageTooOld);

        var person = await check.Find(form[SignInPage.EmailField], form[SignInPage.PasswordField], ct);
        if (person is null)
            return SignInPage.Show(http, antiforgery, StatusCodes.Status401Unauthorized, returnUrl, texts => texts.WrongEmailOrPassword);

        await StaffCookie.SignIn(http, person);
        return Results.Redirect(SignInPage.Destination(returnUrl));
    }
}
