using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Email">Where the invitation goes.</param>
/// <param name="Language">The language of the mail and of the form.</param>
public sealed record InviteOrganisationRequest([property: Required, MailAddress] string Email, [property: Required, StringLength(35)] string Language);

/// <param name="Id">The invitation.</param>
/// <param name="ExpiresAt">Until when its link works, UTC.</param>
public sealed record InviteOrganisationResponse(Guid Id, DateTimeOffset ExpiresAt);

/// <summary>The coordinator has a mail sent to a partner without an account: its link opens a form that proposes activities for that organisation.</summary>
internal static class InviteOrganisation
{
    public static void Map(RouteGroupBuilder organisations) => organisations
        .MapPost("/{organisationId:guid}/invitations", Handle)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.StaffWrite)
        .Idempotent<PartnersDb>()
        .WithName(nameof(InviteOrganisation))
        .WithSummary("Invite an organisation by mail to propose activities without an account");

    internal static async Task<Results<Accepted<InviteOrganisationResponse>, LocalizedProblem>> Handle(
        Guid organisationId, InviteOrganisationRequest request, PartnersDb db, Inviting inviting, CancellationToken ct)
    {
        if (!await db.Organisations.AnyAsync(o => o.Id == organisationId, ct)) return Refusal.OrganisationUnknown.Result();
        var invitation = inviting.Invite(organisationId, request.Email, request.Language);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted((string?)null, new InviteOrganisationResponse(invitation.Id, invitation.ExpiresAt));
    }
}
