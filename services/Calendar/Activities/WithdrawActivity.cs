using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <summary>
/// The coordinator takes an activity out of the programme. What has taken place, and what was cancelled, stays; planning it again brings it
/// back as the same. A second time is welcome and changes nothing.
/// </summary>
internal static class WithdrawActivity
{
    public static void Map(RouteGroupBuilder activities) => activities
        .MapDelete("/{activityId:guid}", Handle)
        .WithName(nameof(WithdrawActivity))
        .WithSummary("Take an activity out of the programme")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<NoContent, LocalizedProblem>> Handle(
        Guid activityId, CalendarDb db, Programme programme, HttpContext http, CancellationToken ct, bool cancelLeft = false)
    {
        await using var change = await db.BeginChange(activityId, ct);
        var activity = await db.Activities.SingleOrDefaultAsync(a => a.Id == activityId, ct);
        if (activity is null) return Refusal.ActivityUnknown.Result();
        if (!Etag.Matches(http.Request, activity.Xmin)) return Refusal.VersionChanged.Result();
        if (await programme.Withdraw(activity, cancelLeft, ct) is { } refused) return refused;
        await db.SaveChange(change, ct);
        return TypedResults.NoContent();
    }
}
