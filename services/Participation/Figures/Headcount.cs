using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Participation.Figures;

/// <summary>This service's own copy of a count of visits that Calendar recorded.</summary>
public sealed class Headcount : IOfSpace
{
    public required Guid Id { get; init; }

    public required Guid SpaceId { get; init; }

    public required DateOnly From { get; set; }

    public required DateOnly To { get; set; }

    /// <summary>
    /// The categories counted, sorted and joined by commas, so that equal scopes are equal texts; empty when the source does not state them.
    /// </summary>
    public required string Scope { get; set; }

    /// <summary>The number of each category in <see cref="Scope"/>, in its order; null when only their sum is known.</summary>
    public required int[]? Counts { get; set; }

    public required int Count { get; set; }

    /// <summary>A count of one occasion or day, added up by week; else a figure that someone stated for a longer period, shown as it is.</summary>
    public required bool Tallied { get; set; }

    public required long Version { get; set; }

    /// <summary>
    /// What it contributes to the figures: each category by itself where it was counted so, since occasions do not all count the same; a figure
    /// stated for a longer period also as a whole.
    /// </summary>
    internal IEnumerable<VisitEntry> Entries()
    {
        if (Counts is null || !Tallied) yield return new(From, To, Scope, Tallied, Count);
        if (Counts is null || (Counts.Length == 1 && !Tallied)) yield break;
        foreach (var (category, count) in Scope.Split(',').Zip(Counts)) yield return new(From, To, category, Tallied, count);
    }

    public static string ScopeOf(IEnumerable<string> categories) =>
        string.Join(',', categories.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
