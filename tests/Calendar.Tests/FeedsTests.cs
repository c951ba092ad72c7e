using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kivenkolo.Calendar.Feeds;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class FeedsTests(CalendarService calendar)
{
    [Fact]
    public async Task The_feed_read_back_gives_the_occurrences_of_the_API_over_both_clock_changes()
    {
        var space = await calendar.OpenSpace();
        await space.Plan("2026-11-05", "14:00", 90, 52);
        await space.Plan("2027-03-28", "03:30", 60); // skipped by the clock
        await space.Plan("2027-10-31", "02:30", 120); // ends in the hour that comes twice, the second time
        await space.Plan("2026-10-01"); // more than four weeks ago
        await space.Plan("2028-01-06"); // more than a year ahead
        var cancelled = await space.OccurrenceOf(await space.Plan("2026-12-01", "23:30", 60), "2026-W49");
        await (await space.Post($"occurrences/{cancelled}/cancellation", new { reason = new { fi = "Vesi on poikki" } })).Json();

        await Agrees(space, 55);
        var feed = Ical.Net.Calendar.Load(await Read(space, "fi"))!;
        var off = Assert.Single(feed.Events, e => e.Status == "CANCELLED");
        Assert.Equal((1, "Vesi on poikki"), (off.Sequence, Assert.Single(off.Comments)));
        Assert.All(feed.Events.Where(e => e != off), e => Assert.Equal(0, e.Sequence));
        Assert.Equal($"http://localhost/fi/{space.Slug}/occurrences/{cancelled}", off.Url!.ToString());
    }

    [Fact]
    public async Task A_series_is_one_event_with_its_rule_and_what_is_otherwise_is_an_exception_of_it()
    {
        var space = await calendar.OpenSpace();
        var series = Some.Series("2026-11-24", "14:00", 60, "FREQ=WEEKLY;BYDAY=TU,TH");
        series["excludedDates"] = new JsonArray("2026-12-01");
        series["additionalDates"] = new JsonArray("2026-12-04");
        series["notOnHolidays"] = true;
        series["notInMonths"] = new JsonArray(7);
        var activity = await space.Plan(series);
        await (await space.Put($"activities/{activity}/following", Some.Series("2027-02-02", "15:00", 45, "FREQ=MONTHLY;BYDAY=1TU,-1TH"))).Json(HttpStatusCode.OK);
        var moved = await Occurrence("2026-12-10");
        await (await space.Put($"occurrences/{moved}/change", new { date = "2026-12-11", start = "10:30", durationMinutes = 90, note = new { fi = "Perjantaina" } })).Json(HttpStatusCode.OK);
        await (await space.Post($"occurrences/{await Occurrence("2026-12-15")}/cancellation")).Json(HttpStatusCode.OK);
        await (await space.Post($"occurrences/{await Occurrence("2027-03-02")}/postponement")).Json(HttpStatusCode.OK);

        await Agrees(space);
        var lines = (await Read(space, "fi")).Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Assert.Equal(
            [$"UID:{activity}@kivenkolo", $"UID:{activity}-20270202@kivenkolo"],
            lines.Where(line => line.StartsWith("UID:", StringComparison.Ordinal)).Distinct());
        foreach (var wanted in (string[])
        [
            "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270201T120000Z", "EXDATE;TZID=Europe/Helsinki:20261201T140000", "RDATE;TZID=Europe/Helsinki:20261204T140000",
            "EXDATE;TZID=Europe/Helsinki:20261224T140000", "RRULE:FREQ=MONTHLY;BYDAY=1TU,-1TH", $"RELATED-TO:{activity}@kivenkolo",
            "RECURRENCE-ID;TZID=Europe/Helsinki:20261210T140000", "DTSTART;TZID=Europe/Helsinki:20261211T103000", "DTEND;TZID=Europe/Helsinki:20261211T120000",
        ]) Assert.Contains(wanted, lines);

        async Task<Guid> Occurrence(string date) =>
            (Guid)(await space.Lines(new(2026, 11, 23), new(2027, 3, 29), activity)).Single(line => (string)line["localDate"]! == date)["id"]!;
    }

    [Fact]
    public async Task There_is_a_feed_of_one_activity_and_of_one_organisation()
    {
        var space = await calendar.OpenSpace();
        var (ours, theirs, organisation) = (await space.Plan(weeks: 3), Some.Id(), Some.Id());
        var body = Some.Activity();
        body["organisationId"] = organisation;
        await (await space.Put($"activities/{theirs}", body)).Json();

        Assert.Equal([$"{ours}@kivenkolo"], await Uids($"activities/{ours}"));
        Assert.Equal([$"{theirs}@kivenkolo"], await Uids($"organisations/{organisation}"));
        Assert.Equal(2, (await Uids("")).Length);
        Assert.Empty(await Uids($"activities/{Some.Id()}"));

        async Task<string[]> Uids(string which)
        {
            var address = $"/feeds/{space.Slug}/{which}/calendar.fi.ics".Replace("//", "/", StringComparison.Ordinal);
            var feed = Ical.Net.Calendar.Load(await space.Resident.GetStringAsync(address))!;
            Assert.Equal($"http://localhost{address}", feed.Properties["SOURCE"]!.Value!.ToString());
            return [.. feed.Events.Select(e => e.Uid!)];
        }
    }

    [Fact]
    public async Task The_feed_is_as_strict_readers_want_it()
    {
        var space = await calendar.OpenSpace();
        var body = Some.Activity();
        body["title"]!["fi-simple"] = "Tee, kahvi; ja \\ pulla\nToinen rivi ☕ " + new string('ä', 150);
        await (await space.Put($"activities/{Some.Id()}", body)).Json();
        using var answer = await space.Resident.GetAsync($"/feeds/{space.Slug}/calendar.fi-simple.ics");
        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);

        var physical = text.Split("\r\n");
        Assert.Equal("", physical[^1]);
        Assert.All(physical, line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\r') && !line.Contains('\n'), line));
        Assert.Contains(physical, line => Encoding.UTF8.GetByteCount(line) is 74 or 75);
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Assert.Equal(["BEGIN:VCALENDAR", "VERSION:2.0"], lines[..2]);
        Assert.DoesNotContain(lines, line => line.StartsWith("METHOD", StringComparison.Ordinal));
        foreach (var wanted in (string[])
        [
            "CALSCALE:GREGORIAN", "REFRESH-INTERVAL;VALUE=DURATION:PT30M", "X-PUBLISHED-TTL:PT30M", "BEGIN:VTIMEZONE", "TZID:Europe/Helsinki",
            "BEGIN:DAYLIGHT", "DTSTART:20270328T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0300", "TZNAME:EEST", "DTSTART:20261025T040000",
            "DTSTAMP:20261123T100000Z", "SEQUENCE:0", "DTSTART;TZID=Europe/Helsinki:20261126T140000", "DTEND;TZID=Europe/Helsinki:20261126T150000",
            "STATUS:CONFIRMED", "DESCRIPTION;LANGUAGE=fi-simple:Tule. Juodaan teetä.", "LOCATION;LANGUAGE=fi:Tupa",
            "SUMMARY;LANGUAGE=fi-simple:Tee\\, kahvi\\; ja \\\\ pulla\\nToinen rivi ☕ " + new string('ä', 150),
        ]) Assert.Contains(wanted, lines);
        Assert.Contains(lines, line => line.StartsWith("NAME;LANGUAGE=fi:Space-", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("UID:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fi-simple", "Juodaan teetä")]
    [InlineData("FI-Simple", "Juodaan teetä")]
    [InlineData("sv-simple", "Testund")]
    [InlineData("sv", "Testund")]
    [InlineData("ckb", "Teehetki")]
    public async Task A_language_that_is_missing_gives_way_to_the_nearest(string language, string title)
    {
        var space = await calendar.OpenSpace();
        await space.Plan();
        Assert.Equal(title, Assert.Single(Ical.Net.Calendar.Load(await Read(space, language))!.Events).Summary);
    }

    [Fact]
    public async Task A_reader_who_has_the_feed_is_told_that_nothing_changed()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan();
        var address = $"/feeds/{space.Slug}/calendar.sv.ics";
        var tag = (await space.Resident.GetAsync(address)).Headers.ETag!;
        Assert.Equal(HttpStatusCode.NotModified, await Again());
        await space.Plan(start: "15:00", activity: activity);
        Assert.Equal(HttpStatusCode.OK, await Again());

        async Task<HttpStatusCode> Again()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.IfNoneMatch.Add(tag);
            return (await space.Resident.SendAsync(request)).StatusCode;
        }
    }

    [Theory]
    [InlineData("calendar.f.ics", HttpStatusCode.BadRequest)]
    [InlineData("calendar.fi_simple.ics", HttpStatusCode.BadRequest)]
    [InlineData("calendar.ics", HttpStatusCode.NotFound)]
    public async Task An_address_that_is_none_is_turned_away(string path, HttpStatusCode status)
    {
        var space = await calendar.OpenSpace();
        var answer = await space.Resident.GetAsync($"/feeds/{space.Slug}/{path}");
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await space.Resident.GetAsync("/feeds/nowhere/calendar.fi.ics")).StatusCode);
    }

    [Fact]
    public void A_space_without_clock_changes_has_a_zone_too()
    {
        var clock = Recurrence.WallClock.Of("Etc/UTC");
        var bytes = CalendarFeed.Write(new("s", new("fi", "S"), "Etc/UTC", "fi", "http://localhost", "/feeds/s/calendar.fi.ics", new(2026, 11, 23), new(2027, 11, 23)), [], clock);
        Assert.Contains("BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    // What another's reader makes of the feed's rules and exceptions is what the API says, occurrence by occurrence.
    private static async Task Agrees(TestSpace space, int? count = null)
    {
        var (first, last) = (new DateOnly(2026, 10, 26), new DateOnly(2027, 11, 22));
        var expected = (await space.Lines(first, last)).Select(line =>
            (((DateTimeOffset)line["start"]!).UtcDateTime, ((DateTimeOffset)line["end"]!).UtcDateTime, (string)line["status"]! == "confirmed")).Order().ToList();
        var feed = Ical.Net.Calendar.Load(await Read(space, "fi"))!;
        var found = feed.GetOccurrences(new Ical.Net.DataTypes.CalDateTime(first.ToDateTime(default), "UTC"))
            .TakeWhile(o => o.Period.StartTime.AsUtc < last.ToDateTime(default))
            .Select(o => (o.Period.StartTime.AsUtc, o.Period.EffectiveEndTime!.AsUtc, ((Ical.Net.CalendarComponents.CalendarEvent)o.Source).Status == "CONFIRMED"))
            .Order().ToList();
        Assert.Equal(expected, found);
        Assert.NotEmpty(found);
        if (count is { } agreed) Assert.Equal(agreed, found.Count);
    }

    private static Task<string> Read(TestSpace space, string language) => space.Resident.GetStringAsync($"/feeds/{space.Slug}/calendar.{language}.ics");
}
