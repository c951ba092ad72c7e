using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Token">The token of the link in the mail.</param>
public sealed record ReadInvitationRequest([property: Required, StringLength(LinkToken.Longest)] string Token);

/// <param name="OrganisationName">For whom the link proposes.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
public sealed record InvitationResponse(LocalizedText OrganisationName, DateTimeOffset ExpiresAt);

/// <summary>Whoever has the link of an invitation sees for whom it proposes. Nothing is changed; the token is in the body, so that no log has it.</summary>
internal static class ReadInvitation
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapPost("/invitation", Handle)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .WithName(nameof(ReadInvitation))
        .WithSummary("For whom the link of an invitation proposes");

    internal static async Task<Results<Ok<InvitationResponse>, LocalizedProblem>> Handle(ReadInvitationRequest request, PartnersDb db, TimeProvider clock, CancellationToken ct)
    {
        var opened = await db.Opened(request.Token, clock.GetUtcNow())
            .Join(db.Organisations, i => i.OrganisationId, o => o.Id, (i, o) => new { o.Name, i.ExpiresAt }).SingleOrDefaultAsync(ct);
        return opened is null ? Refusal.LinkUnknown.Result() : TypedResults.Ok(new InvitationResponse(opened.Name, opened.ExpiresAt));
    }
}

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
        var counted = await opened.Where(i => i.Proposals < Invitation.MostProposals).ExecuteUpdateAsync(set => set.SetProperty(i => i.Proposals, i => i.Proposals + 1), ct);
        if (counted == 0) return Refusal.ProposalLimitReached.Result();
        var (proposal, refusal) = await arrivals.Take(invitation.OrganisationId, request.Proposal!, ct);
        if (proposal is null) return refusal!.Value.Result();
        if (transaction is not null) await transaction.CommitAsync(ct);
        return TypedResults.Accepted((string?)null, new SendProposalResponse(proposal.Id, proposal.State));
    }
}

internal static class OpenedInvitations
{
    /// <summary>The invitation whose link has the token, while it works.</summary>
    public static IQueryable<Invitation> Opened(this PartnersDb db, string token, DateTimeOffset now)
    {
        var hash = LinkToken.HashOf(token);
        return db.Invitations.AsNoTracking().Where(i => i.ExpiresAt > now && db.InvitationLinks.Any(link => link.InvitationId == i.Id && link.TokenHash == hash));
    }
}
