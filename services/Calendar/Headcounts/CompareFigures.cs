using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="Figure">The one.</param>
/// <param name="With">The other; counts the same in another period.</param>
/// <param name="Difference">How many more the one is.</param>
public sealed record ComparisonResponse(Figure Figure, Figure With, long Difference);

/// <summary>
/// Staff compare two periods of one kind. Only figures that count the same are compared; otherwise the answer says what each of them counts.
/// </summary>
internal static class CompareFigures
{
    public static void Map(RouteGroupBuilder headcounts) => headcounts
        .MapGet("/comparison", Handle)
        .WithName(nameof(CompareFigures))
        .WithSummary("Compare the figures of two periods that count the same")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor, Role.Facilitator, Role.Student, Role.Viewer);

    internal static async Task<Results<Ok<ComparisonResponse>, LocalizedProblem>> Handle(
        [Required, AllowedValues("day", "week", "month", "year")] string period, [DateInCalendar] DateOnly day, [DateInCalendar] DateOnly with,
        CalendarDb db, CurrentSpace space, CancellationToken ct, [Scope] string? scope = null)
    {
        var kind = Enum.Parse<FigurePeriod>(period, ignoreCase: true); // validated above; a query binds enums by their C# names
        var asked = ScopeAttribute.Codes(scope);
        var (one, other) = (await Of(day), await Of(with));
        if (one.Count == 0 || other.Count == 0) return Refusal.HeadcountMissing.Result();

        foreach (var figure in one)
            if (other.Find(figure.IsComparable) is { } same) return TypedResults.Ok(new ComparisonResponse(figure, same, figure.Count - same.Count));
        return Refusals.ScopesDiffer(one[0], other[0], await ListCategories.Of(db, space, ct));

        // The broadest first: it is the one that people mean by the figure of a period.
        async Task<List<Figure>> Of(DateOnly around)
        {
            var (first, last) = kind.Around(around);
            return [.. Figure.Of(first, last, await ShowFigures.Entered(first, last, db, ct), asked).OrderByDescending(figure => figure.Scope.Length)];
        }
    }
}
