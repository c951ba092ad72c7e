using Kivenkolo.Identity.Pages;
using Microsoft.AspNetCore.Authentication;

namespace Kivenkolo.Identity.External;

/// <summary>A member of staff goes to the welfare area's own provider to sign in. A link and not a form: it leaves this address.</summary>
internal static class BeginExternalSignIn
{
    public static void Map(RouteGroupBuilder account) => account.MapGet("/external", Handle)
        .WithName(nameof(BeginExternalSignIn))
        .ExcludeFromDescription();

    internal static IResult Handle(string? returnUrl, ExternalProvider provider) => provider.IsConfigured
        ? Results.Challenge(new AuthenticationProperties { RedirectUri = FinishExternalSignIn.Address(SignInPage.Destination(returnUrl)) },
            [ExternalProvider.Scheme])
        : Results.NotFound();
}
