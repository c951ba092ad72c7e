using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

/// <param name="OccurrenceId">What waits.</param>
/// <param name="ActivityId">The activity it is one time of.</param>
/// <param name="Title">The activity's name.</param>
/// <param name="ResourceId">The place or the piece of equipment that it waits for.</param>
/// <param name="ResourceName">What that is called.</param>
/// <param name="LocalDate">The date in the space's zone.</param>
/// <param name="LocalStart">What the clock on the wall shows at the start.</param>
/// <param name="LocalEnd">What the clock on the wall shows at the end.</param>
/// <param name="HeldBy">Who has it then.</param>
public sealed record PendingBookingResponse(
    Guid OccurrenceId, Guid ActivityId, LocalizedText Title, Guid ResourceId, LocalizedText ResourceName, DateOnly LocalDate, TimeOnly LocalStart,
    TimeOnly LocalEnd, HolderResponse[] HeldBy);

/// <param name="OccurrenceId">What takes place there.</param>
/// <param name="Title">The activity's name.</param>
public sealed record HolderResponse(Guid OccurrenceId, LocalizedText Title);

/// <param name="Items">In order of start; at most 100.</param>
public sealed record PendingBookingsResponse(PendingBookingResponse[] Items);

/// <summary>
/// Staff read what is in the programme without having its place or equipment, because that was taken when it came into reach or from a partner.
/// It has it as soon as either is moved or cancelled.
/// </summary>
internal static class ListPendingBookings
{
    private const int Most = 100;

    public static void Map(RouteGroupBuilder bookings) => bookings
        .MapGet("/pending", Handle)
        .WithName(nameof(ListPendingBookings))
        .WithSummary("What waits for a place or a piece of equipment")
        .DoneByStaff(RateLimit.Read, Enum.GetValues<Role>());

    internal static async Task<Ok<PendingBookingsResponse>> Handle(CalendarDb db, Programme programme, TimeProvider time, CancellationToken ct)
    {
        var (now, clock) = (time.GetUtcNow(), programme.Clock);
        var read = await (
            from waiting in db.Bookings.AsNoTracking()
            join activity in db.Activities on waiting.ActivityId equals activity.Id
            where waiting.IsPending && waiting.End > now
            orderby waiting.Start, waiting.OccurrenceId, waiting.ResourceId
            select new
            {
                Booking = waiting,
                activity.Title,
                Name = db.Places.Where(p => p.Id == waiting.ResourceId).Select(p => p.Name).FirstOrDefault()
                    ?? db.Equipment.Where(e => e.Id == waiting.ResourceId).Select(e => e.Name).FirstOrDefault(),
                HeldBy = db.Bookings.Where(b => b.ResourceId == waiting.ResourceId && !b.IsPending && b.Start < waiting.End && waiting.Start < b.End)
                    .OrderBy(b => b.Start).Take(5).Join(db.Activities, b => b.ActivityId, a => a.Id, (b, a) => new { b.OccurrenceId, a.Title }).ToList(),
            }).Take(Most).ToListAsync(ct);
        return TypedResults.Ok(new PendingBookingsResponse([.. read.Select(row => new PendingBookingResponse(
            row.Booking.OccurrenceId, row.Booking.ActivityId, row.Title, row.Booking.ResourceId, row.Name ?? LocalizedText.Empty,
            clock.DateAt(row.Booking.Start),
            TimeOnly.FromDateTime(clock.At(row.Booking.Start)), TimeOnly.FromDateTime(clock.At(row.Booking.End)),
            [.. row.HeldBy.Select(held => new HolderResponse(held.OccurrenceId, held.Title))]))]));
    }
}
