using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Everyone reads what the space offers, activity by activity.</summary>
internal static class ListActivities
{
    public static void Map(RouteGroupBuilder activities) => activities
        .MapGet("", Handle)
        .WithName(nameof(ListActivities))
        .WithSummary("The space's activities")
        .ReadByEveryone();

    internal static async Task<Ok<Page<ActivityResponse>>> Handle(
        CalendarDb db, CancellationToken ct, Guid? after = null, [Range(1, Page<ActivityResponse>.Most)] int limit = Page<ActivityResponse>.Usual)
    {
        var read = await db.Activities.AsNoTracking()
            .Where(a => a.WithdrawnAt == null && (after == null || a.Id > after))
            .OrderBy(a => a.Id).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(ActivityResponse.Of)], limit, activity => activity.Id.ToString()));
    }
}
