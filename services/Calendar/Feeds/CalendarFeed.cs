using System.Globalization;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>What a feed is about.</summary>
/// <param name="Slug">The space's name in addresses.</param>
/// <param name="Name">What the feed is called: the space, or one activity, organiser, subject or audience of it.</param>
/// <param name="TimeZone">IANA zone of its wall clock.</param>
/// <param name="Language">The language that the reader chose.</param>
/// <param name="PublicAddress">The address of the pages, without a slash at the end.</param>
/// <param name="Path">Where the feed itself is, from the address of the pages on.</param>
/// <param name="Days">What days it tells of.</param>
internal sealed record FeedHead(
    string Slug, LocalizedText Name, string TimeZone, string Language, string PublicAddress, string Path, FeedDays Days);

/// <summary>
/// The programme as iCalendar (RFC 5545, with RFC 7986's NAME, COLOR, SOURCE and REFRESH-INTERVAL). A series is one event with its rule; an
/// occurrence that is not as the rule says is an event of the same UID with its RECURRENCE-ID. UIDs never change; what was cancelled stays, as
/// cancelled, so that it goes from the calendars that have it. No METHOD: this is a calendar, not an invitation.
/// </summary>
internal sealed class CalendarFeed
{
    private const string RefreshInterval = "PT30M";

    // SEQUENCE is the seconds from here to the last change: it grows with every change, and no count of changes has to be kept.
    private static readonly DateTimeOffset SequenceBegins = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IcsWriter ics = new();
    private readonly FeedHead head;
    private readonly WallClock clock;

    private CalendarFeed(FeedHead head, WallClock clock) => (this.head, this.clock) = (head, clock);

