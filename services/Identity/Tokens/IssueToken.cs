using Kivenkolo.Identity.Clients;
using Kivenkolo.Identity.People;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Kivenkolo.Identity.Tokens;

/// <summary>
/// A client exchanges its secret, a code or a refresh token for an access token. What the token says is read anew each time, so a role
/// taken away is gone when the next token is asked for, and a person who was removed gets none.
/// </summary>
internal static class IssueToken
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/connect/token", Handle)
        .WithName(nameof(IssueToken))
        .ExcludeFromDescription();

    internal static async Task<IResult> Handle(HttpContext http, IdentityDb db, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest()!;
        return request.IsClientCredentialsGrantType()
            ? await ForClient(request, db, ct)
            : await ForPerson(http, db, ct);
    }

    private static async Task<IResult> ForClient(OpenIddictRequest request, IdentityDb db, CancellationToken ct)
    {
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == request.ClientId, ct);
        if (client is null) return Refuse(Errors.InvalidClient, "The client is not known.");

        // Scopes asked for were checked against the client's own; one that asks for none gets all of its own.
        var scopes = request.GetScopes() is { IsEmpty: false } asked ? (IEnumerable<string>)asked : client.GivenScopes();
        return Results.SignIn(TokenContents.Of(client, scopes), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> ForPerson(HttpContext http, IdentityDb db, CancellationToken ct)
    {
        var presented = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        var person = Guid.TryParse(presented?.GetClaim(Claims.Subject), out var id)
            ? await db.Users.AsNoTracking().Include(p => p.Roles).SingleOrDefaultAsync(p => p.Id == id, ct)
            : null;
        if (person is null || person.SecurityStamp != presented!.GetClaim(TokenContents.SecurityStamp))
            return Refuse(Errors.InvalidGrant, "The person must sign in again.");

        var principal = TokenContents.Of(person, presented!.GetScopes());
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
