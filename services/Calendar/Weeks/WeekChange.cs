using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Weeks;

/// <summary>What has become of a line since the week was published.</summary>
public enum WeekChangeKind
{
    /// <summary>It was not in the week as published.</summary>
    Added,

    /// <summary>It begins or ends at another time.</summary>
    Moved,

    /// <summary>It takes place somewhere else.</summary>
    Relocated,

    /// <summary>It does not take place.</summary>
    Cancelled,

    /// <summary>It does not take place at its time; a new one will be told.</summary>
    Postponed,

    /// <summary>It is no longer in the week's programme.</summary>
    Removed,
}

/// <param name="OccurrenceId">The occurrence; what was both moved and relocated is told twice.</param>
/// <param name="Kind">What has become of it.</param>
/// <param name="Title">The activity's name; as it was told, of what was removed.</param>
/// <param name="ToldDate">The date that was told, in the space's zone; null for what was added, as are the others.</param>
/// <param name="ToldStart">What the clock on the wall shows at the start that was told.</param>
/// <param name="ToldEnd">What the clock on the wall shows at the end that was told.</param>
/// <param name="ToldPlace">Where it was said to be; may be empty.</param>
public sealed record WeekChange(
    Guid OccurrenceId, WeekChangeKind Kind, LocalizedText Title, DateOnly? ToldDate, TimeOnly? ToldStart, TimeOnly? ToldEnd, LocalizedText? ToldPlace)
{
    /// <summary>What the lines say otherwise than was told: in their order, then what is gone.</summary>
    internal static IEnumerable<WeekChange> Since(ToldLine[] told, IEnumerable<ProgrammeLine> lines, WallClock clock)
    {
        var left = told.ToDictionary(line => line.OccurrenceId);
        foreach (var line in lines)
        {
            var (occurrence, title) = (line.Occurrence, line.Activity.Title);
            var isOff = occurrence.Status != OccurrenceStatus.Confirmed;
            if (!left.Remove(occurrence.Id, out var was))
            {
                // What came and went in between was told to nobody.
                if (!isOff) yield return new(occurrence.Id, WeekChangeKind.Added, title, null, null, null, null);
                continue;
            }
            if (isOff)
            {
                yield return Of(was, occurrence.Status == OccurrenceStatus.Postponed ? WeekChangeKind.Postponed : WeekChangeKind.Cancelled, title, clock);
                continue;
            }
            if (was.Start != occurrence.Start || was.End != occurrence.End) yield return Of(was, WeekChangeKind.Moved, title, clock);
            if (!PlaceNames.AreOfOne(was.Place, line.Place)) yield return Of(was, WeekChangeKind.Relocated, title, clock);
        }
        foreach (var gone in told.Where(line => left.ContainsKey(line.OccurrenceId))) yield return Of(gone, WeekChangeKind.Removed, gone.Title, clock);
    }

    private static WeekChange Of(ToldLine was, WeekChangeKind kind, LocalizedText title, WallClock clock)
    {
        var (start, end) = (clock.At(was.Start), clock.At(was.End));
        return new(was.OccurrenceId, kind, title, DateOnly.FromDateTime(start), TimeOnly.FromDateTime(start), TimeOnly.FromDateTime(end), was.Place);
    }
}