    /// <summary>Writes the feed.</summary>
    /// <param name="head">What it is about.</param>
    /// <param name="lines">Every occurrence of which its days tell, cancelled ones too.</param>
    /// <param name="withdrawn">The activities that left the programme within its days.</param>
    /// <param name="clock">The clock on the space's wall.</param>
    public static byte[] Write(FeedHead head, IReadOnlyList<ProgrammeLine> lines, IEnumerable<Activity> withdrawn, WallClock clock)
    {
        var feed = new CalendarFeed(head, clock);
        feed.WriteHead();
        foreach (var activity in lines.GroupBy(line => line.Activity.Id)) feed.WriteActivity(activity.First().Activity, [.. activity]);
        foreach (var activity in withdrawn.ExceptBy(lines.Select(line => line.Activity.Id), activity => activity.Id)) feed.WriteActivity(activity, []);
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

    // As a rule where the changes follow one for years, since some readers know no more than one pair of rules; else each change of the feed's days
    // by its date.
    private void WriteZone()
    {
        // A day more on both sides, for what begins on the last day and ends after it.
        var (first, last) = (head.Days.First.AddDays(-1), head.Days.Last.AddDays(3));
        var years = Periods(first, first.AddYears(YearlyChange.Years)).GroupBy(period => period.IsSummerTime).Select(kind => kind.ToList())
            .Select(kind => (Period: kind[0], Change: YearlyChange.Of(kind))).OrderBy(kind => kind.Period.IsSummerTime).ToList();
        ics.Line("BEGIN", "VTIMEZONE");
        ics.Line("TZID", head.TimeZone);
        if (years.Count == 2 && years.All(kind => kind.Change is not null))
            foreach (var (period, change) in years) WritePeriod(period, change!.First(), change);
        else
            foreach (var period in Periods(first, last)) WritePeriod(period, period.Begins ?? new DateTime(1970, 1, 1), null);
        ics.Line("END", "VTIMEZONE");
    }

    private IEnumerable<OffsetPeriod> Periods(DateOnly from, DateOnly to) =>
        clock.Periods(clock.InstantOf(from, TimeOnly.MinValue), clock.InstantOf(to, TimeOnly.MinValue));

    private void WritePeriod(OffsetPeriod period, DateTime begins, YearlyChange? change)
    {
        var kind = period.IsSummerTime ? "DAYLIGHT" : "STANDARD";
        ics.Line("BEGIN", kind);
        ics.Line("DTSTART", IcsWriter.Local(begins));
        ics.Line("TZOFFSETFROM", IcsWriter.Offset(period.Before));
        ics.Line("TZOFFSETTO", IcsWriter.Offset(period.Offset));
        if (change is not null) ics.Line("RRULE", change.Rule());
        ics.Text("TZNAME", period.Name);
        ics.Line("END", kind);
    }

    private void WriteActivity(Activity activity, List<ProgrammeLine> lines)
    {
        var changed = ChangedAt(activity, lines);
        for (var i = 0; i < activity.Series.Count; i++)
        {
            var (series, next) = (activity.Series[i], i + 1 < activity.Series.Count ? activity.Series[i + 1].FirstDate : (DateOnly?)null);
            // A series ends where the next begins, whatever its own end. What was before the first one is told with it.
            var ofSeries = lines.Where(line => (i == 0 || line.Occurrence.SeriesDate >= series.FirstDate) && !(line.Occurrence.SeriesDate >= next));
            WriteSeries(activity, next is { } end ? series.Before(end)! : series, ofSeries.ToDictionary(line => line.Occurrence.SeriesDate), changed);
        }
    }

    // When anything told of the activity last changed. All of it has the same: a reader that keeps the newest it has seen takes what is older for
    // what it knows, also when an exception has gone.
    private DateTimeOffset ChangedAt(Activity activity, List<ProgrammeLine> lines)
    {
        var changed = lines.Select(line => line.ChangedAt).Append(activity.ChangedAt).Max();
        // What the days cut off changes with them.
        var isCut = activity.Series[0].FirstDate < head.Days.First || activity.Series[^1].NextAfter(head.Days.Last) is not null;
        return isCut && head.Days.Since > changed ? head.Days.Since : changed;
    }

    // An activity that was changed from a date on has a series for each part; the first has the name of the whole.
    private static string Uid(Activity activity, Series series) => series.FirstDate == activity.Series[0].FirstDate
        ? $"{activity.Id}@kivenkolo"
        : string.Create(CultureInfo.InvariantCulture, $"{activity.Id}-{series.FirstDate:yyyyMMdd}@kivenkolo");

    private void WriteSeries(Activity activity, Series series, Dictionary<DateOnly, ProgrammeLine> lines, DateTimeOffset changed)
    {
        var isWithdrawn = activity.WithdrawnAt is not null;
        var told = lines.Keys.ToHashSet();
        // What has left the programme has no occurrences any more; it is told as cancelled where it would have been.
        if (isWithdrawn) told.UnionWith(series.Dates(head.Days.Last).Where(date => date >= head.Days.First));
        if (told.Count == 0) return;
        var uid = Uid(activity, series);
        if (series.IsOnce && told.Count == 1 && lines.TryGetValue(series.FirstDate, out var once))
        {
            WriteEvent(once, uid, changed);
            return;
        }

        var (first, rule) = BeginAmong(series, told);
        var byRule = rule?.Dates(first!.Value, told.Append(head.Days.Last).Max()).ToHashSet() ?? [];
        if (first is { } begin) WriteWhole(begin);
        foreach (var (date, line) in lines.OrderBy(line => line.Key))
        {
            var (occurrence, start, end) = (line.Occurrence, Planned(date), Planned(date).AddMinutes(series.DurationMinutes));
            // By the rule alone stands what every reader makes of it; some know no RDATE, and they differ in which of two hours is meant and in how
            // long a night with a clock change is. A start that is skipped must stand so: an exception from it is missed where it is read as the later time.
            var isGiven = (byRule.Contains(date) || date == first) && !isWithdrawn
                && occurrence.Status == OccurrenceStatus.Confirmed && !occurrence.HasOwnPlan
                && (occurrence.Start, occurrence.End) == (InstantOf(start), InstantOf(start).AddMinutes(series.DurationMinutes))
                && (KindOf(start) == LocalTimeKind.Skipped || (IsPlain(start) && IsPlain(end) && occurrence.End == InstantOf(end)));
            if (!isGiven) WriteEvent(line, uid, changed, start);
        }

        void WriteWhole(DateOnly begin)
        {
            var (start, end) = (Planned(begin), Planned(begin).AddMinutes(series.DurationMinutes));
            var example = lines.Values.OrderBy(line => line.Occurrence.HasOwnPlan).ThenBy(line => line.Occurrence.SeriesDate).FirstOrDefault();
            ics.Line("BEGIN", "VEVENT");
            WriteIdentity(uid, changed);
            if (series.FirstDate != activity.Series[0].FirstDate) ics.Line("RELATED-TO", $"{activity.Id}@kivenkolo");
            WriteTime("DTSTART", start);
            if (InstantOf(end) == InstantOf(start).AddMinutes(series.DurationMinutes)) WriteTime("DTEND", end);
            else ics.Line("DURATION", string.Create(CultureInfo.InvariantCulture, $"PT{series.DurationMinutes}M"));
            if (rule is not null) ics.Line("RRULE", rule.InFeed(clock, series.Start));
            foreach (var date in byRule.Where(date => date <= head.Days.Last && !told.Contains(date)).Order()) WriteTime("EXDATE", Planned(date));
            foreach (var date in told.Where(date => date > begin && !byRule.Contains(date)).Order()) WriteTime("RDATE", Planned(date));
            ics.Line("STATUS", isWithdrawn ? "CANCELLED" : "CONFIRMED");
            WriteTexts(activity, example?.ActivityPlace ?? activity.Place, LocalizedText.Empty);
            ics.Line("URL", $"{head.PublicAddress}/{head.Language}/{head.Slug}");
            ics.Line("END", "VEVENT");
        }

        // When the series has it start, by the clock on the wall; what it has no more keeps the time by which it is known.
        DateTime Planned(DateOnly date) =>
            byRule.Contains(date) || series.AdditionalDates.Contains(date) || !lines.TryGetValue(date, out var line)
                ? date.ToDateTime(series.Start)
                : clock.At(line.Occurrence.RecurrenceId);
    }

    // The date with which the series begins here, and its rule from there on. Ten years of history would be of no use to anybody, so that is the
    // first that is told; where the rule does not give that one, the last before it that the rule gives, since a rule must begin with a day of its own.
    private (DateOnly? First, RecurrenceRule? Rule) BeginAmong(Series series, HashSet<DateOnly> told)
    {
        var candidates = told.Where(date => date >= series.FirstDate).ToList();
        if (candidates.Count == 0) return (null, null);
        var first = candidates.Min();
        if (series.Rule is not { } rule || (head.Days.AreCut && first > head.Days.Last)) return (first, null);
        if (!rule.Dates(series.FirstDate, first, DateOnly.MaxValue).Any()) return (first, null);
        var begin = rule.Includes(series.FirstDate, first) ? first : rule.Dates(series.FirstDate, first).Last();
        var goingOn = rule.GoingOnFrom(series.FirstDate, begin);
        return (begin, head.Days.AreCut ? goingOn.EndingBefore(begin, head.Days.Last.AddDays(1)) : goingOn);
    }

    private void WriteEvent(ProgrammeLine line, string uid, DateTimeOffset changed, DateTime? recurrenceId = null)
    {
        var (occurrence, activity) = (line.Occurrence, line.Activity);
        ics.Line("BEGIN", "VEVENT");
        WriteIdentity(uid, changed);
        if (recurrenceId is { } planned) WriteTime("RECURRENCE-ID", planned);
        // Both in the zone or both in UTC: readers that take the difference on the wall are an hour out otherwise.
        var (start, end) = (clock.At(occurrence.Start), clock.At(occurrence.End));
        if (IsPlain(start) && IsPlain(end))
        {
            WriteTime("DTSTART", start);
            WriteTime("DTEND", end);
        }
        else
        {
            ics.Line("DTSTART", IcsWriter.Utc(occurrence.Start));
            ics.Line("DTEND", IcsWriter.Utc(occurrence.End));
        }
        // iCalendar knows no postponed event: it is off until it has a new time.
        ics.Line("STATUS", occurrence.Status == OccurrenceStatus.Confirmed ? "CONFIRMED" : "CANCELLED");
        WriteTexts(activity, line.Place, occurrence.Note);
        WriteLocalized("COMMENT", occurrence.Reason);
        ics.Line("URL", $"{head.PublicAddress}/{head.Language}/{head.Slug}/occurrences/{occurrence.Id}");
        ics.Line("END", "VEVENT");
    }

    private void WriteIdentity(string uid, DateTimeOffset changed)
    {
        ics.Line("UID", uid);
        ics.Line("DTSTAMP", IcsWriter.Utc(changed));
        ics.Line("LAST-MODIFIED", IcsWriter.Utc(changed));
        ics.Line("SEQUENCE", ((long)(changed - SequenceBegins).TotalSeconds).ToString(CultureInfo.InvariantCulture));
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

    private static LocalizedText Decided(string number) => StaffTexts.In(texts => texts.Decided(number));

    private void WriteTime(string name, DateTime onWall) => ics.Line($"{name};TZID={head.TimeZone}", IcsWriter.Local(onWall));

    private DateTimeOffset InstantOf(DateTime onWall) => clock.InstantOf(DateOnly.FromDateTime(onWall), TimeOnly.FromDateTime(onWall));

    // A time that comes twice in the autumn night means the first, but not to every reader, and the second can only be said in UTC.
    private bool IsPlain(DateTime onWall) => KindOf(onWall) == LocalTimeKind.Plain;

    private LocalTimeKind KindOf(DateTime onWall) => clock.KindOf(DateOnly.FromDateTime(onWall), TimeOnly.FromDateTime(onWall));

    private void WriteLocalized(string name, LocalizedText text)
    {
        if (text.Find(head.Language) is { } found) ics.Text($"{name};LANGUAGE={found.Language}", found.Text);
    }
}
