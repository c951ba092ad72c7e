using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Weeks;
using Kivenkolo.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <summary>A line of the week that comes from a partner's own calendar.</summary>
/// <param name="Id">This time of the event.</param>
/// <param name="SourceId">The calendar.</param>
/// <param name="From">The organisation whose calendar it is.</param>
/// <param name="Title">Its name, in the calendar's language.</param>
/// <param name="Description">What happens there; may be empty.</param>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC; the start itself when no end was said.</param>
/// <param name="LocalDate">The date in the space's zone.</param>
/// <param name="LocalStart">What the clock on the wall shows at the start.</param>
/// <param name="LocalEnd">What the clock on the wall shows at the end.</param>
/// <param name="AllDay">Whether it takes whole days, so that its times say nothing.</param>
/// <param name="Place">Where; may be empty.</param>
/// <param name="Url">Its page.</param>
/// <param name="Cancelled">Whether it was called off.</param>
/// <param name="Stale">Whether its calendar could not be read for days, so that this may no longer be so.</param>
public sealed record SourceLineResponse(
    Guid Id, Guid SourceId, LocalizedText From, LocalizedText Title, LocalizedText Description, DateTimeOffset Start, DateTimeOffset End, DateOnly LocalDate,
    TimeOnly LocalStart, TimeOnly LocalEnd, bool AllDay, LocalizedText Place, string? Url, bool Cancelled, bool Stale);

/// <summary>What partners' calendars add to a week.</summary>
internal static class SourceLines
{
    private sealed record ToldEvent(SourceEvent Event, LocalizedText OrganisationName, bool IsStale);

    private static readonly Func<CalendarDb, DateOnly, DateOnly, IAsyncEnumerable<ToldEvent>> Told =
        EF.CompileAsyncQuery((CalendarDb db, DateOnly first, DateOnly last) => (
        from one in db.SourceEvents.AsNoTracking()
        where one.LocalDate >= first && one.LocalDate <= last
        join source in db.Sources on one.SourceId equals source.Id
        join organisation in db.Organisations on source.OrganisationId equals organisation.OrganisationId
        orderby one.Start, one.SourceId, one.Id
        select new ToldEvent(one, organisation.Name, source.IsStale)).Take(ReadWeek.MostOccurrences));

    /// <summary>
    /// The lines in order of start. What the programme itself has under the same name at the same time is shown there alone, and what two calendars
    /// tell of, once.
    /// </summary>
    public static async Task<SourceLineResponse[]> Of(IsoWeek week, IEnumerable<OccurrenceResponse> own, CalendarDb db, WallClock clock, CancellationToken ct)
    {
        var rows = await Told(db, week.Monday, week.Sunday).ToListAsync(ct);
        if (rows.Count == 0) return [];

        var told = own.SelectMany(line => Names(line.Start, line.Title)).ToHashSet();
        var lines = new List<SourceLineResponse>();
        foreach (var row in rows)
        {
            var one = row.Event;
            (DateTimeOffset, string)[] names = [(one.Start, $"UID {one.Uid}"), .. Names(one.Start, one.Title)];
            if (names.Any(told.Contains)) continue;
            told.UnionWith(names);
            lines.Add(new(
                one.Id, one.SourceId, row.OrganisationName, one.Title, one.Description, one.Start, one.End, one.LocalDate,
                TimeOnly.FromDateTime(clock.At(one.Start)),
                TimeOnly.FromDateTime(clock.At(one.End)), one.IsAllDay, one.Place, one.Url, one.IsCancelled, row.IsStale));
        }
        return [.. lines];
    }

    private static IEnumerable<(DateTimeOffset, string)> Names(DateTimeOffset start, LocalizedText title) =>
        title.Select(variant => (start, variant.Value.Trim().ToUpperInvariant()));
}
