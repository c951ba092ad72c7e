using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Contracts;
using Kivenkolo.Messaging;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Title">The activity's name, in the languages the partner has it in.</param>
/// <param name="Description">What happens there.</param>
/// <param name="Date">The first time, in the space's zone.</param>
/// <param name="Start">Wall-clock time of the start in the space's zone.</param>
/// <param name="DurationMinutes">Length of one time.</param>
/// <param name="SpokenLanguages">Languages spoken there, as BCP 47 tags.</param>
/// <param name="Weeks">How many times, once a week; once when not given.</param>
public sealed record SendProposalRequest(
    [property: Required, Localized(200)] LocalizedText Title,
    [property: Required, Localized(4000)] LocalizedText Description,
    [property: Required, OrdinaryDate] DateOnly? Date,
    [property: Required] TimeOnly? Start,
    [property: Required, Range(5, 1440)] int? DurationMinutes,
    [property: Required, MinLength(1), LanguageTags] string[] SpokenLanguages,
    [property: Range(1, 53)] int? Weeks = null);

public sealed record SendProposalReceipt(Guid Id, ProposalState State);

/// <summary>A partner's system proposes an activity, in the name of the organisation that its token says.</summary>
internal static class SendProposal
{
    public static void Map(RouteGroupBuilder proposals) => proposals
        .MapPost("", Handle)
        .AllowPartner(Scopes.WriteProposals)
        .LimitRate(RateLimit.Partner)
        .Idempotent<PartnersDb>()
        .WithName(nameof(SendProposal))
        .WithSummary("Propose an activity")
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    internal static async Task<Results<Created<SendProposalReceipt>, Refused>> Handle(
        SendProposalRequest request, PartnersDb db, CurrentSpace space, ClaimsPrincipal caller, TimeProvider clock, PartnersTelemetry telemetry,
        CancellationToken ct)
    {
        if (caller.OrganisationId() is not { } organisationId) return Refusal.NoOrganisation.Result();
        var now = clock.GetUtcNow();
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
            ReceivedAt = now,
        };
        if (proposal.CheckArrival(WallClock.In(space, now)) is { } refusal) return refusal.Result();

        db.Proposals.Add(proposal);
        // The foreign key decides whether the organisation is in the directory.
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException e) when (e.Violates(PartnersDb.ProposalByListedOrganisation)) { return Refusal.OrganisationNotListed.Result(); }

        telemetry.Proposal(proposal.State);
        return TypedResults.Created($"/api/partners/v1/spaces/{space.Slug}/proposals/{proposal.Id}", new SendProposalReceipt(proposal.Id, proposal.State));
    }
}

/// <summary>A date with which can be counted; what is too early or too late for a proposal the rule says, which knows the day.</summary>
internal sealed class OrdinaryDateAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or DateOnly { Year: >= 2000 and < 2200 };

    public override string FormatErrorMessage(string name) => "A date such as 2026-12-01.";
}
