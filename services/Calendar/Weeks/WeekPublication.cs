using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Weeks;

/// <summary>One line of a week as it was told when the week was published.</summary>
public sealed record ToldLine(Guid OccurrenceId, LocalizedText Title, DateTimeOffset Start, DateTimeOffset End, LocalizedText Place);

/// <summary>That the coordinator has published a week, and what it said then.</summary>
public sealed class WeekPublication : IOfSpace
{
    public required Guid SpaceId { get; init; }

    /// <summary>The ISO 8601 week, such as 2026-W48.</summary>
    public required string Week { get; init; }

    /// <summary>How many times it has been published.</summary>
    public long Version { get; private set; }

    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>SHA-256 of what was told, to know whether there is anything new to tell.</summary>
    public byte[] Told { get; private set; } = [];

    /// <summary>The lines that were told, at most <see cref="ReadWeek.MostOccurrences"/>; null for a week of which they were not kept.</summary>
    public ToldLine[]? Lines { get; private set; }

    /// <summary>Why it was published last, although a promised language was missing.</summary>
    public string? ReasonForMissing { get; private set; }

    /// <summary>Publishes it anew; false when nothing has changed since the last time.</summary>
    public bool Publish(byte[] told, ToldLine[] lines, string? reasonForMissing, DateTimeOffset now)
    {
        if (Version > 0 && Told.AsSpan().SequenceEqual(told)) return false;
        (Told, Lines, ReasonForMissing, PublishedAt) = (told, lines, reasonForMissing, now);
        Version++;
        return true;
    }
}
