using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Organisations;

/// <summary>The coordinator sees whether an organisation's proposals come into the programme at once.</summary>
internal static class ReadTrust
{
    public static void Map(RouteGroupBuilder organisations) => organisations
        .MapGet("/{organisationId:guid}/trust", Handle)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.Read)
        .WithName(nameof(ReadTrust))
        .WithSummary("Whether an organisation's proposals are published at once");

    internal static async Task<Results<Ok<OrganisationTrustResponse>, LocalizedProblem>> Handle(Guid organisationId, PartnersDb db, CancellationToken ct) =>
        await db.Organisations.Where(o => o.Id == organisationId).Select(o => (bool?)o.IsTrusted).SingleOrDefaultAsync(ct) is { } trusted
            ? TypedResults.Ok(new OrganisationTrustResponse(trusted))
            : Refusal.OrganisationUnknown.Result();
}
