namespace Kivenkolo.Contracts.Partners.V1;

/// <summary>An organisation joined the space's directory, or its public facts changed.</summary>
public sealed record OrganisationChanged
{
    /// <summary>The space in whose directory the organisation is.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The organisation.</summary>
    public required Guid OrganisationId { get; init; }

    /// <summary>The organisation's public name.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Counter of the organisation's changes, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
