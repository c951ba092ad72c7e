using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Everyone reads one activity; its entity tag is what a change of it is made against.</summary>
internal static class ReadActivity
{
    public static void Map(RouteGroupBuilder activities) => activities
        .MapGet("/{activityId:guid}", Handle)
        .WithName(nameof(ReadActivity))
        .WithSummary("One activity")
        .ReadByEveryone();

    internal static async Task<Results<Ok<ActivityResponse>, LocalizedProblem>> Handle(Guid activityId, CalendarDb db, HttpContext http, CancellationToken ct)
    {
        var activity = await db.Activities.AsNoTracking().SingleOrDefaultAsync(a => a.Id == activityId && a.WithdrawnAt == null, ct);
        if (activity is null) return Refusal.ActivityUnknown.Result();
        Etag.Tell(http.Response, activity.Xmin);
        return TypedResults.Ok(ActivityResponse.Of(activity));
    }
}
