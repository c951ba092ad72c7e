namespace Kivenkolo.Contracts.Participation.V1;

/// <summary>What a house meeting decided to try out has been planned; Calendar puts its sessions into the programme.</summary>
public sealed record ExperimentStarted
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The experiment; one experiment becomes one activity.</summary>
    public required Guid ExperimentId { get; init; }

    /// <summary>The decision it comes from.</summary>
    public required Guid DecisionId { get; init; }

    /// <summary>The decision's number in the register, such as <c>7/2026</c>, for the line "you asked, we did".</summary>
    public required string DecisionNumber { get; init; }

    /// <summary>The day of the house meeting in the space's zone.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>The activity's name, public text.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>What happens there, public text.</summary>
    public required LocalizedText Description { get; init; }

    /// <summary>Date of the first session in the space's zone.</summary>
    public required DateOnly FirstDate { get; init; }

    /// <summary>Wall-clock time of the start in the space's zone.</summary>
    public required TimeOnly Start { get; init; }

    /// <summary>Length of a session in minutes, 1–1440.</summary>
    public required int DurationMinutes { get; init; }

    /// <summary>How many weekly sessions, 1–52.</summary>
    public required int Sessions { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
