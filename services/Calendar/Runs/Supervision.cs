using System.Security.Claims;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Calendar.Runs;

/// <summary>
/// Whose hours the caller signs off: those of activities that name the caller as the supervisor; a coordinator also those of activities that
/// name nobody, and the supervisor's own.
/// </summary>
internal sealed class Supervision(ClaimsPrincipal user, CurrentSpace space)
{
    /// <summary>Who may supervise: a member of staff who is named, or a coordinator.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Editor, Role.Facilitator];

    public string Subject => user.Subject()!;

    public bool IsCoordinator => user.HasScope(AccessRule.AdministrationScope) || user.IsStaff(space.Slug, Role.Coordinator);

    /// <summary>Whether the hours are for the caller to sign off.</summary>
    public bool IsFor(Run run, string? supervisor) =>
        run.Subject != Subject && (supervisor is null || supervisor == run.Subject ? IsCoordinator : supervisor == Subject);
}
