using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Calendar.Places;

/// <summary>Keeps the bookings of the current space in line with what takes place.</summary>
internal sealed class Bookings(CalendarDb db, CurrentSpace space)
{
    /// <summary>
    /// Books what an activity's coming occurrences need, and gives back what they no longer do. The rows are saved by the caller.
    /// </summary>
    /// <param name="activity">The activity.</param>
    /// <param name="coming">All its occurrences that have not ended.</param>
    /// <param name="now">UTC.</param>
    /// <param name="pendingWhenTaken">Whether what is taken already is booked as pending; else the database refuses it when it is saved.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task Follow(Activity activity, IReadOnlyCollection<Occurrence> coming, DateTimeOffset now, bool pendingWhenTaken, CancellationToken ct)
    {
        var wanted = await Wanted(activity, coming, now, ct);
        var held = await db.Bookings.Where(b => b.ActivityId == activity.Id && b.End > now).ToDictionaryAsync(b => (b.OccurrenceId, b.ResourceId), ct);
        var taken = pendingWhenTaken ? await Taken(activity, wanted, ct) : [];
        foreach (var (occurrence, resource) in wanted)
        {
            var isTaken = taken.Any(t => t.ResourceId == resource && t.Start < occurrence.End && occurrence.Start < t.End);
            if (held.Remove((occurrence.Id, resource), out var booking))
            {
                // What waits goes on waiting until people settle it; a new time is a new question.
                if (booking.Start == occurrence.Start && booking.End == occurrence.End) continue;
                (booking.Start, booking.End, booking.IsPending) = (occurrence.Start, occurrence.End, isTaken);
                continue;
            }
            db.Bookings.Add(new Booking
            {
                SpaceId = space.Id,
                OccurrenceId = occurrence.Id,
                ResourceId = resource,
                ActivityId = activity.Id,
                Start = occurrence.Start,
                End = occurrence.End,
                IsPending = isTaken,
            });
        }
        db.Bookings.RemoveRange(held.Values);
    }

    private async Task<List<(Occurrence Occurrence, Guid Resource)>> Wanted(
        Activity activity, IReadOnlyCollection<Occurrence> coming, DateTimeOffset now, CancellationToken ct)
    {
        var taking = coming.Where(o => o.Status == OccurrenceStatus.Confirmed && o.End > now).ToList();
        var places = taking.Select(PlaceOf).OfType<Guid>().Distinct().ToList();
        if (places.Count == 0 && activity.EquipmentIds.Length == 0) return [];
        var held = await db.Places.Where(p => places.Contains(p.Id) && !p.IsShared).Select(p => p.Id).ToListAsync(ct);
        return
        [
            .. taking.Where(o => PlaceOf(o) is { } place && held.Contains(place)).Select(o => (o, PlaceOf(o)!.Value)),
            .. taking.SelectMany(o => activity.EquipmentIds.Select(equipment => (o, equipment))),
        ];

        Guid? PlaceOf(Occurrence occurrence) => !occurrence.Place.IsEmpty ? null : occurrence.PlaceId ?? activity.PlaceId;
    }

    private async Task<List<Booking>> Taken(Activity activity, List<(Occurrence Occurrence, Guid Resource)> wanted, CancellationToken ct)
    {
        if (wanted.Count == 0) return [];
        var resources = wanted.Select(w => w.Resource).Distinct().ToList();
        var (from, to) = (wanted.Min(w => w.Occurrence.Start), wanted.Max(w => w.Occurrence.End));
        return await db.Bookings.AsNoTracking()
            .Where(b => resources.Contains(b.ResourceId) && b.ActivityId != activity.Id && !b.IsPending && b.Start < to && from < b.End).ToListAsync(ct);
    }

    /// <summary>Whether a change was refused because something is taken already.</summary>
    public static bool Refused(PostgresException e) => e.ConstraintName == CalendarDb.OneBookingAtATime;
}
