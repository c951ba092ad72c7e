using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Organisations;

/// <summary>Anyone sees with whom the space works.</summary>
internal static class ListOrganisations
{
    public static void Map(RouteGroupBuilder organisations) => organisations
        .MapGet("", Handle)
        .AllowEveryone()
        .LimitRate(RateLimit.Read)
        .WithName(nameof(ListOrganisations))
        .WithSummary("List the organisations in the directory");

    internal static async Task<Ok<Page<OrganisationResponse>>> Handle(
        Guid? after, [Range(1, Page<OrganisationResponse>.Most)] int? limit, PartnersDb db, CancellationToken ct)
    {
        var size = limit ?? Page<OrganisationResponse>.Usual;
        var organisations = await db.Organisations.AsNoTracking()
            .Where(o => after == null || o.Id > after)
            .OrderBy(o => o.Id).Take(size + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. organisations.Select(OrganisationResponse.Of)], size, organisation => organisation.Id.ToString()));
    }
}
