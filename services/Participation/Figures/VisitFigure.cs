namespace Kivenkolo.Participation.Figures;

/// <summary>A number of visits in a period that may be shown to everyone, if <see cref="Disclosure"/> lets it.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Scope">The categories counted; empty when the source does not state them.</param>
/// <param name="Count">How many visits.</param>
internal sealed record VisitFigure(DateOnly From, DateOnly To, string[] Scope, long Count)
{
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Whether the two may have counted the same visit. A scope that is not stated may hold any.</summary>
    public bool Overlaps(VisitFigure other) =>
        From <= other.To && other.From <= To
        && (Scope.Length == 0 || other.Scope.Length == 0 || Scope.Intersect(other.Scope, StringComparer.Ordinal).Any());

    /// <summary>How many categories it may hold; one that is not stated may hold all.</summary>
    public int Breadth => Scope.Length == 0 ? int.MaxValue : Scope.Length;

    /// <summary>Whether every visit that the other may have counted may be counted here.</summary>
    public bool Contains(VisitFigure other) =>
        From <= other.From && other.To <= To
        && (Scope.Length == 0 || (other.Scope.Length > 0 && !other.Scope.Except(Scope, StringComparer.Ordinal).Any()));

    /// <summary>
    /// The figures of a space: counts of occasions added up by ISO week and scope, and those that were stated for a period. Different scopes
    /// are never added. Where someone stated a figure for exactly a week and scope, it stands in place of the sum.
    /// </summary>
    public static List<VisitFigure> Of(IEnumerable<VisitEntry> entries)
    {
        var figures = new Dictionary<(DateOnly, DateOnly, string), VisitFigure>();
        foreach (var entry in entries.OrderBy(entry => entry.Tallied))
        {
            var from = entry.Tallied ? entry.From.Monday() : entry.From;
            var to = entry.Tallied ? from.AddDays(6) : entry.To;
            var key = (from, to, entry.Scope);
            if (!figures.TryGetValue(key, out var sum))
                figures[key] = new(from, to, entry.Scope.Split(',', StringSplitOptions.RemoveEmptyEntries), entry.Count) { IsTally = entry.Tallied };
            else if (sum.IsTally == entry.Tallied)
                figures[key] = sum with { Count = sum.Count + entry.Count };
        }
        return [.. figures.Values.OrderBy(f => f.From).ThenBy(f => f.To).ThenBy(f => string.Join(',', f.Scope), StringComparer.Ordinal)];
    }

    private bool IsTally { get; init; }
}

/// <summary>What a headcount contributes to the figures.</summary>
internal sealed record VisitEntry(DateOnly From, DateOnly To, string Scope, bool Tallied, long Count);
