using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Organisations;

/// <param name="Email">An address that the organisation shares; none takes it away.</param>
public sealed record KeepContactRequest([property: MailAddress] string? Email = null);

/// <summary>The coordinator keeps the address to which an organisation may have its link sent, or takes it away.</summary>
internal static class KeepContact
{
    public static void Map(RouteGroupBuilder organisations) => organisations
        .MapPut("/{organisationId:guid}/contact", Handle)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.StaffWrite)
        .WithName(nameof(KeepContact))
        .WithSummary("Keep the address to which an organisation may have its link sent");

    internal static async Task<Results<Ok<OrganisationContactResponse>, LocalizedProblem>> Handle(
        Guid organisationId, KeepContactRequest request, PartnersDb db, CurrentSpace space, CancellationToken ct)
    {
        if (!await db.Organisations.AnyAsync(o => o.Id == organisationId, ct)) return Refusal.OrganisationUnknown.Result();
        var contact = await db.Contacts.SingleOrDefaultAsync(c => c.OrganisationId == organisationId, ct);
        if (request.Email is not { } email)
        {
            await db.Contacts.Where(c => c.OrganisationId == organisationId).ExecuteDeleteAsync(ct);
            return TypedResults.Ok(new OrganisationContactResponse(null));
        }
        if (contact is null) db.Contacts.Add(new Contact { SpaceId = space.Id, OrganisationId = organisationId, Email = email });
        else contact.Email = email;
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException
            || e.Violates(PartnersDb.OneContactPerOrganisation))
        { return Refusal.VersionContested.Result(); }
        return TypedResults.Ok(new OrganisationContactResponse(email));
    }
}
