using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
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
    public async Task<Clashes?> Follow(Activity activity, IReadOnlyCollection<Occurrence> coming, DateTimeOffset now, bool pendingWhenTaken,
        CancellationToken ct)
    {
        var wanted = await Wanted(activity, coming, now, ct);
        var held = await db.Bookings.Where(b => b.ActivityId == activity.Id && b.End > now).ToDictionaryAsync(b => (b.OccurrenceId, b.ResourceId), ct);
        var taken = await Taken(activity, wanted, ct);
        List<Booking> inTheWay = [];
        var freed = new List<(Guid Resource, DateTimeOffset Start, DateTimeOffset End)>();
        foreach (var (occurrence, resource) in wanted)
        {
            var overlapping = taken.Where(t => t.ResourceId == resource && t.Start < occurrence.End && occurrence.Start < t.End).ToList();
            var isTaken = overlapping.Count > 0;
            // What waits goes on waiting while it is taken; a new time is a new question.
            if (held.Remove((occurrence.Id, resource), out var booking) && booking.Start == occurrence.Start && booking.End == occurrence.End)
            {
                booking.IsPending = booking.IsPending && isTaken;
                continue;
            }
            if (isTaken && !pendingWhenTaken)
            {
                inTheWay.AddRange(overlapping);
                continue;
            }
            if (booking is not null)
            {
                if (!booking.IsPending) freed.Add((resource, booking.Start, booking.End));
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
        freed.AddRange(held.Values.Where(b => !b.IsPending).Select(b => (b.ResourceId, b.Start, b.End)));
        db.Bookings.RemoveRange(held.Values);
        await GiveToThoseWhoWait(activity, freed, ct);
        return inTheWay.Count == 0 ? null : await Told([.. inTheWay.Distinct().OrderBy(b => b.Start)], ct);
    }

    private async Task<Clashes> Told(List<Booking> inTheWay, CancellationToken ct)
    {
        var first = inTheWay.Take(MostTold).ToList();
        var (resources, activities, clock) = (first.Select(b => b.ResourceId).ToList(), first.Select(b => b.ActivityId).ToList(), WallClock.Of(space.TimeZone));
        var names = await db.Places.Where(p => resources.Contains(p.Id)).Select(p => new { p.Id, p.Name })
            .Concat(db.Equipment.Where(e => resources.Contains(e.Id)).Select(e => new { e.Id, e.Name }))
                .ToDictionaryAsync(named => named.Id, named => named.Name, ct);
        var titles = await db.Activities.Where(a => activities.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Title, ct);
        return new(
            [.. first.Select(b => new Clash(names[b.ResourceId], titles[b.ActivityId], clock.At(b.Start), clock.At(b.End)))],
            inTheWay.Count - first.Count);
    }

    // What waited for a time that is free now has it, in the order of the starts.
    private async Task GiveToThoseWhoWait(Activity activity, List<(Guid Resource, DateTimeOffset Start, DateTimeOffset End)> freed, CancellationToken ct)
    {
        if (freed.Count == 0) return;
        var resources = freed.Select(f => f.Resource).Distinct().ToList();
        var (from, to) = (freed.Min(f => f.Start), freed.Max(f => f.End));
        var waiting = await db.Bookings
            .Where(b => resources.Contains(b.ResourceId) && b.ActivityId != activity.Id && b.IsPending && b.Start < to && from < b.End)
            .OrderBy(b => b.Start).ThenBy(b => b.OccurrenceId).ToListAsync(ct);
        if (waiting.Count == 0) return;
        (from, to) = (waiting.Min(w => w.Start), waiting.Max(w => w.End));
        var taken = await db.Bookings.AsNoTracking()
            .Where(b => resources.Contains(b.ResourceId) && b.ActivityId != activity.Id && !b.IsPending && b.Start < to && from < b.End).ToListAsync(ct);
        taken.AddRange(db.Bookings.Local.Where(b => b.ActivityId == activity.Id && !b.IsPending));
        foreach (var next in waiting.Where(w =>
            !taken.Any(t => t.ResourceId == w.ResourceId && t.ActivityId != w.ActivityId && t.Start < w.End && w.Start < t.End)))
        {
            next.IsPending = false;
            taken.Add(next);
        }
    }

    private async Task<List<(Occurrence Occurrence, Guid Resource)>> Wanted(
        Activity activity, IReadOnlyCollection<Occurrence> coming, DateTimeOffset now, CancellationToken ct)
    {
        var taking = coming.Where(o => o.Status == OccurrenceStatus.Confirmed && o.End > now).ToList();
        var places = taking.Select(PlaceOf).OfType<Guid>().Distinct().ToList();
        var returned = await db.Bookings.Where(b => b.ActivityId == activity.Id && b.End > now).Select(b => b.ResourceId).Distinct().ToListAsync(ct);
        await HoldResources([.. places, .. activity.EquipmentIds, .. returned], ct);
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

    // One change at a time of what is booked there, as of the thing itself (CalendarDb.BeginChange). In order, so that no two wait for each other.
    private async Task HoldResources(IEnumerable<Guid> resources, CancellationToken ct)
    {
        var ids = resources.Distinct().Select(id => id.ToString()).Order(StringComparer.Ordinal).ToArray();
        if (ids.Length > 0) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended(id, 0)) FROM unnest({ids}) AS id", ct);
    }

    /// <summary>Whether a change was refused because something is taken already, or because another who wants it was let through first.</summary>
    public static bool Refused(PostgresException e) => e.ConstraintName == CalendarDb.OneBookingAtATime || e.SqlState == PostgresErrorCodes.DeadlockDetected;
}
