using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Kivenkolo.Calendar.Activities;

/// <summary>Those who run activities, and the coordinator, read who supervises.</summary>
internal static class ReadSupervisor
{
    public static void Map(RouteGroupBuilder activities) => activities
        .MapGet("/{activityId:guid}/supervisor", Handle)
        .WithName(nameof(ReadSupervisor))
        .WithSummary("Who supervises those who run an activity")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor, Role.Facilitator, Role.Student);

    internal static async Task<Results<Ok<SupervisorResponse>, LocalizedProblem>> Handle(Guid activityId, CalendarDb db, CancellationToken ct) =>
        await db.Activities.AsNoTracking().SingleOrDefaultAsync(a => a.Id == activityId, ct) is { } activity
            ? TypedResults.Ok(new SupervisorResponse(activity.SupervisorSubject, activity.SupervisorName))
            : Refusal.ActivityUnknown.Result();
}
