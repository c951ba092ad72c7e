using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>Brings the occurrences of an activity in line with its series.</summary>
internal static class Timetable
{
    /// <summary>
    /// The occurrences that are new, and those that have a new end. A first plan makes all dates, past ones too; afterwards what has begun is
    /// history: it is neither moved nor taken away, and nothing is added to it. What was cancelled stays cancelled.
    /// </summary>
    public static (List<Occurrence> Added, List<Occurrence> Moved) Align(
        Activity activity, IReadOnlyCollection<Occurrence> existing, WallClock clock, DateTimeOffset now)
    {
        var series = activity.ReadPlan().Series;
        var byDate = existing.ToDictionary(occurrence => occurrence.LocalDate);
        var (added, moved) = (new List<Occurrence>(), new List<Occurrence>());
        foreach (var date in series.Dates)
        {
            var (start, end) = series.On(date, clock);
            if (byDate.Remove(date, out var occurrence))
            {
                if (!occurrence.HasBegun(now) && start > now && occurrence.Follow(start, end, now)) moved.Add(occurrence);
            }
            else if (existing.Count == 0 || start > now)
            {
                added.Add(new Occurrence
                {
                    Id = DerivedId.Of(activity.Id, date),
                    SpaceId = activity.SpaceId,
                    ActivityId = activity.Id,
                    LocalDate = date,
                    Start = start,
                    End = end,
                    ChangedAt = now,
                });
            }
        }
        foreach (var left in byDate.Values.Where(left => !left.HasBegun(now))) left.Withdraw(now);
        return (added, moved);
    }
}
