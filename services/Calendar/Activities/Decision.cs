using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Calendar's own copy of a decision of the house meeting, as Participation told it: what an activity can come from.</summary>
public sealed class Decision : IOfSpace
{
    public required Guid SpaceId { get; init; }

    public required Guid DecisionId { get; init; }

    /// <summary>The number in the house meeting's register, such as 7/2026.</summary>
    public required string Number { get; init; }

    /// <summary>What was decided.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>The day of the house meeting in the space's zone.</summary>
    public required DateOnly DecidedOn { get; init; }
}
