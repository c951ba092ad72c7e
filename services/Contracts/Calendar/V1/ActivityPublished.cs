namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>An activity is in the programme.</summary>
public sealed record ActivityPublished
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The activity.</summary>
    public required Guid ActivityId { get; init; }

    /// <summary>The activity's name, public text.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>The organisation that runs it; null when the space does.</summary>
    public required Guid? OrganisationId { get; init; }

    /// <summary>The partner's proposal it came from, if any.</summary>
    public required Guid? ProposalId { get; init; }

    /// <summary>The experiment it came from, if any.</summary>
    public required Guid? ExperimentId { get; init; }

    /// <summary>Counter of the activity's changes, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
