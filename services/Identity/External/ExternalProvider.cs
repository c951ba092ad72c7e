using System.Security.Claims;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Identity.External;

/// <summary>
/// The welfare area's own provider (Entra ID, Keycloak), in the section <c>Identity:External</c>: <c>Authority</c>, <c>ClientId</c>,
/// <c>ClientSecret</c>, <c>GroupClaim</c> (<c>groups</c>), and <c>Roles</c>, a list that says which group is which role in which space.
/// With <c>LocalAccounts</c> = false nobody signs in with a password of this service.
/// </summary>
public sealed class ExternalProvider
{
    public const string Scheme = "external";

    /// <summary>Where the provider's answer is kept between its return and the sign-in here.</summary>
    public const string ArrivalScheme = "external-arrival";

    private readonly string groupClaim;
    private readonly GroupRole[] groupRoles;

    public ExternalProvider(IConfiguration configuration)
    {
        var section = configuration.GetSection("Identity:External");
        Authority = section["Authority"];
        groupClaim = section["GroupClaim"] ?? "groups";
        groupRoles = section.GetSection("Roles").Get<GroupRole[]>() ?? [];
        AllowsLocalAccounts = !IsConfigured || section.GetValue("LocalAccounts", true);
    }

    public string? Authority { get; }
    public bool IsConfigured => !string.IsNullOrEmpty(Authority);
    public bool AllowsLocalAccounts { get; }

    internal static string ChallengeAddress(string? returnUrl) =>
        "/account/external" + (returnUrl is null ? "" : QueryString.Create("returnUrl", returnUrl));

    /// <summary>The roles that the groups in the provider's token stand for.</summary>
    internal IEnumerable<(string Space, Role Role)> RolesOf(ClaimsPrincipal arrived)
    {
        var groups = arrived.FindAll(groupClaim).Select(claim => claim.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return groupRoles.Where(mapped => groups.Contains(mapped.Group)).Select(mapped => (mapped.Space, mapped.Role));
    }

    internal sealed record GroupRole(string Group, string Space, Role Role);
}
