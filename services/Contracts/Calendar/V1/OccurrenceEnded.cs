namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>An occurrence that took place has ended; feedback may be asked for.</summary>
public sealed record OccurrenceEnded
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The occurrence.</summary>
    public required Guid OccurrenceId { get; init; }

    /// <summary>The activity it belongs to.</summary>
    public required Guid ActivityId { get; init; }

    /// <summary>The activity's name, public text.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The same instant as <see cref="End"/>, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
