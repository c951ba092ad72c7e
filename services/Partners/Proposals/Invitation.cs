using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Partners.Proposals;

/// <summary>A mail that invites an organisation without an account to propose activities through a link of its own.</summary>
public sealed class Invitation : IOfSpace
{
    /// <summary>How long its links work.</summary>
    public static readonly TimeSpan WorksFor = TimeSpan.FromDays(14);

    /// <summary>The most proposals that come through one invitation.</summary>
    public const int MostProposals = 20;

    public required Guid SpaceId { get; init; }
    public required Guid Id { get; init; }
    public required Guid OrganisationId { get; init; }

    /// <summary>Where the mail goes; forgotten as soon as it is with the mail server, or has failed for good.</summary>
    public string? Email { get; set; }
    public required string Language { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many proposals have come through it.</summary>
    public int Proposals { get; set; }
}

/// <summary>A link of an invitation, one for each attempt of its mail; the token is kept as a hash alone.</summary>
public sealed class InvitationLink : IOfSpace
{
    public required byte[] TokenHash { get; init; }
    public required Guid SpaceId { get; init; }
    public required Guid InvitationId { get; init; }
}
