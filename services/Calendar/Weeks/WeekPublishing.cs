using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Weeks;

/// <summary>That a week was published once, and why although a promised language was missing. Added each time, and never changed.</summary>
public sealed class WeekPublishing : IOfSpace
{
    public required Guid SpaceId { get; init; }

    /// <summary>The ISO 8601 week, such as 2026-W48.</summary>
    public required string Week { get; init; }

    /// <summary>Which time it was, from 1.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Promised languages that some line lacked.</summary>
    public required string[] Missing { get; init; }

    /// <summary>Why it was published all the same; null when nothing was missing.</summary>
    public string? ReasonForMissing { get; init; }
}
