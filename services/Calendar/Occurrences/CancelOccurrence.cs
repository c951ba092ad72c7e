using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.Occurrences;

/// <param name="Reason">Why, as told to the public; may be left out.</param>
public sealed record CancelOccurrenceRequest([property: LocalizedOptional(500)] LocalizedText? Reason = null);

/// <summary>
/// Staff cancel one occurrence; it stays in the programme as cancelled and those who asked for urgent news are told at once. Once only,
/// however many ask at the same time: the first reason stands, everyone gets the same answer.
/// </summary>
internal static class CancelOccurrence
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapPost("/{occurrenceId:guid}/cancellation", Handle)
        .WithName(nameof(CancelOccurrence))
        .WithSummary("Cancel an occurrence")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor, Role.Facilitator)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<OccurrenceResponse>, LocalizedProblem>> Handle(
        Guid occurrenceId, CancelOccurrenceRequest? request, CalendarDb db, Programme programme, CalendarMetrics metrics, TimeProvider time,
        HttpContext http, CancellationToken ct)
    {
        var isNews = false;
        var answer = await OccurrenceChanges.Make(occurrenceId, db, programme, http, async (activity, occurrence) =>
        {
            if (occurrence.Status == OccurrenceStatus.Cancelled) return null;
            var now = time.GetUtcNow();
            if (occurrence.Cancel(request?.Reason ?? LocalizedText.Empty, now) is { } refusal) return refusal;
            await programme.TellCancelled(activity, occurrence, now, ct);
            isNews = true;
            return null;
        }, ct);
        if (isNews) metrics.Cancelled();
        return answer;
    }
}
