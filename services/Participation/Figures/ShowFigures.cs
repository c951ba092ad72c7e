using Kivenkolo.Participation.Feedback;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Figures;

/// <summary>Visits of one scope in one period. Figures of different scope are different things and are never added up.</summary>
/// <param name="From">First day in the space's zone.</param>
/// <param name="To">Last day, inclusive: of a week, or of the period that someone stated a figure for.</param>
/// <param name="Scope">The categories counted, such as <c>clients</c>; empty when the source does not state them.</param>
/// <param name="Count">How many visits; null when it may not be shown.</param>
/// <param name="Suppressed">Whether it may not be shown: under five, none included, or it would give another such figure away.</param>
public sealed record VisitFigureResponse(DateOnly From, DateOnly To, string[] Scope, long? Count, bool Suppressed);

/// <param name="Count">How many; null when it may not be shown.</param>
/// <param name="Suppressed">Whether it may not be shown.</param>
public sealed record ShownCount(long? Count, bool Suppressed)
{
    internal static ShownCount Of(long? count) => new(count, count is null);
}

/// <summary>Answers to the feedback forms of one week's occurrences, by face.</summary>
public sealed record FeedbackFigureResponse(DateOnly From, DateOnly To, ShownCount Good, ShownCount Okay, ShownCount Bad, ShownCount Total);

/// <summary>The figures whose periods touch the days asked for. Periods are fixed: no question cuts them smaller.</summary>
public sealed record PublicFiguresResponse(DateOnly From, DateOnly To, VisitFigureResponse[] Visits, FeedbackFigureResponse[] Feedback);

/// <summary>Anyone sees how many came and how it was, as far as it tells of nobody.</summary>
internal static class ShowFigures
{
    private const int UsualDays = 12 * 7;
    private const int MostDays = 5 * 366;

    public static void Map(RouteGroupBuilder figures) => figures
        .MapGet("/", Handle)
        .WithName(nameof(ShowFigures))
        .WithSummary("Visits by period and scope, and feedback by week and face; small counts are not shown")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<PublicFiguresResponse>, ValidationProblem>> Handle(
        ParticipationDb db, CurrentSpace space, TimeProvider clock, CancellationToken ct, [Day] DateOnly? from = null, [Day] DateOnly? to = null)
    {
        var last = to ?? space.Today(clock);
        var first = from ?? last.AddDays(1 - UsualDays);
        if (first > last) return Wrong("to", "The last day is not before the first.");
        if (last.DayNumber - first.DayNumber >= MostDays) return Wrong("from", "At most five years.");

        var all = await Visits(db, ct);
        var visits = all.Where(figure => figure.From <= last && first <= figure.To).ToArray();
        return TypedResults.Ok(new PublicFiguresResponse(first, last, visits, await Feedback(db, first.Monday(), last, ct)));
    }

    /// <summary>Every figure of the space, judged together.</summary>
    internal static async Task<VisitFigureResponse[]> Visits(ParticipationDb db, CancellationToken ct)
    {
        var sums = await db.Headcounts.AsNoTracking().Where(h => h.Counts == null)
            .GroupBy(h => new { h.From, h.To, h.Scope, h.Tallied })
            .Select(g => new VisitEntry(g.Key.From, g.Key.To, g.Key.Scope, g.Key.Tallied, g.Sum(h => (long)h.Count)))
            .ToListAsync(ct);
        var tallies = await db.Headcounts.AsNoTracking().Where(h => h.Counts != null).ToListAsync(ct);
        var entries = sums.Concat(tallies.SelectMany(tally => tally.Entries()));
        var figures = VisitFigure.Of(entries);
        return [.. figures.Zip(Disclosure.Shown(figures), (figure, shown) =>
            new VisitFigureResponse(figure.From, figure.To, figure.Scope, shown ? figure.Count : null, !shown))];
    }

    /// <summary>By the week of the occurrence, whole weeks only: two questions whose ends differ by a day tell nothing of that day.</summary>
    private static async Task<FeedbackFigureResponse[]> Feedback(ParticipationDb db, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var end = last.Monday().AddDays(6);
        var days = await db.FeedbackForms.AsNoTracking().Where(f => f.HeldOn >= first && f.HeldOn <= end).Select(f => f.HeldOn).Distinct().ToListAsync(ct);
        var counts = await (
            from form in db.FeedbackForms.AsNoTracking().Where(f => f.HeldOn >= first && f.HeldOn <= end)
            join answer in db.FeedbackAnswers on form.Id equals answer.FormId
            group answer by new { form.HeldOn, answer.Face } into g
            select new { g.Key.HeldOn, g.Key.Face, Count = g.LongCount() }).ToListAsync(ct);
        return [.. days.Select(day => day.Monday()).Distinct().Order().Select(monday =>
        {
            long Of(Face face) => counts.Where(c => c.HeldOn.Monday() == monday && c.Face == face).Sum(c => c.Count);
            var shown = Disclosure.Shown(new FaceCounts(Of(Face.Good), Of(Face.Okay), Of(Face.Bad)));
            return new FeedbackFigureResponse(monday, monday.AddDays(6),
                ShownCount.Of(shown.Good), ShownCount.Of(shown.Okay), ShownCount.Of(shown.Bad), ShownCount.Of(shown.Total));
        })];
    }

    private static ValidationProblem Wrong(string field, string why) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [why] });
}
