using System.Globalization;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>What a feed is about.</summary>
/// <param name="Slug">The space's name in addresses.</param>
/// <param name="Name">The space's name.</param>
/// <param name="TimeZone">IANA zone of its wall clock.</param>
/// <param name="Language">The language that the reader chose.</param>
/// <param name="PublicAddress">The address of the pages, without a slash at the end.</param>
internal sealed record FeedHead(string Slug, LocalizedText Name, string TimeZone, string Language, string PublicAddress);

/// <summary>
/// The programme as iCalendar (RFC 5545, with RFC 7986's NAME and REFRESH-INTERVAL). Each occurrence is an event of its own whose UID never
/// changes; a cancelled one stays, as cancelled, so that it goes from the calendars that have it. No METHOD: this is a calendar, not an invitation.
/// </summary>
internal static class CalendarFeed
{
    private const string RefreshInterval = "PT30M";

    public static byte[] Write(FeedHead head, IEnumerable<ProgrammeLine> lines, WallClock clock, DateTimeOffset from, DateTimeOffset to)
    {
        var ics = new IcsWriter();
        var name = head.Name.Find(head.Language) ?? new FoundText(head.Language, head.Slug);
        ics.Line("BEGIN", "VCALENDAR");
        ics.Line("VERSION", "2.0");
        ics.Line("PRODID", "-//Kivenkolo//Calendar//FI");
        ics.Line("CALSCALE", "GREGORIAN");
        ics.Text($"NAME;LANGUAGE={name.Language}", name.Text);
        ics.Text("X-WR-CALNAME", name.Text);
        ics.Line("X-WR-TIMEZONE", head.TimeZone);
        ics.Line("URL;VALUE=URI", $"{head.PublicAddress}/{head.Language}/{head.Slug}");
        ics.Line("SOURCE;VALUE=URI", $"{head.PublicAddress}/feeds/{head.Slug}/calendar.{head.Language}.ics");
        ics.Line("REFRESH-INTERVAL;VALUE=DURATION", RefreshInterval);
        ics.Line("X-PUBLISHED-TTL", RefreshInterval);
        WriteZone(ics, head.TimeZone, clock, from, to);
        foreach (var line in lines) WriteEvent(ics, head, line, clock);
        ics.Line("END", "VCALENDAR");
        return ics.ToBytes();
    }

    // Each clock change of the window by its date: no reader has to know the rule, and a zone whose rule changes is right too.
    private static void WriteZone(IcsWriter ics, string timeZone, WallClock clock, DateTimeOffset from, DateTimeOffset to)
    {
        ics.Line("BEGIN", "VTIMEZONE");
        ics.Line("TZID", timeZone);
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

    private static void WriteEvent(IcsWriter ics, FeedHead head, ProgrammeLine line, WallClock clock)
    {
        var (occurrence, activity) = (line.Occurrence, line.Activity);
        var changed = occurrence.ChangedAt > activity.ChangedAt ? occurrence.ChangedAt : activity.ChangedAt;
        ics.Line("BEGIN", "VEVENT");
        ics.Line("UID", $"{occurrence.Id}@kivenkolo");
        ics.Line("DTSTAMP", IcsWriter.Utc(changed));
        ics.Line("LAST-MODIFIED", IcsWriter.Utc(changed));
        ics.Line("SEQUENCE", (occurrence.Version - 1).ToString(CultureInfo.InvariantCulture));
        WriteTime(ics, "DTSTART", head.TimeZone, clock, occurrence.Start);
        WriteTime(ics, "DTEND", head.TimeZone, clock, occurrence.End);
        ics.Line("STATUS", occurrence.Status == OccurrenceStatus.Cancelled ? "CANCELLED" : "CONFIRMED");
        WriteLocalized(ics, "SUMMARY", activity.Title, head.Language);
        WriteLocalized(ics, "DESCRIPTION", activity.Description, head.Language);
        WriteLocalized(ics, "LOCATION", line.Place, head.Language);
        WriteLocalized(ics, "COMMENT", occurrence.Reason, head.Language);
        ics.Line("URL", $"{head.PublicAddress}/{head.Language}/{head.Slug}/occurrences/{occurrence.Id}");
        ics.Line("END", "VEVENT");
    }

    // A time that comes twice in the autumn night means the first; the second can only be said in UTC.
    private static void WriteTime(IcsWriter ics, string name, string timeZone, WallClock clock, DateTimeOffset instant)
    {
        var local = clock.At(instant);
        if (clock.InstantOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)) == instant) ics.Line($"{name};TZID={timeZone}", IcsWriter.Local(local));
        else ics.Line(name, IcsWriter.Utc(instant));
    }

    private static void WriteLocalized(IcsWriter ics, string name, LocalizedText text, string language)
    {
        if (text.Find(language) is { } found) ics.Text($"{name};LANGUAGE={found.Language}", found.Text);
    }
}
