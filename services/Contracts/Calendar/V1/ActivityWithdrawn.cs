namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>An activity was taken out of the programme. What has taken place stays known.</summary>
public sealed record ActivityWithdrawn
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The activity.</summary>
    public required Guid ActivityId { get; init; }

    /// <summary>The activity's name, public text.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>The organisation that ran it; null when the space did.</summary>
    public required Guid? OrganisationId { get; init; }

    /// <summary>Counter of the activity's changes, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
