using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Organisations;

/// <param name="Trusted">Whether what the organisation proposes comes into the programme at once.</param>
public sealed record TrustOrganisationRequest([property: Required] bool? Trusted);

/// <summary>The coordinator decides that an organisation's proposals need no answer, or need one again. What waits is not touched.</summary>
internal static class TrustOrganisation
{
    public static void Map(RouteGroupBuilder organisations) => organisations
        .MapPut("/{organisationId:guid}/trust", Handle)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.StaffWrite)
        .WithName(nameof(TrustOrganisation))
        .WithSummary("Publish an organisation's proposals at once, or no longer");

    internal static async Task<Results<Ok<OrganisationTrustResponse>, LocalizedProblem>> Handle(
        Guid organisationId, TrustOrganisationRequest request, PartnersDb db, CancellationToken ct)
    {
        var trusted = request.Trusted!.Value;
        var found = await db.Organisations.Where(o => o.Id == organisationId).ExecuteUpdateAsync(set => set.SetProperty(o => o.IsTrusted, trusted), ct);
        return found == 0 ? Refusal.OrganisationUnknown.Result() : TypedResults.Ok(new OrganisationTrustResponse(trusted));
    }
}
