using CsCheck;
using Kivenkolo.Participation.Figures;

namespace Kivenkolo.Participation.Tests;

/// <summary>
/// Someone who knows the whole method, and that figures are sums of visits, still cannot compute a hidden figure. Small worlds are gone through
/// completely: for each thing that can be seen, a hidden figure has more than one possible value.
/// </summary>
public sealed class DisclosureTests
{
    private static readonly DateOnly Monday = new(2026, 11, 2);
    private static readonly string[] Categories = ["clients", "students"];

    // Two categories in each of two weeks: the visits that all figures of the small world are made of.
    private static readonly (int Week, string Category)[] Atoms = [(0, "clients"), (0, "students"), (1, "clients"), (1, "students")];

    [Fact]
    public void Nothing_shown_lets_a_hidden_figure_be_computed() =>
        Structures(Gen.Int[1, (1 << Possible.Length) - 1])
            .Sample(structure => Assert.Null(Leak(structure, Disclosure.Shown)), iter: 20, threads: 1, print: Told);

    [Fact]
    public void Hiding_only_what_is_under_five_is_found_to_leak()
    {
        var structure = Possible.Where(f => f.From == Monday && f.Days == 7 && f.Scope.Length == 1)
            .Append(Possible.Single(f => f.Days == 7 && f.From == Monday && f.Scope.Length == 2)).ToArray();
        Assert.NotNull(Leak(structure, figures => [.. figures.Select(f => f.Count >= Disclosure.Least)]));
        Assert.Null(Leak(structure, Disclosure.Shown));
    }

    [Fact]
    public void No_figure_under_five_is_ever_shown() =>
        Gen.Select(Gen.Int[0, 52], Gen.Int[0, 60], Gen.Int[0, 3], Gen.Int[0, 12]).Array[0, 40].Sample(drawn =>
        {
            var figures = drawn.Select(d => new VisitFigure(Monday.AddDays(7 * d.Item1), Monday.AddDays((7 * d.Item1) + d.Item2),
                d.Item3 switch { 0 => [], 1 => ["clients"], 2 => ["students"], _ => Categories }, d.Item4)).ToArray();
            var shown = Disclosure.Shown(figures);
            return figures.Zip(shown).All(pair => !pair.Second || pair.First.Count >= Disclosure.Least)
                // One that touches a hidden figure shares its visits with no other that is shown.
                && Pairs(figures, shown, otherIsShown: false).Intersect(Pairs(figures, shown, otherIsShown: true)).Any() is false;
        });

