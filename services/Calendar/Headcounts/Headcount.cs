using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Calendar.Headcounts;

/// <summary>What was counted, as entered.</summary>
/// <param name="OccurrenceId">The occurrence; null for a period or a slot.</param>
/// <param name="FirstDay">First day in the space's zone.</param>
/// <param name="LastDay">Last day, inclusive.</param>
/// <param name="Start">From when on the day, for a slot of it, in the space's zone; null for whole days and for an occurrence.</param>
/// <param name="End">Until when.</param>
/// <param name="Scope">Categories in alphabetical order; empty when the source does not state which visits are in the number.</param>
/// <param name="Counts">The number of each category, in the order of <paramref name="Scope"/>; null when only their sum is known.</param>
/// <param name="Count">How many in all.</param>
public sealed record Tally(
    Guid? OccurrenceId, DateOnly FirstDay, DateOnly LastDay, TimeOnly? Start, TimeOnly? End, string[] Scope, int[]? Counts, int Count)
{
    /// <summary>The number of each category; null when only their sum is known.</summary>
    public Dictionary<string, int>? ByCategory() => Counts is null ? null : Scope.Zip(Counts).ToDictionary(part => part.First, part => part.Second);

    /// <summary>Whether the two say the same.</summary>
    public bool Says(Tally other) =>
        Scope.SequenceEqual(other.Scope)
        && (Counts is null ? other.Counts is null : other.Counts is not null && Counts.SequenceEqual(other.Counts))
        && this == other with { Scope = Scope, Counts = Counts };
}

/// <summary>A number of visits. Nobody is in it, only how many.</summary>
public sealed class Headcount : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public Guid? OccurrenceId { get; private set; }

    public DateOnly FirstDay { get; private set; }

    public DateOnly LastDay { get; private set; }

    public TimeOnly? Start { get; private set; }

    public TimeOnly? End { get; private set; }

    public string[] Scope { get; private set; } = [];

    public int[]? Counts { get; private set; }

    public int Count { get; private set; }

    /// <summary>Counter of the corrections, from 1.</summary>
    public long Version { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The row's state, for entity tags.</summary>
    public uint Xmin { get; init; }

    /// <summary>What the entry says now.</summary>
    public Tally Read() => new(OccurrenceId, FirstDay, LastDay, Start, End, Scope, Counts, Count);

    /// <summary>Takes a tally, the first or a correction; false when it says nothing new.</summary>
    public bool Take(Tally tally, DateTimeOffset now)
    {
        if (Version > 0 && tally.Says(Read())) return false;
        (OccurrenceId, FirstDay, LastDay, Start, End, Scope, Counts, Count) = tally;
        RecordedAt = now;
        Version++;
        return true;
    }
}
