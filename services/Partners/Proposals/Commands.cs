#pragma warning disable IDE0130 // A message's name is its address on the broker: it stays when a folder moves.
namespace Kivenkolo.Partners.Commands;

/// <summary>Partners to itself: send the mail of an invitation. Names no address.</summary>
public sealed record SendInvitation
{
    public required Guid SpaceId { get; init; }
    public required Guid InvitationId { get; init; }

    /// <summary>How often it was tried before.</summary>
    public required int Attempts { get; init; }
}

/// <summary>Partners to itself: the links of an invitation no longer work.</summary>
public sealed record ForgetInvitation
{
    public required Guid SpaceId { get; init; }
    public required Guid InvitationId { get; init; }
}

/// <summary>Partners to itself: somebody asked for the link with which an organisation proposes; it may be none of the directory.</summary>
public sealed record LinkAsked
{
    public required Guid SpaceId { get; init; }
    public required Guid OrganisationId { get; init; }

    /// <summary>As it was asked for; it may be none of the space's.</summary>
    public required string Language { get; init; }
}
