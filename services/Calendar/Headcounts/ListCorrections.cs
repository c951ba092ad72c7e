using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="OccurrenceId">The occurrence that was counted; null for a period or a slot.</param>
/// <param name="From">First day in the space's zone.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Start">From when, for a slot of the day.</param>
/// <param name="End">Until when.</param>
/// <param name="Scope">Categories in alphabetical order; empty when the source does not state them.</param>
/// <param name="Counts">The number of each category; null when only their sum is known.</param>
/// <param name="Count">How many in all.</param>
public sealed record TallyResponse(
    Guid? OccurrenceId, DateOnly From, DateOnly To, TimeOnly? Start, TimeOnly? End, string[] Scope, Dictionary<string, int>? Counts, int Count)
{
    internal static TallyResponse Of(Tally tally) =>
        new(tally.OccurrenceId, tally.FirstDay, tally.LastDay, tally.Start, tally.End, tally.Scope, tally.ByCategory(), tally.Count);
}

/// <param name="Version">The entry's version since the correction, from 2.</param>
/// <param name="Before">What it said.</param>
/// <param name="After">What it says since.</param>
/// <param name="CorrectedAt">When, UTC.</param>
/// <param name="Role">In which role; null for the welfare area's operator. Nobody's name is kept.</param>
public sealed record CorrectionResponse(long Version, TallyResponse Before, TallyResponse After, DateTimeOffset CorrectedAt, Role? Role);

/// <summary>Staff see how an entry was corrected, the first correction first.</summary>
internal static class ListCorrections
{
    public static void Map(RouteGroupBuilder headcounts) => headcounts
        .MapGet("/{headcountId:guid}/corrections", Handle)
        .WithName(nameof(ListCorrections))
        .WithSummary("How a number of visits was corrected")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor, Role.Facilitator, Role.Student, Role.Viewer);

    internal static async Task<Results<Ok<Page<CorrectionResponse>>, LocalizedProblem>> Handle(
        Guid headcountId, CalendarDb db, CancellationToken ct, [Range(1, long.MaxValue)] long? after = null,
        [Range(1, Page<CorrectionResponse>.Most)] int limit = Page<CorrectionResponse>.Usual)
    {
        if (!await db.Headcounts.AnyAsync(h => h.Id == headcountId, ct)) return Refusal.HeadcountUnknown.Result();
        var read = await db.HeadcountCorrections.AsNoTracking()
            .Where(c => c.HeadcountId == headcountId && (after == null || c.Version > after))
            .OrderBy(c => c.Version).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From<CorrectionResponse>(
            [.. read.Select(c => new CorrectionResponse(c.Version, TallyResponse.Of(c.Before), TallyResponse.Of(c.After), c.CorrectedAt, c.Role))],
            limit, correction => correction.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
