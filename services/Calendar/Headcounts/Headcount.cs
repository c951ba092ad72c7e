using Kivenkolo.Messaging;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>What was counted, as entered.</summary>
/// <param name="OccurrenceId">The occurrence; null for a period.</param>
/// <param name="FirstDay">First day in the space's zone.</param>
/// <param name="LastDay">Last day, inclusive.</param>
/// <param name="Scope">Categories in alphabetical order; empty when the source does not state which visits are in the number.</param>
/// <param name="Count">How many visits.</param>
public sealed record Tally(Guid? OccurrenceId, DateOnly FirstDay, DateOnly LastDay, string[] Scope, int Count)
{
    /// <summary>Whether the two say the same.</summary>
    public bool Says(Tally other) => Scope.SequenceEqual(other.Scope) && this == other with { Scope = Scope };
}

/// <summary>A number of visits. Nobody is in it, only how many.</summary>
public sealed class Headcount : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public Guid? OccurrenceId { get; private set; }

    public DateOnly FirstDay { get; private set; }

    public DateOnly LastDay { get; private set; }

    public string[] Scope { get; private set; } = [];

    public int Count { get; private set; }

    /// <summary>Counter of the corrections, from 1.</summary>
    public long Version { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }

    /// <summary>Takes a tally, the first or a correction; false when it says nothing new.</summary>
    public bool Take(Tally tally, DateTimeOffset now)
    {
        if (Version > 0 && tally.Says(new(OccurrenceId, FirstDay, LastDay, Scope, Count))) return false;
        (OccurrenceId, FirstDay, LastDay, Scope, Count) = tally;
        RecordedAt = now;
        Version++;
        return true;
    }
}
