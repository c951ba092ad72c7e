using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <summary>The coordinator stops following a partner's calendar; what came from it goes with it. Twice is once.</summary>
internal static class StopFollowingSource
{
    public static void Map(RouteGroupBuilder sources) => sources
        .MapDelete("/{sourceId:guid}", Handle)
        .WithName(nameof(StopFollowingSource))
        .WithSummary("Stop following a partner's calendar")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator);

    internal static async Task<NoContent> Handle(Guid sourceId, CalendarDb db, CancellationToken ct)
    {
        await db.Sources.Where(s => s.Id == sourceId).ExecuteDeleteAsync(ct);
        return TypedResults.NoContent();
    }
}
