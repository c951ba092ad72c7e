using System.Diagnostics;
using System.Text;
using Kivenkolo.Calendar.Sources;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What outside calendars say, and what hostile ones try.</summary>
public sealed class OutsideReadingTests
{
    private static readonly DateOnly Long = new(1971, 1, 1);
    private const string Plain = "BEGIN:VEVENT\r\nUID:plain\r\nDTSTART:20261126T120000Z\r\nSUMMARY:Kahvit\r\nEND:VEVENT\r\n";

    [Fact]
    public void An_event_is_read_with_all_that_it_says()
    {
        var (reading, findings) = Ics(Calendar(
            "BEGIN:VTIMEZONE\r\nTZID:Europe/Helsinki\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
            + "BEGIN:VEVENT\r\nUID:1@parish.example\r\nSEQUENCE:3\r\nDTSTART;TZID=\"Europe/Helsinki\":20261126T140000\r\n"
            + "DTEND;TZID=Europe/Helsinki:20261126T153000\r\n"
            + "SUMMARY;LANGUAGE=fi:Teetä\\, kahvia ja\r\n  pullaa\r\nDESCRIPTION:Tule\\nmukaan\\; ota "
                + "ystävä\r\nLOCATION:Kappeli\r\nURL:https://parish.example/tea\r\n"
            + "STATUS:TENTATIVE\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Europe/Helsinki:20261203T140000,20261210T140000\r\nRDATE;VALUE=DATE:20261224\r\n"
            + "BEGIN:VALARM\r\nSUMMARY:not the event's\r\nEND:VALARM\r\nEND:VEVENT\r\n"));

        Assert.Empty(findings.Kept);
        Assert.True(reading.IsWhole);
        var read = Assert.Single(reading.Events);
        Assert.Equal(("1@parish.example", 3, "Teetä, kahvia ja pullaa", "Tule\nmukaan; ota ystävä", "Kappeli", "https://parish.example/tea",
            "FREQ=WEEKLY;COUNT=4", false),
            (read.Uid, read.Sequence, read.Title, read.Description, read.Place, read.Url, read.Rule, read.IsCancelled));
        Assert.Equal(new OutsideTime(new(2026, 11, 26, 14, 0, 0), "Europe/Helsinki", false), read.Start);
        Assert.Equal(new OutsideTime(new(2026, 11, 26, 15, 30, 0), "Europe/Helsinki", false), read.End);
        Assert.Equal([10 + 20 + 4 - 31, 10], read.Excluded.Select(time => time.Wall.Day));
        Assert.Equal(new OutsideTime(new(2026, 12, 24), null, true), Assert.Single(read.Additional));
    }

    [Theory]
    [InlineData("DTSTART:20261126", "2026-11-26T00:00:00", null, true)]
    [InlineData("DTSTART;VALUE=DATE:20261126", "2026-11-26T00:00:00", null, true)]
    [InlineData("DTSTART:20261126T140000", "2026-11-26T14:00:00", null, false)]
    [InlineData("DTSTART:20261126T120000Z", "2026-11-26T12:00:00", "Etc/UTC", false)]
    [InlineData("dtstart;tzid=FLE Standard Time:20261126T140000", "2026-11-26T14:00:00", "Europe/Kiev", false)]
    [InlineData("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Helsinki:20261126T140000", "2026-11-26T14:00:00", "Europe/Helsinki", false)]
    public void A_time_is_a_day_or_on_the_clock_of_the_space_or_in_a_zone(string line, string wall, string? zone, bool isDate)
    {
        var (reading, findings) = Ics(Calendar($"BEGIN:VEVENT\nUID:1\n{line}\nSUMMARY:Tee\nEND:VEVENT\n"));
        Assert.Empty(findings.Kept);
        Assert.Equal(new OutsideTime(DateTime.Parse(wall, System.Globalization.CultureInfo.InvariantCulture), zone, isDate), reading.Events[0].Start);
    }

    [Theory]
    [InlineData("PT1H30M", 5400), InlineData("+P1DT1H", 90000), InlineData("P2W", 1209600), InlineData("PT90S", 90)]
    [InlineData("PT", null), InlineData("P", null), InlineData("-PT1H", null), InlineData("P999999999W", null), InlineData("PT1H2", null),
        InlineData("P1H", null), InlineData("PTT1H", null)]
    public void A_length_is_read_or_refused(string text, int? seconds)
    {
        Assert.Equal(seconds is not null, IcsTimes.TryReadLength(text, out var length));
        if (seconds is not null) Assert.Equal(TimeSpan.FromSeconds(seconds.Value), length);
    }

