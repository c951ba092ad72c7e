using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <summary>The coordinator reads what was proposed, a partner what it has proposed itself; newest first.</summary>
internal static class ListProposals
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapGet("", Handle)
        .AllowStaffOrPartner(Scopes.ReadProposals, Role.Coordinator)
        .LimitRate(RateLimit.Partner)
        .WithName(nameof(ListProposals))
        .WithSummary("List proposals");

    internal static async Task<Ok<Page<ProposalResponse>>> Handle(
        [AllowedValues(null, "received", "accepted", "declined")] string? state, Guid? after, [Range(1, Page<ProposalResponse>.Most)] int? limit, PartnersDb db,
        CurrentSpace space, ClaimsPrincipal caller,
        CancellationToken ct)
    {
        var size = limit ?? Page<ProposalResponse>.Usual;
        // validated above; a query binds enums by their C# names
        ProposalState? wanted = state is null ? null : Enum.Parse<ProposalState>(state, ignoreCase: true);
        var read = await db.Proposals.AsNoTracking().By(caller, space)
            .Where(p => (wanted == null || p.State == wanted) && (after == null || p.Id < after))
            .OrderByDescending(p => p.Id).Take(size + 1)
            .Join(db.Organisations, p => p.OrganisationId, o => o.Id, (p, o) => new { Proposal = p, o.Name })
            .OrderByDescending(row => row.Proposal.Id)
            .ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(row => ProposalResponse.Of(row.Proposal, row.Name))], size, proposal => proposal.Id.ToString()));
    }
}
