using System.Globalization;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>What a feed is about.</summary>
/// <param name="Slug">The space's name in addresses.</param>
/// <param name="Name">What the feed is called: the space, or one activity, organiser or subject of it.</param>
/// <param name="TimeZone">IANA zone of its wall clock.</param>
/// <param name="Language">The language that the reader chose.</param>
/// <param name="PublicAddress">The address of the pages, without a slash at the end.</param>
/// <param name="Path">Where the feed itself is, from the address of the pages on.</param>
/// <param name="First">The first date that is told of, in the space's zone.</param>
/// <param name="Last">The last date that is told of, in the space's zone.</param>
internal sealed record FeedHead(
    string Slug, LocalizedText Name, string TimeZone, string Language, string PublicAddress, string Path, DateOnly First, DateOnly Last);

/// <summary>
/// The programme as iCalendar (RFC 5545, with RFC 7986's NAME, COLOR, SOURCE and REFRESH-INTERVAL). A series is one event with its rule; an
/// occurrence that is not as the rule says is an event of the same UID with its RECURRENCE-ID. UIDs never change; what was cancelled stays, as
/// cancelled, so that it goes from the calendars that have it. No METHOD: this is a calendar, not an invitation.
/// </summary>
internal sealed class CalendarFeed
{
    private const string RefreshInterval = "PT30M";

    private readonly IcsWriter ics = new();
    private readonly FeedHead head;
    private readonly WallClock clock;

    private CalendarFeed(FeedHead head, WallClock clock) => (this.head, this.clock) = (head, clock);

    /// <summary>Writes the feed.</summary>
    /// <param name="head">What it is about.</param>
    /// <param name="lines">Every occurrence of each activity whose date in the series lies in the feed's days, cancelled ones too.</param>
    /// <param name="clock">The clock on the space's wall.</param>
    public static byte[] Write(FeedHead head, IEnumerable<ProgrammeLine> lines, WallClock clock)
    {
        var feed = new CalendarFeed(head, clock);
        feed.WriteHead();
        foreach (var activity in lines.GroupBy(line => line.Activity.Id))
            feed.WriteActivity(activity.First().Activity, activity.ToDictionary(line => line.Occurrence.SeriesDate));
        feed.ics.Line("END", "VCALENDAR");
        return feed.ics.ToBytes();
    }

    private void WriteHead()
    {
        var name = head.Name.Find(head.Language) ?? new FoundText(head.Language, head.Slug);
        ics.Line("BEGIN", "VCALENDAR");
        ics.Line("VERSION", "2.0");
        ics.Line("PRODID", "-//Kivenkolo//Calendar//FI");
        ics.Line("CALSCALE", "GREGORIAN");
        ics.Text($"NAME;LANGUAGE={name.Language}", name.Text);
        ics.Text("X-WR-CALNAME", name.Text);
        ics.Line("X-WR-TIMEZONE", head.TimeZone);
        ics.Line("COLOR", "teal");
        ics.Line("URL;VALUE=URI", $"{head.PublicAddress}/{head.Language}/{head.Slug}");
        ics.Line("SOURCE;VALUE=URI", head.PublicAddress + head.Path);
        ics.Line("REFRESH-INTERVAL;VALUE=DURATION", RefreshInterval);
        ics.Line("X-PUBLISHED-TTL", RefreshInterval);
        WriteZone();
    }

    // Each clock change of the feed's days by its date: no reader has to know the rule, and a zone whose rule changes is right too.
    private void WriteZone()
    {
        // A day more on both sides, for what begins on the last day and ends after it.
        var (from, to) = (clock.InstantOf(head.First.AddDays(-1), TimeOnly.MinValue), clock.InstantOf(head.Last.AddDays(3), TimeOnly.MinValue));
        ics.Line("BEGIN", "VTIMEZONE");
        ics.Line("TZID", head.TimeZone);
        foreach (var period in clock.Periods(from, to))
        {
            var kind = period.IsSummerTime ? "DAYLIGHT" : "STANDARD";
            ics.Line("BEGIN", kind);
            ics.Line("DTSTART", IcsWriter.Local(period.Begins ?? new DateTime(1970, 1, 1)));
            ics.Line("TZOFFSETFROM", IcsWriter.Offset(period.Before));
            ics.Line("TZOFFSETTO", IcsWriter.Offset(period.Offset));
            ics.Text("TZNAME", period.Name);
            ics.Line("END", kind);
        }
        ics.Line("END", "VTIMEZONE");
    }

