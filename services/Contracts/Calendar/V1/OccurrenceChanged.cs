namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>One occurrence that was announced takes place at another time or place, or waits for a new time.</summary>
public sealed record OccurrenceChanged
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The occurrence.</summary>
    public required Guid OccurrenceId { get; init; }

    /// <summary>The activity it belongs to.</summary>
    public required Guid ActivityId { get; init; }

    /// <summary>The activity's name, public text.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>When it starts, UTC; when it is postponed, when it would have started.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ends, UTC; when it is postponed, when it would have ended.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>When its series would have it start, UTC (RFC 5545's RECURRENCE-ID).</summary>
    public required DateTimeOffset PlannedStart { get; init; }

    /// <summary>When it was to start before this change, UTC; null when it was not to take place, or that is not known.</summary>
    public DateTimeOffset? PreviousStart { get; init; }

    /// <summary>Where it takes place, public text; may be empty, null when it is not known.</summary>
    public LocalizedText? Place { get; init; }

    /// <summary>Where it was to take place before this change, likewise.</summary>
    public LocalizedText? PreviousPlace { get; init; }

    /// <summary>Whether it does not take place at its time and a new time will be told.</summary>
    public required bool Postponed { get; init; }

    /// <summary>What the public is told about it; may be empty.</summary>
    public required LocalizedText Note { get; init; }

    /// <summary>Counter of the occurrence's changes, from 1 (RFC 5545's SEQUENCE is one less).</summary>
    public required long Version { get; init; }

    /// <summary>When it was changed, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
