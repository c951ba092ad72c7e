namespace Kivenkolo.Contracts.Participation.V1;

/// <summary>A house meeting decided something and the decision is in the register.</summary>
public sealed record DecisionApproved
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The decision.</summary>
    public required Guid DecisionId { get; init; }

    /// <summary>The decision's number in the register, such as <c>7/2026</c>.</summary>
    public required string Number { get; init; }

    /// <summary>What was decided, public text.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>The day of the house meeting in the space's zone.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>When it was entered, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
