using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <summary>Staff see what was pulled from a source, in order of its ids.</summary>
internal static class ListSourceEvents
{
    public static void Map(RouteGroupBuilder sources) => sources
        .MapGet("/{sourceId:guid}/events", Handle)
        .WithName(nameof(ListSourceEvents))
        .WithSummary("What was pulled from a partner's calendar")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor);

    internal static async Task<Results<Ok<Page<SourceEventResponse>>, LocalizedProblem>> Handle(
        Guid sourceId, CalendarDb db, CancellationToken ct, Guid? after =
            null, [Range(1, Page<SourceEventResponse>.Most)] int limit = Page<SourceEventResponse>.Usual)
    {
        if (!await db.Sources.AnyAsync(s => s.Id == sourceId, ct)) return Refusal.SourceUnknown.Result();
        var read = await db.SourceEvents.AsNoTracking()
            .Where(e => e.SourceId == sourceId && (after == null || e.Id > after))
            .OrderBy(e => e.Id).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(SourceEventResponse.Of)], limit, found => found.Id.ToString()));
    }
}
