using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Occurrences;

/// <param name="Date">The date in the space's zone on which it takes place.</param>
/// <param name="Start">The time on the wall.</param>
/// <param name="DurationMinutes">Its length.</param>
/// <param name="PlaceId">Another of the space's places than the activity's; left out when it stays where it is.</param>
/// <param name="Place">Another place, when it is none of them.</param>
/// <param name="Note">What the public is told about this one.</param>
public sealed record ChangeOccurrenceRequest(
    [property: Required, DateInCalendar] DateOnly? Date,
    [property: Required] TimeOnly? Start,
    [property: Range(1, Series.MostMinutes)] int DurationMinutes,
    Guid? PlaceId = null,
    [property: LocalizedOptional(200)] LocalizedText? Place = null,
    [property: LocalizedOptional(500)] LocalizedText? Note = null);

/// <summary>
/// Staff move one occurrence or give it another place: this one alone. It stays the same occurrence, with its counts and its address, and
/// keeps its time when the series changes. What was postponed has its new time with this. The same again changes nothing and tells nothing.
/// </summary>
internal static class ChangeOccurrence
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapPut("/{occurrenceId:guid}/change", Handle)
        .WithName(nameof(ChangeOccurrence))
        .WithSummary("Move one occurrence or give it another place")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<OccurrenceResponse>, LocalizedProblem>> Handle(
        Guid occurrenceId, ChangeOccurrenceRequest request, CalendarDb db, Programme programme, TimeProvider time, HttpContext http,
        CancellationToken ct, bool acceptClockChange = false)
    {
        if (request.PlaceId is { } place && !await db.Places.AnyAsync(p => p.Id == place, ct)) return Refusal.PlaceUnknown.Result();
        if (!acceptClockChange && programme.Clock.KindOf(request.Date!.Value, request.Start!.Value) != LocalTimeKind.Plain)
            return Refusals.ClockChanges(request.Date!.Value, request.Start!.Value, programme.Clock);
        var start = programme.Clock.InstantOf(request.Date!.Value, request.Start!.Value);
        var wanted = new OccurrenceChange(
            start, start.AddMinutes(request.DurationMinutes), request.PlaceId, request.Place ?? LocalizedText.Empty, request.Note ?? LocalizedText.Empty);

        return await OccurrenceChanges.Make(occurrenceId, db, programme, http, async (activity, occurrence) =>
        {
            if (occurrence.Says(wanted)) return null;
            var now = time.GetUtcNow();
            if (start <= now) return Refusal.TimePassed;
            if (occurrence.Take(wanted, programme.Clock.DateAt(start), now) is { } refusal) return refusal;
            await programme.TellChanged(activity, occurrence, now, ct);
            return null;
        }, ct);
    }
}
