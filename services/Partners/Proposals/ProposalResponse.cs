using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
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