    private void WriteActivity(Activity activity, Dictionary<DateOnly, ProgrammeLine> lines)
    {
        var dates = Timetable.Dates(activity, head.Last).Where(at => at.Date >= head.First).ToLookup(at => at.Series, at => at.Date);
        foreach (var series in dates)
        {
            var live = series.Where(lines.ContainsKey).ToList();
            if (live.Count == 0) continue;
            if (!series.Key.IsOnce) WriteSeries(activity, series.Key, live, lines);
            else if (lines.Remove(live[0], out var once)) WriteEvent(once, Uid(activity, series.Key));
        }
        // What no rule gives any more, and what took place before the rule was changed: each by itself.
        foreach (var line in lines.Values.OrderBy(line => line.Occurrence.SeriesDate)) WriteEvent(line, $"{line.Occurrence.Id}@kivenkolo");
    }

    // An activity that was changed from a date on has a series for each part; the first has the name of the whole.
    private static string Uid(Activity activity, Series series) => series.FirstDate == activity.Series[0].FirstDate
        ? $"{activity.Id}@kivenkolo"
        : string.Create(CultureInfo.InvariantCulture, $"{activity.Id}-{series.FirstDate:yyyyMMdd}@kivenkolo");

    // Takes from the lines those that the series tells of.
    private void WriteSeries(Activity activity, Series series, List<DateOnly> live, Dictionary<DateOnly, ProgrammeLine> lines)
    {
        // The rule is told from the first of the feed's days on: ten years of history would be of no use to anybody.
        var first = live[0];
        var told = new HashSet<DateOnly>(live);
        var byRule = series.Rule is null ? [] : series.RuleDates(head.Last).Where(date => date >= first).ToHashSet();
        var example = live.Select(date => lines[date]).FirstOrDefault(line => !line.Occurrence.HasOwnPlan) ?? lines[first];
        var uid = Uid(activity, series);

        ics.Line("BEGIN", "VEVENT");
        WriteIdentity(uid, activity.Version - 1, activity.ChangedAt);
        if (series.FirstDate != activity.Series[0].FirstDate) ics.Line("RELATED-TO", $"{activity.Id}@kivenkolo");
        var (start, end) = series.On(first, clock);
        WriteTime("DTSTART", start);
        if (CanBeToldLocally(end)) WriteTime("DTEND", end);
        else ics.Line("DURATION", string.Create(CultureInfo.InvariantCulture, $"PT{series.DurationMinutes}M"));
        if (RuleFrom(series, first) is { } rule) ics.Line("RRULE", rule.InFeed(clock, series.Start));
        foreach (var date in byRule.Where(date => !told.Contains(date)).Order()) WriteTime("EXDATE", series.On(date, clock).Start);
        foreach (var date in live.Where(date => date != first && !byRule.Contains(date))) WriteTime("RDATE", series.On(date, clock).Start);
        ics.Line("STATUS", "CONFIRMED");
        WriteTexts(example.Activity, example.ActivityPlace, LocalizedText.Empty);
        ics.Line("URL", $"{head.PublicAddress}/{head.Language}/{head.Slug}");
        ics.Line("END", "VEVENT");

        foreach (var date in live)
        {
            lines.Remove(date, out var line);
            var planned = series.On(date, clock);
            var occurrence = line!.Occurrence;
            if (occurrence.Status != OccurrenceStatus.Confirmed || occurrence.HasOwnPlan || (occurrence.Start, occurrence.End) != planned)
                WriteEvent(line, uid, planned.Start);
        }
    }