    [Theory]
    [InlineData("SUMMARY:<b>Bingo</b><script>alert(1)</script> &lt;img src=x onerror=alert(1)&gt;&amp; kahvit", "Bingo & kahvit", FindingReason.MarkupRemoved)]
    [InlineData("SUMMARY:<<b>script>x", "script>x", FindingReason.MarkupRemoved)]
    [InlineData("SUMMARY:a < b\\, 3 > 2", "a < b, 3 > 2", null)]
    [InlineData("SUMMARY:Tee \u202Eoknivik\u202C", "Tee oknivik", null)]
    public void Text_is_plain_whatever_was_written(string line, string title, FindingReason? found)
    {
        var (reading, findings) = Ics(Calendar($"BEGIN:VEVENT\nUID:1\nDTSTART:20261126\n{line}\nEND:VEVENT\n"));
        Assert.Equal(title, reading.Events[0].Title);
        Assert.Equal(found is null ? [] : [found.Value], findings.Kept.Select(finding => finding.Reason));
    }

    [Theory]
    [InlineData("BEGIN:VEVENT\nUID:1\nSUMMARY:No start\nEND:VEVENT\n", FindingReason.EventIncomplete, "DTSTART")]
    [InlineData("BEGIN:VEVENT\nDTSTART:20261126\nSUMMARY:No name\nEND:VEVENT\n", FindingReason.EventIncomplete, "UID")]
    [InlineData("BEGIN:VEVENT\nUID:1\nDTSTART:20261126\nSUMMARY:<p></p>\nEND:VEVENT\n", FindingReason.EventIncomplete, "SUMMARY")]
    [InlineData("BEGIN:VEVENT\nUID:1\nDTSTART:99991231T235959Z\nSUMMARY:Far\nEND:VEVENT\n", FindingReason.ValueNotRead, "DTSTART")]
    [InlineData("BEGIN:VEVENT\nUID:1\nDTSTART:20261126\nSUMMARY:x\nURL:javascript:alert(1)\nEND:VEVENT\n", FindingReason.ValueNotRead, "URL")]
    [InlineData("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Mars/Olympus:20261126T100000\nSUMMARY:x\nEND:VEVENT\n", FindingReason.UnknownZone, "DTSTART")]
    [InlineData("what is this\n", FindingReason.LineNotRead, null)]
    [InlineData("BEGIN:VTODO\nBEGIN:VALARM\nEND:VTODO\n", FindingReason.NotClosed, null)]
    [InlineData("BEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n"
        + "END:A\nEND:A\nEND:A\nEND:A\nEND:A\nEND:A\nEND:A\nEND:A\nEND:A\n", FindingReason.TooDeep, null)]
    public void What_is_wrong_is_left_out_with_the_reason_and_the_rest_is_read(string wrong, FindingReason reason, string? field)
    {
        var (reading, findings) = Ics(Calendar(Plain.Replace("plain", "before", StringComparison.Ordinal) + wrong + Plain));
        Assert.Contains(findings.Kept, finding => finding.Reason == reason && finding.What == field && finding.Line > 6);
        Assert.Equal("before", reading.Events[0].Uid);
        Assert.Contains(reading.Events, read => read.Uid == "plain");
        Assert.True(reading.IsWhole);
    }

    [Fact]
    public void The_same_event_twice_is_one_and_the_later_revision_counts()
    {
        var (reading, findings) = Ics(Calendar(
            Plain + Plain.Replace("SUMMARY:Kahvit", "SEQUENCE:2\r\nSUMMARY:Uusi", StringComparison.Ordinal) + Plain
            + Plain.Replace("SUMMARY:Kahvit", "RECURRENCE-ID:20261203T120000Z\r\nSUMMARY:Poikkeus", StringComparison.Ordinal)));
        Assert.Equal(["Uusi", "Poikkeus"], reading.Events.Select(read => read.Title));
        Assert.Equal(2, findings.Count);
    }

    [Fact]
    public void A_feed_of_50_MB_is_cut_at_5()
    {
        var feed = new byte[50 * 1024 * 1024];
        var start = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\n" + Plain);
        start.CopyTo(feed, 0);
        feed.AsSpan(start.Length).Fill((byte)'x');
        Bounded(feed, 1, FindingReason.FeedTooLarge, FindingReason.LineTooLong);
    }

