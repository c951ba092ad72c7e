namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>The programme of one week was published by the coordinator, or published again after changes.</summary>
public sealed record WeekPublished
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The ISO 8601 week, such as <c>2026-W48</c>.</summary>
    public required string Week { get; init; }

    /// <summary>What takes place in the week, in order of start.</summary>
    public required WeekOccurrence[] Occurrences { get; init; }

    /// <summary>How many times the week has been published, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>When it was published, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>One line of a published week.</summary>
public sealed record WeekOccurrence
{
    /// <summary>The occurrence.</summary>
    public required Guid OccurrenceId { get; init; }

    /// <summary>The activity's name, public text.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>Start, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>End, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Where, public text; may be empty.</summary>
    public required LocalizedText Place { get; init; }
}