    // A date that is given one by one, or a rule that gives nothing from the first of the days on, needs none.
    private static RecurrenceRule? RuleFrom(Series series, DateOnly first) =>
        series.Rule is { } rule && rule.Includes(series.FirstDate, first) ? rule.GoingOnFrom(series.FirstDate, first) : null;

    private void WriteEvent(ProgrammeLine line, string uid, DateTimeOffset? recurrenceId = null)
    {
        var (occurrence, activity) = (line.Occurrence, line.Activity);
        ics.Line("BEGIN", "VEVENT");
        // Never below that of the series, or a strict reader takes the older one for the newer.
        WriteIdentity(uid, activity.Version - 1 + occurrence.Version - 1, occurrence.ChangedAt > activity.ChangedAt ? occurrence.ChangedAt : activity.ChangedAt);
        if (recurrenceId is { } planned) WriteTime("RECURRENCE-ID", planned);
        // Both in the zone or both in UTC: readers that take the difference on the wall are an hour out otherwise.
        var local = CanBeToldLocally(occurrence.Start) && CanBeToldLocally(occurrence.End);
        WriteTime("DTSTART", occurrence.Start, local);
        WriteTime("DTEND", occurrence.End, local);
        // iCalendar knows no postponed event: it is off until it has a new time.
        ics.Line("STATUS", occurrence.Status == OccurrenceStatus.Confirmed ? "CONFIRMED" : "CANCELLED");
        WriteTexts(activity, line.Place, occurrence.Note);
        WriteLocalized("COMMENT", occurrence.Reason);
        ics.Line("URL", $"{head.PublicAddress}/{head.Language}/{head.Slug}/occurrences/{occurrence.Id}");
        ics.Line("END", "VEVENT");
    }

    private void WriteIdentity(string uid, long sequence, DateTimeOffset changed)
    {
        ics.Line("UID", uid);
        ics.Line("DTSTAMP", IcsWriter.Utc(changed));
        ics.Line("LAST-MODIFIED", IcsWriter.Utc(changed));
        ics.Line("SEQUENCE", sequence.ToString(CultureInfo.InvariantCulture));
    }

    private void WriteTexts(Activity activity, LocalizedText place, LocalizedText note)
    {
        WriteLocalized("SUMMARY", activity.Title);
        var told = new[] { note.Find(head.Language), activity.Description.Find(head.Language) }.OfType<FoundText>().ToList();
        // "You asked, we did", in the language of what it stands with.
        if (activity.ReadProvenance() is { } from && Decided(from.DecisionNumber).Find(told is [var first, ..] ? first.Language : head.Language) is { } origin)
            told.Add(origin);
        if (told is [var leading, ..]) ics.Text($"DESCRIPTION;LANGUAGE={leading.Language}", string.Join("\n\n", told.Select(text => text.Text)));
        WriteLocalized("LOCATION", place);
    }

    private static LocalizedText Decided(string number) => new(
    [
        new("fi", $"Talokokouksen päätös {number}."), new("sv", $"Husmötets beslut {number}."), new("en", $"Decided by the house meeting, {number}."),
        new("ar", $"قرار اجتماع البيت {number}."),
    ]);

    private void WriteTime(string name, DateTimeOffset instant, bool local = true)
    {
        if (local && CanBeToldLocally(instant)) ics.Line($"{name};TZID={head.TimeZone}", IcsWriter.Local(clock.At(instant)));
        else ics.Line(name, IcsWriter.Utc(instant));
    }

    // A time that comes twice in the autumn night means the first; the second can only be said in UTC.
    private bool CanBeToldLocally(DateTimeOffset instant)
    {
        var local = clock.At(instant);
        return clock.InstantOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)) == instant;
    }

    private void WriteLocalized(string name, LocalizedText text)
    {
        if (text.Find(head.Language) is { } found) ics.Text($"{name};LANGUAGE={found.Language}", found.Text);
    }
}
