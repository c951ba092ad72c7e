using Kivenkolo.Calendar.Places;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Calendar.Activities;

/// <summary>
/// The coordinator or an editor changes when an activity takes place from a date on: this and the following. It stays one activity, with its
/// decision, its counts and its feed; what was before the date is left as it is. The same again changes nothing.
/// </summary>
internal static class ChangeFollowing
{
    public static void Map(RouteGroupBuilder activities) => activities
        .MapPut("/{activityId:guid}/following", Handle)
        .WithName(nameof(ChangeFollowing))
        .WithSummary("Change an activity's series from its first date on")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<ActivityResponse>, LocalizedProblem>> Handle(
        Guid activityId, PlanSeriesRequest request, CalendarDb db, Programme programme, HttpContext http, CancellationToken ct,
        bool cancelLeft = false, bool acceptClockChange = false)
    {
        await using var change = await db.BeginChange(activityId, ct);
        var activity = await db.Activities.SingleOrDefaultAsync(a => a.Id == activityId && a.WithdrawnAt == null, ct);
        if (activity is null) return Refusal.ActivityUnknown.Result();
        if (!Etag.Matches(http.Request, activity.Xmin)) return Refusal.VersionChanged.Result();

        var following = request.ToSeries(programme.Clock);
        var plan = activity.ReadPlan() with
        {
            Series = [.. activity.Series.Select(series => series.Before(following.FirstDate)).OfType<Recurrence.Series>(), following],
        };
        if (plan.Series.Count > PlanActivityRequest.MostSeries) return Refusal.OccurrenceLimitReached.Result();
        if (await programme.Plan(activity, plan, cancelLeft, acceptClockChange, ct) is { } refused) return refused;
        try { await db.SaveChange(change, ct); }
        catch (PostgresException e) when (Bookings.Refused(e)) { return Refusal.ResourceTaken.Result(); }
        Etag.Tell(http.Response, activity.Xmin);
        return TypedResults.Ok(ActivityResponse.Of(activity));
    }
}
