namespace Kivenkolo.Contracts.Calendar.V1;

/// <summary>A number of visits was entered, or an entry was corrected. Numbers only: nobody is in it.</summary>
public sealed record HeadcountRecorded
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The entry; the same one comes again, with a higher version, when it is corrected.</summary>
    public required Guid HeadcountId { get; init; }

    /// <summary>The occurrence that was counted; null for a period such as a year.</summary>
    public required Guid? OccurrenceId { get; init; }

    /// <summary>First day of the period in the space's zone.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of the period in the space's zone, inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>
    /// Which visits the number covers: categories such as <c>clients</c>, <c>students</c>, <c>partners</c>, <c>groups</c>,
    /// <c>encounters</c>, <c>networks</c>; empty when the source does not state it. Figures of different scope are not compared.
    /// </summary>
    public required string[] Scope { get; init; }

    /// <summary>The number of each category, in the order of <see cref="Scope"/>; null when only their sum is known.</summary>
    public int[]? Counts { get; init; }

    /// <summary>How many visits, 0 or more; the sum of <see cref="Counts"/> where there are such.</summary>
    public required int Count { get; init; }

    /// <summary>Counter of the entry's corrections, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>When it was entered, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
