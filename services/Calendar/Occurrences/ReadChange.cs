using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Occurrences;

/// <param name="Date">The date in the space's zone on which it takes place.</param>
/// <param name="Start">The time on the wall.</param>
/// <param name="DurationMinutes">Its length.</param>
/// <param name="PlaceId">Another of the space's places than the activity's; null when it has none of its own.</param>
/// <param name="Place">Another place, when it is none of them; may be empty.</param>
/// <param name="Note">What the public is told about this one; may be empty.</param>
public sealed record OccurrenceChangeResponse(DateOnly Date, TimeOnly Start, int DurationMinutes, Guid? PlaceId, LocalizedText Place, LocalizedText Note);

/// <summary>Those who plan read what one occurrence has apart from its series, to change it and keep the rest.</summary>
internal static class ReadChange
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapGet("/{occurrenceId:guid}/change", Handle)
        .WithName(nameof(ReadChange))
        .WithSummary("When one occurrence takes place, and what it has apart from its series")
        .DoneByStaff(RateLimit.Read, Role.Coordinator, Role.Editor);

    internal static async Task<Results<Ok<OccurrenceChangeResponse>, LocalizedProblem>> Handle(
        Guid occurrenceId, CalendarDb db, Programme programme, HttpContext http, CancellationToken ct)
    {
        var occurrence = await db.Occurrences.AsNoTracking().SingleOrDefaultAsync(o => o.Id == occurrenceId && o.Status != OccurrenceStatus.Withdrawn, ct);
        if (occurrence is null) return Refusal.OccurrenceUnknown.Result();
        Etag.Tell(http.Response, occurrence.Xmin);
        return TypedResults.Ok(new OccurrenceChangeResponse(
            occurrence.LocalDate, TimeOnly.FromDateTime(programme.Clock.At(occurrence.Start)), (int)(occurrence.End - occurrence.Start).TotalMinutes,
            occurrence.PlaceId, occurrence.Place, occurrence.Note));
    }
}
