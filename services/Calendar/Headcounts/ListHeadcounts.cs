using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Headcounts;

/// <param name="Id">The entry.</param>
/// <param name="OccurrenceId">The occurrence that was counted; null for a period or a slot.</param>
/// <param name="From">First day in the space's zone.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Start">From when, for a slot of the day, in the space's zone; null for whole days and for an occurrence.</param>
/// <param name="End">Until when.</param>
/// <param name="Scope">Categories in alphabetical order; empty when the source does not state them.</param>
/// <param name="Counts">The number of each category; null when only their sum is known.</param>
/// <param name="Count">How many in all.</param>
/// <param name="Version">Counter of the corrections, from 1.</param>
/// <param name="RecordedAt">When it was entered or corrected last, UTC.</param>
public sealed record HeadcountResponse(
    Guid Id, Guid? OccurrenceId, DateOnly From, DateOnly To, TimeOnly? Start, TimeOnly? End, string[] Scope, Dictionary<string, int>? Counts, int Count,
    long Version, DateTimeOffset RecordedAt)
{
    internal static HeadcountResponse Of(Headcount headcount) => new(
        headcount.Id, headcount.OccurrenceId, headcount.FirstDay, headcount.LastDay, headcount.Start, headcount.End, headcount.Scope,
        headcount.Read().ByCategory(), headcount.Count, headcount.Version, headcount.RecordedAt);
}

/// <summary>Staff read the entries, exact as they are; the public gets figures from Participation, with small ones left out.</summary>
internal static class ListHeadcounts
{
    public static void Map(RouteGroupBuilder headcounts) => headcounts
        .MapGet("", Handle)
        .WithName(nameof(ListHeadcounts))
        .WithSummary("Numbers of visits whose days touch a period")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor, Role.Facilitator, Role.Student, Role.Viewer);

    internal static async Task<Ok<Page<HeadcountResponse>>> Handle(
        CalendarDb db, CancellationToken ct, DateOnly? from = null, DateOnly? to = null, Guid? after = null,
        [Range(1, Page<HeadcountResponse>.Most)] int limit = Page<HeadcountResponse>.Usual)
    {
        var read = await db.Headcounts.AsNoTracking()
            .Where(h => (from == null || h.LastDay >= from) && (to == null || h.FirstDay <= to) && (after == null || h.Id > after))
            .OrderBy(h => h.Id).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(HeadcountResponse.Of)], limit, headcount => headcount.Id.ToString()));
    }
}
