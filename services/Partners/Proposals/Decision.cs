using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

internal static class Decision
{
    /// <summary>Saves a decision with all that it announces; of several at once the row's version lets one through.</summary>
    public static async Task<Results<Ok<ProposalResponse>, LocalizedProblem>> Save(
        Proposal proposal, PartnersDb db, PartnersMetrics metrics, HttpContext http, CancellationToken ct)
    {
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.ProposalAlreadyDecided.Result(); }

        metrics.Proposal(proposal.State);
        var organisation = await db.Organisations.AsNoTracking().Where(o => o.Id == proposal.OrganisationId).Select(o => o.Name).SingleAsync(ct);
        Etag.Tell(http.Response, proposal.Xmin);
        return TypedResults.Ok(ProposalResponse.Of(proposal, organisation));
    }
}
