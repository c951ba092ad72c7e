using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.Partners.Webhooks;
using Kivenkolo.Platform.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <summary>Takes what partners propose, on whichever way it came, and tells what becomes of it.</summary>
internal sealed class Arrivals(PartnersDb db, CurrentSpace space, IPublishEndpoint events, WebhookNews news, PartnersMetrics metrics, TimeProvider clock)
{
    /// <summary>
    /// Keeps a proposal of the organisation. One of a trusted organisation is accepted in the same moment, else it waits for the coordinator.
    /// </summary>
    public async Task<(Proposal? Proposal, Refusal? Refusal)> Take(Guid organisationId, SendProposalRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var wall = WallClock.In(space, now);
        var proposal = new Proposal
        {
            SpaceId = space.Id,
            Id = Guid.CreateVersion7(now),
            OrganisationId = organisationId,
            Title = request.Title,
            Description = request.Description,
            Date = request.Date!.Value,
            Start = request.Start!.Value,
            DurationMinutes = request.DurationMinutes!.Value,
            Weeks = request.Weeks ?? 1,
            SpokenLanguages = [.. request.SpokenLanguages.Select(tag => tag.ToLowerInvariant())],
            PlaceId = request.PlaceId,
            NeedsSignUp = request.NeedsSignUp,
            ReceivedAt = now,
        };
        if (proposal.CheckArrival(wall) is { } refusal) return (null, refusal);

        db.Proposals.Add(proposal);
        if (await db.Organisations.AnyAsync(o => o.Id == organisationId && o.IsTrusted, ct) && proposal.Accept(null, now, wall) is null)
            await TellAccepted(proposal, ct);
        // The foreign key decides whether the organisation is in the directory.
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException e) when (e.Violates(PartnersDb.ProposalByListedOrganisation)) { return (null, Refusal.OrganisationNotListed); }

        metrics.Proposal(ProposalState.Received);
        if (proposal.State != ProposalState.Received) metrics.Proposal(proposal.State);
        return (proposal, null);
    }

    /// <summary>Tells Calendar and the partner's webhooks that the proposal comes into the programme; saved with it.</summary>
    public async Task TellAccepted(Proposal proposal, CancellationToken ct)
    {
        await events.Publish(new ProposalAccepted
        {
            SpaceId = space.Id,
            ProposalId = proposal.Id,
            OrganisationId = proposal.OrganisationId,
            Title = proposal.Title,
            Description = proposal.Description,
            Date = proposal.Date,
            Start = proposal.Start,
            DurationMinutes = proposal.DurationMinutes,
            Weeks = proposal.Weeks,
            SpokenLanguages = proposal.SpokenLanguages,
            PlaceId = proposal.PlaceId,
            NeedsSignUp = proposal.NeedsSignUp,
            OccurredAt = proposal.DecidedAt!.Value,
        }, ct);
        await news.Tell(WebhookEvent.ProposalAccepted, proposal, ct);
    }
}
