using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Participation.Figures;

/// <summary>A figure that was stated for a whole calendar year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Scope">The categories counted; empty when the source does not state them.</param>
/// <param name="ScopeStated">Whether the source says what it counted.</param>
/// <param name="Count">How many visits; null when it may not be shown.</param>
/// <param name="Suppressed">Whether it may not be shown.</param>
/// <param name="ComparableWith">The years whose figure counts the same; with any other it must not be compared.</param>
public sealed record YearFigureResponse(int Year, string[] Scope, bool ScopeStated, long? Count, bool Suppressed, int[] ComparableWith);

/// <summary>Anyone sees the yearly figures, each with what it counts and which others it may be compared with.</summary>
internal static class ShowYears
{
    public static void Map(RouteGroupBuilder figures) => figures
        .MapGet("/years", Handle)
        .WithName(nameof(ShowYears))
        .WithSummary("Yearly visits, each with its scope and the years it may be compared with")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Ok<Page<YearFigureResponse>>> Handle(ParticipationDb db, CancellationToken ct)
    {
        var years = (await ShowFigures.Visits(db, ct))
            .Where(f => f.From.Year == f.To.Year && f.From.DayOfYear == 1 && f.To == new DateOnly(f.To.Year, 12, 31))
            .TakeLast(Page<YearFigureResponse>.Most).ToArray();
        return TypedResults.Ok(new Page<YearFigureResponse>([.. years.Select(f => new YearFigureResponse(
            f.From.Year, f.Scope, f.Scope.Length > 0, f.Count, f.Suppressed,
            f.Scope.Length == 0 ? [] : [.. years.Where(other => other != f && other.Scope.SequenceEqual(f.Scope)).Select(other => other.From.Year)]))], null));
    }
}
