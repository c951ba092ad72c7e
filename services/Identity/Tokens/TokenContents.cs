using System.Security.Claims;
using System.Text.Json;
using Kivenkolo.Identity.Clients;
using Kivenkolo.Identity.People;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Kivenkolo.Identity.Tokens;

/// <summary>What a token says: who, which organisation, and which role in which space.</summary>
internal static class TokenContents
{
    public const string SpaceRole = "space_role";
    public const string Space = "space";
    public const string Organisation = "organisation";

    /// <summary>Changes with the password. Kept in codes and refresh tokens only, so that those of before are worth nothing after.</summary>
    public const string SecurityStamp = "security_stamp";

    public static ClaimsPrincipal Of(Person person, IEnumerable<string> scopes)
    {
        var identity = NewIdentity(person.Id.ToString(), person.Name);
        var roles = person.Roles.Select(role => role.ToString()).Order(StringComparer.Ordinal);
        // As JSON, so that one role is written as an array too.
        identity.AddClaim(new Claim(SpaceRole, JsonSerializer.Serialize(roles), JsonClaimValueTypes.JsonArray));
        identity.SetClaim(SecurityStamp, person.SecurityStamp);
        return Finish(identity, scopes);
    }

    public static ClaimsPrincipal Of(Client client, IEnumerable<string> scopes)
    {
        var identity = NewIdentity(client.ClientId!, client.DisplayName ?? client.ClientId!);
        identity.SetClaim(Space, client.Space);
        identity.SetClaim(Organisation, client.OrganisationId?.ToString());
        var principal = Finish(identity, scopes);
        principal.SetAccessTokenLifetime(TokenServer.ClientsAccess);
        return principal;
    }

    private static ClaimsIdentity NewIdentity(string subject, string name)
    {
        var identity = new ClaimsIdentity("Kivenkolo", Claims.Name, SpaceRole);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetClaim(Claims.Name, name);
        return identity;
    }

    private static ClaimsPrincipal Finish(ClaimsIdentity identity, IEnumerable<string> scopes)
    {
        identity.SetScopes(scopes);
        identity.SetResources(TokenServer.Audience);
        identity.SetDestinations(claim => claim.Type switch
        {
            Claims.Subject or Claims.Name or SpaceRole => [Destinations.AccessToken, Destinations.IdentityToken],
            SecurityStamp => [],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }
}
