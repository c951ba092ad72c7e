using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="Period">What each figure is for.</param>
/// <param name="From">First day of the first period.</param>
/// <param name="To">Last day of the last period.</param>
/// <param name="Figures">By period; several of different scope may stand beside each other.</param>
/// <param name="Across">The first hundred entries whose times cross a border between periods, such as a year where weeks are asked for; they are in none of the
/// figures.</param>
public sealed record FiguresResponse(FigurePeriod Period, DateOnly From, DateOnly To, Figure[] Figures, TallyResponse[] Across);

/// <summary>
/// Staff see exact figures by day, week, month or year, each with its period and its scope. For staff only: what the public sees, with small
/// numbers left out, is Participation's.
/// </summary>
internal static class ShowFigures
{
    public static void Map(RouteGroupBuilder headcounts) => headcounts
        .MapGet("/figures", Handle)
        .WithName(nameof(ShowFigures))
        .WithSummary("Exact figures by day, week, month or year")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor, Role.Facilitator, Role.Student, Role.Viewer);

    internal static async Task<Results<Ok<FiguresResponse>, ValidationProblem>> Handle(
        [Required, AllowedValues("day", "week", "month", "year")] string period, [DateInCalendar] DateOnly from, [DateInCalendar] DateOnly to,
        CalendarDb db, CancellationToken ct, [Scope] string? scope = null)
    {
        var kind = Enum.Parse<FigurePeriod>(period, ignoreCase: true); // validated above; a query binds enums by their C# names
        var (first, last) = (kind.Around(from).First, kind.Around(to).Last);
        if (from > to) return Wrong("to", "The last day is not before the first.");
        if (last.DayNumber - first.DayNumber >= MostDays(kind)) return Wrong("to", "At most a year by day, five years by week, otherwise fifty.");

        var entered = await Entered(first, last, db, ct);
        var asked = ScopeAttribute.Codes(scope);
        var figures = new List<Figure>();
        var within = 0;
        for (var day = first; day <= last; day = kind.Around(day).Last.AddDays(1))
        {
            var (begin, end) = kind.Around(day);
            var inside = entered.Where(tally => begin <= tally.FirstDay && tally.LastDay <= end).ToList();
            within += inside.Count;
            figures.AddRange(Figure.Of(begin, end, inside, asked));
        }
        var across = within == entered.Count ? [] : entered.Where(tally => kind.Around(tally.FirstDay) != kind.Around(tally.LastDay)).Take(100)
            .Select(TallyResponse.Of).ToArray();
        return TypedResults.Ok(new FiguresResponse(kind, first, last, [.. figures], across));
    }

    /// <summary>What was entered for times that touch these days.</summary>
    internal static async Task<List<Tally>> Entered(DateOnly first, DateOnly last, CalendarDb db, CancellationToken ct) =>
        await db.Headcounts.AsNoTracking().Where(h => h.FirstDay <= last && h.LastDay >= first).OrderBy(h => h.FirstDay).ThenBy(h => h.Id)
            .Select(h => new Tally(h.OccurrenceId, h.FirstDay, h.LastDay, h.Start, h.End, h.Scope, h.Counts, h.Count)).ToListAsync(ct);

    private static int MostDays(FigurePeriod period) => period switch { FigurePeriod.Day => 367, FigurePeriod.Week => 5 * 367, _ => 50 * 367 };

    private static ValidationProblem Wrong(string field, string why) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [why] });
}

/// <summary>Up to 20 codes of categories, separated by commas.</summary>
internal sealed class ScopeAttribute : ValidationAttribute
{
    public static string[] Codes(string? scope) => string.IsNullOrEmpty(scope) ? [] : scope.Split(',');

    public override bool IsValid(object? value) => value is null || (value is string scope && new CategoriesAttribute().IsValid(Codes(scope)));

    public override string FormatErrorMessage(string name) => "At most 20 different categories with commas between them, such as clients,students.";
}
