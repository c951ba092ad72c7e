namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>One occurrence of an activity will not take place. Urgent: subscribers are told at once.</summary>
public sealed record OccurrenceCancelled
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The occurrence.</summary>
    public required Guid OccurrenceId { get; init; }

    /// <summary>The activity it belongs to.</summary>
    public required Guid ActivityId { get; init; }

    /// <summary>The activity's name, public text.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>When it would have started, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it would have ended, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Why, as told to the public; may be empty.</summary>
    public required LocalizedText Reason { get; init; }

    /// <summary>Counter of the occurrence's changes, from 1 (RFC 5545's SEQUENCE is one less).</summary>
    public required long Version { get; init; }

    /// <summary>When it was cancelled, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
