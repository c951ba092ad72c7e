using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>What a plan does to the occurrences that are there.</summary>
/// <param name="Added">Dates that were not there before.</param>
/// <param name="Moved">What takes place at another time than before, or takes place again.</param>
/// <param name="Left">What the plan no longer has and what has not begun: to be withdrawn, or cancelled when people count on it.</param>
internal sealed record TimetableChange(List<Occurrence> Added, List<Occurrence> Moved, List<Occurrence> Left);

/// <summary>Brings the occurrences of an activity in line with its series.</summary>
internal static class Timetable
{
    /// <summary>How far ahead a series is expanded: two years. What lies beyond comes into reach as time goes on.</summary>
    public const int DaysAhead = 731;

    /// <summary>
    /// A first plan makes all dates, past ones too; afterwards what has begun is history: it is neither moved nor taken away, and nothing is
    /// added to it. What was cancelled stays cancelled, what was moved by hand stays where it is.
    /// </summary>
    /// <param name="activity">With the plan that it is to follow.</param>
    /// <param name="existing">Its occurrences, those that may still change.</param>
    /// <param name="after">Dates up to this one are not looked at; null to look at all.</param>
    /// <param name="clock">The clock on the wall.</param>
    /// <param name="now">UTC.</param>
    public static TimetableChange Align(
        Activity activity, IReadOnlyCollection<Occurrence> existing, DateOnly? after, WallClock clock, DateTimeOffset now)
    {
        var byDate = existing.ToDictionary(occurrence => occurrence.SeriesDate);
        var change = new TimetableChange([], [], []);
        foreach (var (series, date) in Dates(activity, clock.DateAt(now).AddDays(DaysAhead)))
        {
            if (date <= after) continue;
            var (start, end) = series.On(date, clock);
            if (byDate.Remove(date, out var occurrence))
            {
                if (!occurrence.HasBegun(now) && start > now && occurrence.Follow(start, end, now)) change.Moved.Add(occurrence);
            }
            else if (activity.Version == 1 || start > now)
            {
                change.Added.Add(new Occurrence
                {
                    Id = DerivedId.Of(activity.Id, date),
                    SpaceId = activity.SpaceId,
                    ActivityId = activity.Id,
                    SeriesDate = date,
                    RecurrenceId = start,
                    LocalDate = date,
                    Start = start,
                    End = end,
                    ChangedAt = now,
                });
            }
        }
        change.Left.AddRange(byDate.Values.Where(left => !left.HasBegun(now) && left.Status is (OccurrenceStatus.Confirmed or OccurrenceStatus.Postponed)));
        return change;
    }

    /// <summary>Every date of an activity up to a day, with the series that gives it; none when it has been withdrawn.</summary>
    public static IEnumerable<(Series Series, DateOnly Date)> Dates(Activity activity, DateOnly through)
    {
        if (activity.WithdrawnAt is not null) yield break;
        for (var i = 0; i < activity.Series.Count; i++)
        {
            // A series ends where the next begins, whatever its own end.
            var last = i + 1 < activity.Series.Count ? activity.Series[i + 1].FirstDate.AddDays(-1) : through;
            foreach (var date in activity.Series[i].Dates(last < through ? last : through)) yield return (activity.Series[i], date);
        }
    }

    /// <summary>The first date beyond a day that the activity will have; null when there is none.</summary>
    public static DateOnly? NextAfter(Activity activity, DateOnly day) => activity.WithdrawnAt is null ? activity.Series[^1].NextAfter(day) : null;
}
