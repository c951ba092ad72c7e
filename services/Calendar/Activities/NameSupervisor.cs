using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Kivenkolo.Calendar.Activities;

/// <param name="Subject">The account of the member of staff, as its page of hours shows it; left out when any coordinator supervises.</param>
/// <param name="Name">What they are called.</param>
public sealed record NameSupervisorRequest(
    [property: StringLength(CalendarDb.LongestName, MinimumLength = 1)] string? Subject = null,
    [property: StringLength(CalendarDb.LongestName, MinimumLength = 1)] string? Name = null) : IValidatableObject
{
    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Subject is null != Name is null) yield return new("A supervisor has an account and a name.", [Subject is null ? nameof(Subject) : nameof(Name)]);
    }
}

/// <summary>
/// The coordinator names who supervises those who run an activity: that person alone then signs off their hours. Who runs an activity does not
/// supervise themselves, so where the supervisor has run it too, a coordinator signs.
/// </summary>
internal static class NameSupervisor
{
    public static void Map(RouteGroupBuilder activities) => activities
        .MapPut("/{activityId:guid}/supervisor", Handle)
        .WithName(nameof(NameSupervisor))
        .WithSummary("Name who supervises those who run an activity")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator);

    internal static async Task<Results<Ok<SupervisorResponse>, LocalizedProblem>> Handle(Guid activityId, NameSupervisorRequest request, CalendarDb db,
        CancellationToken ct)
    {
        await using var change = await db.BeginChange(activityId, ct);
        var activity = await db.Activities.SingleOrDefaultAsync(a => a.Id == activityId, ct);
        if (activity is null) return Refusal.ActivityUnknown.Result();
        activity.SuperviseBy(request.Subject?.Trim(), request.Name?.Trim());
        await db.SaveChange(change, ct);
        return TypedResults.Ok(new SupervisorResponse(activity.SupervisorSubject, activity.SupervisorName));
    }
}
