using System.ComponentModel.DataAnnotations;
using Kivenkolo.Partners.Webhooks;
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

/// <param name="Reason">What the partner is told.</param>
public sealed record DeclineProposalRequest([property: Required, MaxLength(2000)] string Reason);

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
