namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>Someone who waited is given a place, or is offered one for a while. Carries ids and times only: who it is stays in Calendar.</summary>
public sealed record RegistrationPromoted
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The occurrence.</summary>
    public required Guid OccurrenceId { get; init; }

    /// <summary>The sign-up.</summary>
    public required Guid RegistrationId { get; init; }

    /// <summary>Until when the place is kept, UTC; null when it is theirs at once.</summary>
    public DateTimeOffset? OfferedUntil { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