    [Fact]
    public void What_is_shown_does_not_change_when_a_small_count_becomes_another_small_count() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 20], Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[0, 4]).Array[0, 20].Sample(drawn =>
        {
            VisitFigure[] World(Func<(int, int, int, int Count, int Other), int> count) => [.. drawn.Select(d => new VisitFigure(
                Monday.AddDays(7 * d.Item1), Monday.AddDays((7 * d.Item1) + d.Item2), d.Item3 switch { 0 => [], 1 => ["clients"], _ => ["students"] },
                count(d)))];
            return Disclosure.Shown(World(d => d.Count)).SequenceEqual(Disclosure.Shown(World(d => d.Count < Disclosure.Least ? d.Other : d.Count)));
        });

    [Fact]
    public void Faces_cannot_be_computed_from_each_other_and_the_total()
    {
        var seen = new Dictionary<FaceCounts, List<FaceCounts>>();
        var worlds = from good in Enumerable.Range(0, 31)
                     from okay in Enumerable.Range(0, 31)
                     from bad in Enumerable.Range(0, 31)
                     select new FaceCounts(good,
            okay, bad);
        foreach (var world in worlds)
        {
            var shown = Disclosure.Shown(world);
            if (!seen.TryGetValue(shown, out var same)) seen[shown] = same = [];
            same.Add(world);
            Assert.All((long?[])[shown.Good, shown.Okay, shown.Bad, shown.Total], count => Assert.True(count is null or >= 5));
        }
        foreach (var (shown, same) in seen)
        {
            if (shown.Good is null) Assert.True(same.Select(w => w.Good).Distinct().Count() > 1, $"good is {same[0].Good} when {shown} is shown");
            if (shown.Okay is null) Assert.True(same.Select(w => w.Okay).Distinct().Count() > 1, $"okay is {same[0].Okay} when {shown} is shown");
            if (shown.Bad is null) Assert.True(same.Select(w => w.Bad).Distinct().Count() > 1, $"bad is {same[0].Bad} when {shown} is shown");
            if (shown.Total is null) Assert.True(same.Select(w => w.Good + w.Okay + w.Bad).Distinct().Count() > 1, $"the total is known when {shown} is shown");
        }
    }

    [Fact]
    public void Different_scopes_are_never_added_and_a_stated_figure_stands_in_place_of_the_sum()
    {
        var figures = VisitFigure.Of(
        [
            new(Monday, Monday, "clients", true, 7), new(Monday.AddDays(6), Monday.AddDays(6), "clients", true, 8),
            new(Monday, Monday, "clients,students", true, 9),
            new(Monday, Monday.AddDays(6), "students", false, 20), new(Monday, Monday, "students", true, 6),
            new(Monday.AddDays(7), Monday.AddDays(7), "clients", true, 1),
        ]);
        Assert.Equal(
            [("clients", 15), ("clients,students", 9), ("students", 20), ("clients", 1)],
            figures.Select(f => (string.Join(',', f.Scope), (int)f.Count)));
    }

    [Fact]
    public void Years_stay_when_weeks_of_theirs_are_small()
    {
        VisitFigure[] figures =
        [
            new(new(2023, 1, 1), new(2023, 12, 31), [], 4917), new(new(2024, 1, 1), new(2024, 12, 31), Categories, 10136),
            new(new(2023, 9, 1), new(2024, 8, 31), ["clients"], 5000), new(new(2024, 3, 4), new(2024, 3, 10), ["clients"], 3),
            new(new(2024, 3, 11), new(2024, 3, 17), ["clients"], 30),
        ];
        Assert.Equal([true, true, false, false, false], Disclosure.Shown(figures));
    }

    /// <summary>Every figure that a small world can have: a week or both, one category, both, or a scope that is not stated.</summary>
    private static readonly VisitFigure[] Possible =
    [
        .. from period in ((int From, int Days)[])[(0, 7), (7, 7), (0, 14)]
           from scope in (string[][])[["clients"], ["students"], Categories]
           select new VisitFigure(Monday.AddDays(period.From), Monday.AddDays(period.From + period.Days - 1), scope, 0),
    ];

    private static Gen<VisitFigure[]> Structures(Gen<int> choice) => choice.Select(bits => Possible.Where((_, i) => (bits & (1 << i)) != 0).ToArray());

    /// <summary>The shown figures that overlap another one, which is itself shown or hidden.</summary>
    private static IEnumerable<int> Pairs(VisitFigure[] figures, bool[] shown, bool otherIsShown) =>
        from i in Enumerable.Range(0, figures.Length)
        from j in Enumerable.Range(0, figures.Length)
        where i != j && shown[i] && shown[j] == otherIsShown && figures[i].Overlaps(figures[j])
        select i;

    private static string Told(VisitFigure[] figures) => string.Join("; ", figures.Select(f => $"{f.From:MM-dd}+{f.Days} {string.Join('+', f.Scope)}"));

    /// <summary>The first hidden figure that can be computed in some world; null when none can.</summary>
    private static string? Leak(VisitFigure[] structure, Func<VisitFigure[], bool[]> method)
    {
        const int most = 9; // worlds are gone through up to this many visits of a kind
        const int judged = 5; // and judged up to this many, so that the end of the table tells nothing
        var parts = structure.Select(f => Atoms.Index().Where(a => f.From <= Monday.AddDays(7 * a.Item.Week) && f.To >= Monday.AddDays((7 * a.Item.Week) + 6)
            && f.Scope.Contains(a.Item.Category)).Select(a => a.Index).ToArray()).ToArray();
        var seen = new Dictionary<string, (HashSet<long>[] Values, bool Judged)>();
        var world = new int[Atoms.Length];
        do
        {
            var figures = structure.Select((f, i) => f with { Count = parts[i].Sum(atom => world[atom]) }).ToArray();
            var shown = method(figures);
            var sight = string.Join(' ', figures.Select((f, i) => shown[i] ? f.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : "-"));
            if (!seen.TryGetValue(sight, out var known)) known = ([.. structure.Select(_ => new HashSet<long>())], false);
            for (var i = 0; i < figures.Length; i++) known.Values[i].Add(figures[i].Count);
            seen[sight] = (known.Values, known.Judged || world.Max() <= judged);
        }
        while (Next(world, most));

        foreach (var (sight, (values, isJudged)) in seen)
            for (var i = 0; isJudged && i < structure.Length; i++)
                if (sight.Split(' ')[i] == "-" && values[i].Count == 1) return $"{sight}: figure {i} is {values[i].Single()}";
        return null;
    }

    private static bool Next(int[] world, int most)
    {
        for (var i = 0; i < world.Length; i++)
        {
            if (++world[i] <= most) return true;
            world[i] = 0;
        }
        return false;
    }
}
