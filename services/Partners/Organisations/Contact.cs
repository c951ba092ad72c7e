using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Organisations;

/// <summary>
/// Where an organisation may have the link sent to with which it proposes. A row of its own: what everyone reads of the organisation, its entity
/// tag too, is the same whether there is one and whether a link was sent.
/// </summary>
public sealed class Contact : IOfSpace
{
    public required Guid SpaceId { get; init; }
    public required Guid OrganisationId { get; init; }
    public required string Email { get; set; }

    /// <summary>When a link was last sent there because somebody asked for one; null before.</summary>
    public DateTimeOffset? LinkSentAt { get; set; }
}
