using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Answer">The coordinator's words to the partner: a note with the acceptance, or the reason of the refusal.</param>
/// <param name="ActivityId">The activity in the programme that it became; null until Calendar has put it there.</param>
/// <param name="PlaceId">The place of the space that is wished for; null when that is left to the house.</param>
/// <param name="NeedsSignUp">Whether people sign up for it; else one may just come.</param>
public sealed record ProposalResponse(
    Guid Id, Guid OrganisationId, LocalizedText OrganisationName, LocalizedText Title, LocalizedText Description, DateOnly Date, TimeOnly Start,
    int DurationMinutes, int Weeks, string[] SpokenLanguages, ProposalState State, DateTimeOffset ReceivedAt, DateTimeOffset? DecidedAt,
    string? Answer, Guid? ActivityId, Guid? PlaceId, bool NeedsSignUp)
{
    internal static ProposalResponse Of(Proposal p, LocalizedText organisation) => new(
        p.Id, p.OrganisationId, organisation, p.Title, p.Description, p.Date, p.Start, p.DurationMinutes, p.Weeks, p.SpokenLanguages, p.State,
        p.ReceivedAt, p.DecidedAt, p.Answer, p.ActivityId, p.PlaceId, p.NeedsSignUp);
}

/// <summary>Who sees which proposals: the coordinator all of the space, a partner its own organisation's.</summary>
internal static class SeenProposals
{
    public static IQueryable<Proposal> By(this IQueryable<Proposal> proposals, ClaimsPrincipal caller, CurrentSpace space)
    {
        if (caller.IsStaff(space.Slug, Role.Coordinator)) return proposals;
        var organisation = caller.OrganisationId();
        return proposals.Where(p => p.OrganisationId == organisation);
    }
}

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
        [AllowedValues(null, "received", "accepted", "declined")] string? state, Guid? after, [Range(1, Page<ProposalResponse>.Most)] int? limit, PartnersDb db, CurrentSpace space, ClaimsPrincipal caller,
        CancellationToken ct)
    {
        var size = limit ?? Page<ProposalResponse>.Usual;
        ProposalState? wanted = state is null ? null : Enum.Parse<ProposalState>(state, ignoreCase: true); // validated above; a query binds enums by their C# names
        var read = await db.Proposals.AsNoTracking().By(caller, space)
            .Where(p => (wanted == null || p.State == wanted) && (after == null || p.Id < after))
            .OrderByDescending(p => p.Id).Take(size + 1)
            .Join(db.Organisations, p => p.OrganisationId, o => o.Id, (p, o) => new { Proposal = p, o.Name })
            .OrderByDescending(row => row.Proposal.Id)
            .ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(row => ProposalResponse.Of(row.Proposal, row.Name))], size, proposal => proposal.Id.ToString()));
    }
}

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
