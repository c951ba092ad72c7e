using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Participation.Experiments;

/// <summary>What a house meeting decided to try out, planned as weekly sessions; one decision has at most one.</summary>
public sealed class Experiment : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required Guid DecisionId { get; init; }

    public required LocalizedText Title { get; init; }

    public required LocalizedText Description { get; init; }

    /// <summary>Date of the first session in the space's zone.</summary>
    public required DateOnly FirstDate { get; init; }

    /// <summary>Wall-clock time of the start in the space's zone.</summary>
    public required TimeOnly Start { get; init; }

    public required int DurationMinutes { get; init; }

    /// <summary>How many weekly sessions.</summary>
    public required int Sessions { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}
