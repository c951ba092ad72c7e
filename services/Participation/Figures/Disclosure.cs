namespace Kivenkolo.Participation.Figures;

/// <summary>
/// Which figures may be shown. A count under five could tell of a person, so it is hidden, zero included, and so is every figure that would let
/// a hidden one be computed, by subtraction or by what is left to choose from:
///
/// 1. Figures that may have counted the same visits hang together. Where none of those that hang together is under five, all are shown.
/// 2. Otherwise only the outermost are shown: the largest figure, the largest that shares nothing with it, and so on, each unless it is under five.
///    One number then stands for all that it covers, and any part of it may be anything.
///
/// Which figures are shown depends only on periods, scopes and on what is under five. The figures of a space are always judged together,
/// whatever part of them is asked for: two questions never give more than the whole. A test goes through small worlds completely, and finds
/// that rules which hide less (for one: keep more than the outermost where it looks safe) let a patient reader compute a hidden figure.
/// </summary>
internal static class Disclosure
{
    /// <summary>The smallest count that is shown.</summary>
    public const int Least = 5;

    /// <summary>The smallest number of answers of which a breakdown is shown.</summary>
    public const int LeastForBreakdown = 10;

    /// <summary>For each figure whether it may be shown.</summary>
    public static bool[] Shown(IReadOnlyList<VisitFigure> figures)
    {
        var shown = new bool[figures.Count];
        var neighbours = Neighbours(figures);
        var seen = new bool[figures.Count];
        for (var start = 0; start < figures.Count; start++)
        {
            if (seen[start]) continue;
            var group = Group(start, neighbours, seen);
            var mayBeShown = group.All(i => figures[i].Count >= Least) ? group : Outermost(group, figures).Where(i => figures[i].Count >= Least);
            foreach (var i in mayBeShown) shown[i] = true;
        }
        return shown;
    }

    /// <summary>What may be shown of the answers to one form's or one week's question: each face, and the total.</summary>
    public static FaceCounts Shown(FaceCounts counted)
    {
        long?[] faces = [counted.Good, counted.Okay, counted.Bad];
        var total = faces.Sum()!.Value;
        if (total < LeastForBreakdown) return new(null, null, null, total < Least ? null : total);
        var known = faces.Select(count => count >= Least ? count : null).ToArray();
        // A total beside a hidden face would tell the hidden ones' sum.
        return new(known[0], known[1], known[2], known.All(count => count is not null) ? total : null);
    }

    /// <summary>The figures that hang together with this one.</summary>
    private static List<int> Group(int start, List<int>[] neighbours, bool[] seen)
    {
        var group = new List<int> { start };
        seen[start] = true;
        for (var i = 0; i < group.Count; i++)
            foreach (var other in neighbours[group[i]].Where(other => !seen[other]))
            {
                seen[other] = true;
                group.Add(other);
            }
        return group;
    }

    /// <summary>From the largest down, those that lie within or apart from every larger one kept so far are kept; of the kept, those within none.</summary>
    private static List<int> Outermost(List<int> group, IReadOnlyList<VisitFigure> figures)
    {
        var kept = new List<VisitFigure>();
        var outermost = new List<int>();
        foreach (var i in group.OrderByDescending(i => figures[i].Days).ThenByDescending(i => figures[i].Breadth)
            .ThenBy(i => figures[i].From).ThenBy(i => string.Join(',', figures[i].Scope), StringComparer.Ordinal))
        {
            var figure = figures[i];
            if (kept.Any(larger => larger.Overlaps(figure) && !larger.Contains(figure))) continue;
            if (!kept.Any(figure.Overlaps)) outermost.Add(i);
            kept.Add(figure);
        }
        return outermost;
    }

    private static List<int>[] Neighbours(IReadOnlyList<VisitFigure> figures)
    {
        var neighbours = figures.Select(_ => new List<int>()).ToArray();
        var byStart = Enumerable.Range(0, figures.Count).OrderBy(i => figures[i].From).ToArray();
        for (var i = 0; i < byStart.Length; i++)
            for (var j = i + 1; j < byStart.Length && figures[byStart[j]].From <= figures[byStart[i]].To; j++)
                if (figures[byStart[i]].Overlaps(figures[byStart[j]]))
                {
                    neighbours[byStart[i]].Add(byStart[j]);
                    neighbours[byStart[j]].Add(byStart[i]);
                }
        return neighbours;
    }
}

/// <summary>How many chose each face; null where it is not shown.</summary>
internal sealed record FaceCounts(long? Good, long? Okay, long? Bad, long? Total = null);