    [Fact]
    public void Of_a_million_events_the_first_are_taken()
    {
        var feed = new StringBuilder("BEGIN:VCALENDAR\n");
        for (var i = 0; i < 1_000_000; i++) feed.Append("BEGIN:VEVENT\nUID:").Append(i).Append("\nDTSTART:20261126\nSUMMARY:x\nEND:VEVENT\n");
        Bounded(Encoding.UTF8.GetBytes(feed.Append("END:VCALENDAR\n").ToString()), IcsReader.MostEvents, FindingReason.FeedTooLarge,
            FindingReason.TooManyEvents);
    }

    [Theory]
    [InlineData("EXDATE:20261126T120000Z", ",20261126T120000Z", FindingReason.LineTooLong)]
    [InlineData("EXDATE:20261126T120000Z\n", "EXDATE:20261126T120000Z\n", FindingReason.ValueNotRead)]
    [InlineData("BEGIN:X\n", "BEGIN:X\n", FindingReason.TooDeep)]
    [InlineData("X", "\n ", FindingReason.LineNotRead)]
    [InlineData("X", "\n x", FindingReason.LineTooLong)]
    [InlineData("\n", "\n", null)]
    [InlineData("a\n", "a\n", FindingReason.LineNotRead)]
    [InlineData("DTSTART;TZID=Mars/Olympus:20261126T100000\n", "DTSTART;TZID=Mars/Olympus:20261126T100000\n", FindingReason.UnknownZone)]
    [InlineData("DESCRIPTION:", "&amp;lt;a", FindingReason.LineTooLong)]
    [InlineData("DESCRIPTION:<a\n", "DESCRIPTION:<a<a<a<a<a<script><a<a<a<a<a\n", FindingReason.MarkupRemoved)]
    public void Five_megabytes_of_anything_are_read_soon(string first, string again, FindingReason? reason)
    {
        var feed = new StringBuilder("BEGIN:VCALENDAR\n" + Plain + "BEGIN:VEVENT\nUID:2\nDTSTART:20261126\nSUMMARY:x\n" + first);
        while (feed.Length < IcsReader.MostBytes + 100) feed.Append(again);
        var (reading, findings) = Bounded(Encoding.UTF8.GetBytes(feed.ToString()), 1, FindingReason.FeedTooLarge);
        if (reason is not null) Assert.Contains(findings.Kept, finding => finding.Reason == reason);
        Assert.False(reading.IsWhole);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Kirjaudu sisään</body></html>")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]><lolz>&lol2;</lolz>")]
    [InlineData("SUMMARY:Outside\nBEGIN:VCALENDAR\nEND:VCALENDAR")]
    [InlineData("")]
    public void What_is_no_calendar_is_said_to_be_none(string feed)
    {
        foreach (var (reading, _) in new[] { Ics(feed), JsonLd(feed) })
        {
            Assert.Empty(reading.Events);
            Assert.False(reading.IsWhole);
            Assert.False(reading.IsCalendar);
        }
    }

    [Fact]
    public void The_events_of_a_page_are_read_from_its_scripts()
    {
        const string page = """
            <!DOCTYPE html><html><script>var x = "<b>";</script>
            <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
              {"@type": "WebPage", "name": "Tapahtumat"},
              {"@type": ["Event", "Thing"], "@id": "https://roda.example/e/1", "name": "Kässä&shy;kahvila", "startDate": "2026-11-26T14:00+02:00",
               "duration": "PT2H",
               "location": {"@type": "Place", "name": "Tupa", "address": {"streetAddress": "Katu 1", "addressLocality": "Espoo"}},
               "url": "https://roda.example/1"},
              {"@type": "http://schema.org/EventSeries", "name": "Sarja", "subEvent": [
                {"@type": "MusicEvent", "name": [{"@value": "Konsertti", "@language": "fi"}], "startDate": "2026-12-06",
                 "eventStatus": "https://schema.org/EventCancelled"}]},
              {"@type": "Event", "name": "Ilman aikaa"}]}</script>
            <SCRIPT TYPE='application/ld+json'>{ not json</SCRIPT>
            <script type="application/ld+json">{"@type": "Event", "name": "Viimeinen", "startDate": "2026-11-27T10:00:00",
                "endDate": "2026-11-27T11:00:00Z"}</script>
            """;
        var (reading, findings) = JsonLd(page);
        Assert.Equal(["Kässä\u00ADkahvila", "Konsertti", "Viimeinen"], reading.Events.Select(read => read.Title));
        Assert.Equal("Tupa, Katu 1, Espoo", reading.Events[0].Place);
        Assert.Equal((new OutsideTime(new(2026, 11, 26, 12, 0, 0), "Etc/UTC", false), TimeSpan.FromHours(2)),
            (reading.Events[0].Start, reading.Events[0].Length!.Value));
        Assert.Equal((new OutsideTime(new(2026, 12, 6), null, true), true), (reading.Events[1].Start, reading.Events[1].IsCancelled));
        Assert.Equal([(2, FindingReason.EventIncomplete, "startDate"), (12, FindingReason.LineNotRead, "application/ld+json")],
            findings.Kept.Select(finding => (finding.Line, finding.Reason, finding.What)));
        Assert.False(reading.IsWhole);
    }

    [Fact]
    public void A_document_that_is_too_deep_is_refused_and_the_next_script_is_read()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 1_000_000));
        var (reading, findings) = JsonLd($"<script type=\"application/ld+json\">{deep}</script>"
            + """<script type="application/ld+json">{"@type": "Event", "name": "Tee", "startDate": "2026-11-27"}</script>""");
        Assert.Single(reading.Events);
        Assert.Equal(FindingReason.LineNotRead, Assert.Single(findings.Kept).Reason);
    }

    [Fact]
    public void What_is_long_over_does_not_take_the_place_of_what_is_to_come()
    {
        var past = string.Concat(Enumerable.Range(0, IcsReader.MostEvents + 1)
            .Select(uid => $"BEGIN:VEVENT\nUID:{uid}\nDTSTART:20190101\nSUMMARY:Mennyt\nEND:VEVENT\n"));
        const string weekly = "BEGIN:VEVENT\nUID:weekly\nDTSTART:20190101\nSUMMARY:Sarja\nRRULE:FREQ=WEEKLY\nEND:VEVENT\n";
        const string earlier = "BEGIN:VEVENT\nUID:weekly\nRECURRENCE-ID:20261201\nDTSTART:20190102\nSUMMARY:Aiemmin\nEND:VEVENT\n";
        var (reading, findings) = Ics(Calendar(past + weekly + earlier + Plain), new(2026, 9, 24));
        Assert.Equal(["Sarja", "Aiemmin", "Kahvit"], reading.Events.Select(found => found.Title));
        Assert.True(reading.IsWhole);
        Assert.Empty(findings.Kept);

        var page = string.Concat(Enumerable.Range(0, IcsReader.MostEvents + 1)
            .Select(id => $$"""{"@type": "Event", "name": "{{id}}", "startDate": "2019-01-01"},"""));
        Assert.Equal("Tee", Assert.Single(JsonLd($$"""[{{page}} {"@type": "Event", "name": "Tee", "startDate": "2026-11-26"}]""",
            new(2026, 9, 24)).Reading.Events).Title);
    }

    internal static string Calendar(string events) => $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n";

    private static (Reading Reading, Findings Findings) Ics(string feed, DateOnly? since = null)
    {
        var findings = new Findings();
        return (IcsReader.Read(Encoding.UTF8.GetBytes(feed), since ?? Long, findings), findings);
    }

    private static (Reading Reading, Findings Findings) JsonLd(string page, DateOnly? since = null)
    {
        var findings = new Findings();
        return (JsonLdReader.Read(Encoding.UTF8.GetBytes(page), since ?? Long, findings), findings);
    }

    // Generous: a machine that does ten other things at once must not fail it; what is quadratic takes minutes.
    private static (Reading Reading, Findings Findings) Bounded(byte[] feed, int events, params FindingReason[] reasons)
    {
        var findings = new Findings();
        var started = Stopwatch.GetTimestamp();
        var reading = IcsReader.Read(feed, Long, findings);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"{Stopwatch.GetElapsedTime(started)}");
        Assert.Equal(events, reading.Events.Count);
        Assert.False(reading.IsWhole);
        Assert.All(reasons, reason => Assert.Contains(findings.Kept, finding => finding.Reason == reason));
        return (reading, findings);
    }
}
