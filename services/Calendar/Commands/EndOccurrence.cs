namespace Kivenkolo.Calendar.Commands;

/// <summary>Calendar to itself, due at the end of an occurrence.</summary>
public sealed record EndOccurrence
{
    public required Guid SpaceId { get; init; }

    public required Guid ActivityId { get; init; }

    public required Guid OccurrenceId { get; init; }
}
