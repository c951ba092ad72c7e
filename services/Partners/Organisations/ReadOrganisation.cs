using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Organisations;

/// <summary>Anyone sees one organisation's public facts.</summary>
internal static class ReadOrganisation
{
    public static void Map(RouteGroupBuilder organisations) => organisations
        .MapGet("/{organisationId:guid}", Handle)
        .AllowEveryone()
        .LimitRate(RateLimit.Read)
        .WithName(nameof(ReadOrganisation))
        .WithSummary("Read an organisation");

    internal static async Task<Results<Ok<OrganisationResponse>, LocalizedProblem>> Handle(Guid organisationId, PartnersDb db, HttpContext http,
        CancellationToken ct)
    {
        if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == organisationId, ct) is not { } organisation)
            return Refusal.OrganisationUnknown.Result();
        Etag.Tell(http.Response, organisation.Xmin);
        return TypedResults.Ok(OrganisationResponse.Of(organisation));
    }
}
