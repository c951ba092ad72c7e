using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>Staff take back what one occurrence was given apart from its series; it is again when and where the series says.</summary>
internal static class ReturnOccurrence
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapDelete("/{occurrenceId:guid}/change", Handle)
        .WithName(nameof(ReturnOccurrence))
        .WithSummary("Return one occurrence to its series")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static Task<Results<Ok<OccurrenceResponse>, LocalizedProblem>> Handle(
        Guid occurrenceId, CalendarDb db, Programme programme, TimeProvider time, HttpContext http, CancellationToken ct) =>
        OccurrenceChanges.Make(occurrenceId, db, programme, http, async (activity, occurrence) =>
        {
            if (!occurrence.HasOwnPlan && occurrence.Status == OccurrenceStatus.Confirmed) return null;
            var now = time.GetUtcNow();
            if (activity.SeriesOf(occurrence.SeriesDate) is not { } series) return Refusal.OccurrenceUnknown;
            var (start, end) = series.On(occurrence.SeriesDate, programme.Clock);
            if (occurrence.Return(start, end, now) is { } refusal) return refusal;
            await programme.TellChanged(activity, occurrence, now, ct);
            return null;
        }, ct);
}
