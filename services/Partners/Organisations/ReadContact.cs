using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Organisations;

/// <summary>The coordinator sees the address to which an organisation may have its link sent.</summary>
internal static class ReadContact
{
    public static void Map(RouteGroupBuilder organisations) => organisations
        .MapGet("/{organisationId:guid}/contact", Handle)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.Read)
        .WithName(nameof(ReadContact))
        .WithSummary("The address to which an organisation may have its link sent");

    internal static async Task<Results<Ok<OrganisationContactResponse>, LocalizedProblem>> Handle(Guid organisationId, PartnersDb db, CancellationToken ct) =>
        await db.Organisations.AnyAsync(o => o.Id == organisationId, ct)
            ? TypedResults.Ok(new OrganisationContactResponse(await db.Contacts.Where(c => c.OrganisationId == organisationId).Select(c => c.Email)
                .SingleOrDefaultAsync(ct)))
            : Refusal.OrganisationUnknown.Result();
}
