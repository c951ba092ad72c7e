using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

/// <param name="Date">The date in the space's zone.</param>
/// <param name="From">From when it is free, on the wall.</param>
/// <param name="To">Until when.</param>
/// <param name="IsWished">Whether somebody waits for an answer about some of it.</param>
public sealed record FreeTime(DateOnly Date, TimeOnly From, TimeOnly To, bool IsWished);

/// <param name="Items">In order; at most 100.</param>
public sealed record FreeTimesResponse(FreeTime[] Items);

/// <summary>Everyone looks for a time at which a place or a piece of equipment is free for long enough. Nothing says who has the rest.</summary>
internal static class FindFreeTime
{
    private const int MostDays = 31;
    private const int Most = 100;

    public static void Map(RouteGroupBuilder resources) => resources
        .MapGet("/{resourceId:guid}/free-times", Handle)
        .WithName(nameof(FindFreeTime))
        .WithSummary("Times at which a place or a piece of equipment is free, in up to 31 days")
        .ReadByEveryone();

    internal static async Task<Results<Ok<FreeTimesResponse>, ValidationProblem, LocalizedProblem>> Handle(
        Guid resourceId, [Required, DateInCalendar] DateOnly from, [Required, DateInCalendar] DateOnly to, [Range(1, Series.MostMinutes)] int minutes,
        CalendarDb db, Programme programme, TimeProvider time, CancellationToken ct, TimeOnly? earliest = null, TimeOnly? latest = null)
    {
        var (opens, closes) = (earliest ?? new(8, 0), latest ?? new(21, 0));
        if (to < from || to.DayNumber - from.DayNumber >= MostDays)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["to"] = [$"At most {MostDays} days, the last not before the first."] });
        if (closes <= opens) return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["latest"] = ["Later than the earliest."] });
        if (!await db.Places.AnyAsync(p => p.Id == resourceId, ct) && !await db.Equipment.AnyAsync(e => e.Id == resourceId, ct))
            return Refusal.PlaceUnknown.Result();

        var clock = programme.Clock;
        var (first, last) = (clock.InstantOf(from, TimeOnly.MinValue), clock.InstantOf(to.AddDays(1), TimeOnly.MinValue));
        var bookings = await db.Bookings.AsNoTracking().Where(b => b.ResourceId == resourceId && b.Start < last && first < b.End)
            .OrderBy(b => b.Start).Select(b => new { b.Start, b.End, b.IsPending }).ToListAsync(ct);
        var wishes = await db.Wishes.AsNoTracking().Where(w => w.PlaceId == resourceId && w.State == WishState.Open && w.Start < last && first < w.End)
            .Select(w => new { w.Start, w.End }).ToListAsync(ct);

        var (free, now, length) = (new List<FreeTime>(), time.GetUtcNow(), TimeSpan.FromMinutes(minutes));
        for (var date = from; date <= to && free.Count < Most; date = date.AddDays(1))
        {
            var (at, end) = (clock.InstantOf(date, opens), clock.InstantOf(date, closes));
            if (at < now) at = new DateTimeOffset((now.Ticks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
            foreach (var taken in bookings.Where(b => !b.IsPending && b.Start < end && at < b.End))
            {
                Add(date, at, taken.Start);
                if (taken.End > at) at = taken.End;
            }
            Add(date, at, end);
        }
        return TypedResults.Ok(new FreeTimesResponse([.. free.Take(Most)]));

        void Add(DateOnly date, DateTimeOffset start, DateTimeOffset end)
        {
            if (end - start < length) return;
            var isWished = bookings.Any(b => b.IsPending && b.Start < end && start < b.End) || wishes.Any(w => w.Start < end && start < w.End);
            free.Add(new(date, TimeOnly.FromDateTime(clock.At(start)), TimeOnly.FromDateTime(clock.At(end)), isWished));
        }
    }
}
