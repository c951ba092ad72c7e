using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <summary>The coordinator, or the partner whose it is, reads one proposal and what was answered.</summary>
internal static class ReadProposal
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapGet("/{proposalId:guid}", Handle)
        .AllowStaffOrPartner(Scopes.ReadProposals, Role.Coordinator)
        .LimitRate(RateLimit.Partner)
        .WithName(nameof(ReadProposal))
        .WithSummary("Read a proposal");

    internal static async Task<Results<Ok<ProposalResponse>, LocalizedProblem>> Handle(
        Guid proposalId, PartnersDb db, CurrentSpace space, ClaimsPrincipal caller, HttpContext http, CancellationToken ct)
    {
        if (await db.Proposals.AsNoTracking().By(caller, space).SingleOrDefaultAsync(p => p.Id == proposalId, ct) is not { } proposal)
            return Refusal.ProposalUnknown.Result();
        var organisation = await db.Organisations.AsNoTracking().Where(o => o.Id == proposal.OrganisationId).Select(o => o.Name).SingleAsync(ct);
        Etag.Tell(http.Response, proposal.Xmin);
        return TypedResults.Ok(ProposalResponse.Of(proposal, organisation));
    }
}
