using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Token">The token of the link in the mail.</param>
/// <param name="Proposal">What is proposed.</param>
public sealed record SendInvitedProposalRequest(
    [property: Required, StringLength(LinkToken.Longest)] string Token, [property: Required] SendProposalRequest? Proposal);

/// <summary>A partner without an account proposes an activity, through the link of its invitation and for that organisation alone.</summary>
internal static class SendInvitedProposal
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapPost("/invited", Handle)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .Idempotent<PartnersDb>()
        .WithName(nameof(SendInvitedProposal))
        .WithSummary("Propose an activity through the link of an invitation")
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    internal static async Task<Results<Accepted<SendProposalResponse>, LocalizedProblem>> Handle(
        SendInvitedProposalRequest request, PartnersDb db, Arrivals arrivals, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var opened = db.Opened(request.Token, clock.GetUtcNow());
        if (await opened.SingleOrDefaultAsync(ct) is not { } invitation) return Refusal.LinkUnknown.Result();
        // The row is held from here on, so that of many at once no more than the bound come through.
        var counted = await opened.Where(i => i.Proposals < Invitation.MostProposals)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Proposals, i => i.Proposals + 1), ct);
        if (counted == 0) return Refusal.ProposalLimitReached.Result();
        var (proposal, refusal) = await arrivals.Take(invitation.OrganisationId, request.Proposal!, ct);
        if (proposal is null) return refusal!.Value.Result();
        if (transaction is not null) await transaction.CommitAsync(ct);
        return TypedResults.Accepted((string?)null, new SendProposalResponse(proposal.Id, proposal.State));
    }
}
