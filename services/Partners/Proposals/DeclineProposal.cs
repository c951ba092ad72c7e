using System.ComponentModel.DataAnnotations;
using Kivenkolo.Partners.Webhooks;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Reason">What the partner is told.</param>
public sealed record DeclineProposalRequest([property: Required, MaxLength(2000)] string Reason);

/// <summary>The coordinator turns a proposal down with a reason, which the partner reads. Once.</summary>
internal static class DeclineProposal
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapPost("/{proposalId:guid}/refusal", Handle)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.StaffWrite)
        .WithName(nameof(DeclineProposal))
        .WithSummary("Decline a proposal")
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<ProposalResponse>, LocalizedProblem>> Handle(
        Guid proposalId, DeclineProposalRequest request, PartnersDb db, WebhookNews news, TimeProvider clock, PartnersMetrics metrics,
        HttpContext http, CancellationToken ct)
    {
        if (await db.Proposals.SingleOrDefaultAsync(p => p.Id == proposalId, ct) is not { } proposal) return Refusal.ProposalUnknown.Result();
        if (!Etag.Matches(http.Request, proposal.Xmin)) return Refusal.VersionChanged.Result();
        if (proposal.Decline(request.Reason, clock.GetUtcNow()) is { } refusal) return refusal.Result();

        await news.Tell(WebhookEvent.ProposalDeclined, proposal, ct);
        return await Decision.Save(proposal, db, metrics, http, ct);
    }
}
