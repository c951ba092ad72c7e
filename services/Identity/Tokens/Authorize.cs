using System.Collections.Immutable;
using Kivenkolo.Identity.Pages;
using Kivenkolo.Identity.SigningIn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Kivenkolo.Identity.Tokens;

/// <summary>
/// The browser comes from the web pages for a code. Whoever is signed in here goes straight back with one; others are shown the sign-in
/// page first. There is no consent page: the only client that may come here is the house's own.
/// </summary>
internal static class Authorize
{
    public static void Map(IEndpointRouteBuilder app) => app.MapMethods("/connect/authorize", ["GET", "POST"], Handle)
        .WithName(nameof(Authorize))
        .ExcludeFromDescription();

    internal static async Task<IResult> Handle(HttpContext http, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var ticket = await http.AuthenticateAsync(StaffCookie.Scheme);
        var person = ticket.Succeeded && IsFreshEnough(request, ticket, clock.GetUtcNow()) ? await StaffCookie.Find(ticket.Principal, db, ct) : null;
        if (person is not null && !request.HasPromptValue(PromptValues.Login))
        {
            var scopes = request.GetScopes();
            return Results.SignIn(TokenContents.Of(person, scopes), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        if (request.HasPromptValue(PromptValues.None)) return SignInIsNeeded();

        // Without the prompt, or the page that follows the sign-in would ask for another.
        var parameters = request.GetParameters()
            .Where(parameter => parameter.Key is not (Parameters.Prompt or Parameters.MaxAge))
            .SelectMany(parameter => ((ImmutableArray<string?>?)parameter.Value ?? []).Select(value => KeyValuePair.Create(parameter.Key, value)));
        var next = "/connect/authorize" + QueryString.Create(parameters);
        return Results.Redirect(SignInPage.Address(next, request.UiLocales));
    }

    private static bool IsFreshEnough(OpenIddictRequest request, AuthenticateResult ticket, DateTimeOffset now) =>
        request.MaxAge is not { } seconds || (ticket.Properties?.IssuedUtc is { } issued && now - issued <= TimeSpan.FromSeconds(Math.Max(0, seconds)));

    private static IResult SignInIsNeeded() => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.LoginRequired,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "Nobody is signed in.",
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
