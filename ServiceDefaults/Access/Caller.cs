using System.Security.Claims;

namespace Kivenkolo.ServiceDefaults.Access;

/// <summary>What a token says about its bearer, by the names that Identity gives the claims.</summary>
public static class Caller
{
    /// <summary>The account or client; null without a token.</summary>
    public static string? Subject(this ClaimsPrincipal user) => user.FindFirstValue("sub");

    /// <summary>The organisation a partner's client acts for; null for people of the space itself.</summary>
    public static Guid? OrganisationId(this ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue("organisation"), out var id) ? id : null;

    /// <summary>The space a partner's client belongs to.</summary>
    public static string? SpaceSlug(this ClaimsPrincipal user) => user.FindFirstValue("space");

    /// <summary>Whether the token has the scope; a token's scopes come as one claim each or as one joined by spaces (RFC 8693 section 4.2).</summary>
    public static bool HasScope(this ClaimsPrincipal user, string scope) =>
        user.FindAll("scope").Any(claim => claim.Value.Split(' ').Contains(scope));

    /// <summary>Whether the person has the role in the space; the operator has every role.</summary>
    public static bool IsStaff(this ClaimsPrincipal user, string space, Role role) =>
        user.HasScope(AccessRule.AdministrationScope)
        || user.FindAll("space_role").Any(claim => string.Equals(claim.Value, $"{space}:{role}", StringComparison.OrdinalIgnoreCase));
}
