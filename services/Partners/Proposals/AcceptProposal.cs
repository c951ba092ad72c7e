using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Note">A word to the partner; it may be left out.</param>
public sealed record AcceptProposalRequest([property: MaxLength(2000)] string? Note = null);

/// <summary>The coordinator takes a proposal into the programme: Calendar hears it, and so do the partner's webhooks. Once.</summary>
internal static class AcceptProposal
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapPost("/{proposalId:guid}/acceptance", Handle)
        .AllowStaff(Role.Coordinator)
        .LimitRate(RateLimit.StaffWrite)
        .WithName(nameof(AcceptProposal))
        .WithSummary("Accept a proposal")
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    internal static async Task<Results<Ok<ProposalResponse>, LocalizedProblem>> Handle(
        Guid proposalId, AcceptProposalRequest? request, PartnersDb db, CurrentSpace space, Arrivals arrivals,
        TimeProvider clock, PartnersMetrics metrics, HttpContext http, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Proposals.SingleOrDefaultAsync(p => p.Id == proposalId, ct) is not { } proposal) return Refusal.ProposalUnknown.Result();
        if (!Etag.Matches(http.Request, proposal.Xmin)) return Refusal.VersionChanged.Result();
        if (proposal.Accept(request?.Note, now, WallClock.In(space, now)) is { } refusal) return refusal.Result();

        await arrivals.TellAccepted(proposal, ct);
        return await Decision.Save(proposal, db, metrics, http, ct);
    }
}
