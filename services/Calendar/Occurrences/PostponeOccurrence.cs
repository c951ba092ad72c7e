using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.Occurrences;

/// <param name="Reason">Why, as told to the public; may be left out.</param>
public sealed record PostponeOccurrenceRequest([property: LocalizedOptional(500)] LocalizedText? Reason = null);

/// <summary>
/// Staff postpone one occurrence: it does not take place at its time, and its new time is not known yet. Giving it one makes it take place.
/// </summary>
internal static class PostponeOccurrence
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapPost("/{occurrenceId:guid}/postponement", Handle)
        .WithName(nameof(PostponeOccurrence))
        .WithSummary("Postpone an occurrence until a new time is known")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static Task<Results<Ok<OccurrenceResponse>, LocalizedProblem>> Handle(
        Guid occurrenceId, PostponeOccurrenceRequest? request, CalendarDb db, Programme programme, TimeProvider time, HttpContext http,
        CancellationToken ct) =>
        OccurrenceChanges.Make(occurrenceId, db, programme, http, async (activity, occurrence) =>
        {
            if (occurrence.Status == OccurrenceStatus.Postponed) return null;
            var now = time.GetUtcNow();
            if (occurrence.Postpone(request?.Reason ?? LocalizedText.Empty, now) is { } refusal) return refusal;
            await programme.TellChanged(activity, occurrence, now, ct);
            return null;
        }, ct);
}
