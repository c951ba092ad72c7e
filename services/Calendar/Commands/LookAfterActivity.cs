namespace Kivenkolo.Calendar.Commands;

/// <summary>Calendar to itself, due when an occurrence of the activity ends or when its next dates come into reach.</summary>
public sealed record LookAfterActivity
{
    public required Guid SpaceId { get; init; }

    public required Guid ActivityId { get; init; }

    /// <summary>When it is due, UTC. An activity waits for one time only; a message with another is out of date.</summary>
    public required DateTimeOffset DueAt { get; init; }
}
