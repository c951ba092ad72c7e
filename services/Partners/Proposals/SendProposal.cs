using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Partners.Proposals;

/// <param name="Title">The activity's name, in the languages the partner has it in.</param>
/// <param name="Description">What happens there.</param>
/// <param name="Date">The first time, in the space's zone.</param>
/// <param name="Start">Wall-clock time of the start in the space's zone.</param>
/// <param name="DurationMinutes">Length of one time.</param>
/// <param name="SpokenLanguages">Languages spoken there, as BCP 47 tags.</param>
/// <param name="Weeks">How many times, once a week; once when not given.</param>
/// <param name="PlaceId">The place of the space that is wished for, as Calendar lists it; left to the house when not given.</param>
/// <param name="NeedsSignUp">Whether people sign up for it; when not, or when not given, one may just come.</param>
public sealed record SendProposalRequest(
    [property: Required, Localized(200)] LocalizedText Title,
    [property: Required, Localized(4000)] LocalizedText Description,
    [property: Required, OrdinaryDate] DateOnly? Date,
    [property: Required] TimeOnly? Start,
    [property: Required, Range(5, 1440)] int? DurationMinutes,
    [property: Required, MinLength(1), LanguageTags] string[] SpokenLanguages,
    [property: Range(1, 53)] int? Weeks = null,
    Guid? PlaceId = null,
    bool NeedsSignUp = false);

/// <param name="State">Received, or accepted already when the organisation is trusted.</param>
public sealed record SendProposalResponse(Guid Id, ProposalState State);

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

    internal static async Task<Results<Created<SendProposalResponse>, LocalizedProblem>> Handle(
        SendProposalRequest request, CurrentSpace space, Arrivals arrivals, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (caller.OrganisationId() is not { } organisationId) return Refusal.OrganisationMissing.Result();
        var (proposal, refusal) = await arrivals.Take(organisationId, request, ct);
        return proposal is null
            ? refusal!.Value.Result()
            : TypedResults.Created($"/api/partners/v1/spaces/{space.Slug}/proposals/{proposal.Id}", new SendProposalResponse(proposal.Id, proposal.State));
    }
}

/// <summary>A date with which can be counted; what is too early or too late for a proposal the rule says, which knows the day.</summary>
internal sealed class OrdinaryDateAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or DateOnly { Year: >= 2000 and < 2200 };

    public override string FormatErrorMessage(string name) => "A date such as 2026-12-01.";
}
