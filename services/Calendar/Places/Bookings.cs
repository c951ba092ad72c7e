using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Calendar.Places;

/// <summary>A time at which a place or a piece of equipment is wanted and taken.</summary>
/// <param name="Resource">What it is called.</param>
/// <param name="By">The activity that has it.</param>
/// <param name="Start">When that begins, on the wall.</param>
/// <param name="End">When that ends, on the wall.</param>
internal sealed record Clash(LocalizedText Resource, LocalizedText By, DateTime Start, DateTime End);

/// <summary>The first of what is in the way of a plan, and how many more there are.</summary>
internal sealed record Clashes(IReadOnlyList<Clash> First, int More);

/// <summary>Keeps the bookings of the current space in line with what takes place.</summary>
internal sealed class Bookings(CalendarDb db, CurrentSpace space)
{
    private const int MostTold = 3;

    /// <summary>
    /// Books what an activity's coming occurrences need, and gives back what they no longer do. The rows are saved by the caller. What is in the
    /// way, when that is not to be booked as pending; null when nothing is. The transaction is open.
    /// </summary>
    /// <param name="activity">The activity.</param>
    /// <param name="coming">All its occurrences that have not ended.</param>
    /// <param name="now">UTC.</param>
    /// <param name="pendingWhenTaken">Whether what is taken already is booked as pending.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Clashes?> Follow(Activity activity, IReadOnlyCollection<Occurrence> coming, DateTimeOffset now, bool pendingWhenTaken, CancellationToken ct)
    {
        var wanted = await Wanted(activity, coming, now, ct);
        // One at a time for each, in order: what is asked below still holds when it is saved, and nobody waits in a circle.
        foreach (var resource in wanted.Select(w => w.Resource).Distinct().Order()) await db.BeginChange(resource, ct);
        var held = await db.Bookings.Where(b => b.ActivityId == activity.Id && b.End > now).ToDictionaryAsync(b => (b.OccurrenceId, b.ResourceId), ct);
        var taken = await Taken(activity, wanted, ct);
        List<Booking> inTheWay = [];
        foreach (var (occurrence, resource) in wanted)
        {
            var overlapping = taken.Where(t => t.ResourceId == resource && t.Start < occurrence.End && occurrence.Start < t.End).ToList();
            var isTaken = overlapping.Count > 0;
            // What waits goes on waiting until people settle it; a new time is a new question.
            if (held.Remove((occurrence.Id, resource), out var booking) && booking.Start == occurrence.Start && booking.End == occurrence.End) continue;
            if (isTaken && !pendingWhenTaken)
            {
                inTheWay.AddRange(overlapping);
                continue;
            }
            if (booking is not null)
            {
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
        return inTheWay.Count == 0 ? null : await Told([.. inTheWay.Distinct().OrderBy(b => b.Start)], ct);
    }

    private async Task<Clashes> Told(List<Booking> inTheWay, CancellationToken ct)
    {
        var first = inTheWay.Take(MostTold).ToList();
        var (resources, activities, clock) = (first.Select(b => b.ResourceId).ToList(), first.Select(b => b.ActivityId).ToList(), WallClock.Of(space.TimeZone));
        var names = await db.Places.Where(p => resources.Contains(p.Id)).Select(p => new { p.Id, p.Name })
            .Concat(db.Equipment.Where(e => resources.Contains(e.Id)).Select(e => new { e.Id, e.Name })).ToDictionaryAsync(named => named.Id, named => named.Name, ct);
        var titles = await db.Activities.Where(a => activities.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Title, ct);
        return new(
            [.. first.Select(b => new Clash(names[b.ResourceId], titles[b.ActivityId], clock.At(b.Start), clock.At(b.End)))],
            inTheWay.Count - first.Count);
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
