namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>Someone who signed up for an occurrence has a place. Carries ids and times only: who it is stays in Calendar.</summary>
public sealed record RegistrationConfirmed
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The occurrence.</summary>
    public required Guid OccurrenceId { get; init; }

    /// <summary>The sign-up.</summary>
    public required Guid RegistrationId { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
