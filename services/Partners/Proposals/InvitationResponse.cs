using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <param name="OrganisationName">For whom the link proposes.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
public sealed record InvitationResponse(LocalizedText OrganisationName, DateTimeOffset ExpiresAt);
