using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kivenkolo.Calendar.Feeds;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed partial class FeedsTests(CalendarService calendar)
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
        Assert.Equal("Vesi on poikki", Assert.Single(off.Comments));
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
        await (await space.Put($"activities/{activity}/following", Some.Series("2027-02-02", "15:00", 45, "FREQ=MONTHLY;BYDAY=1TU,-1TH")))
            .Json(HttpStatusCode.OK);
        var moved = await Occurrence("2026-12-10");
        await (await space.Put($"occurrences/{moved}/change",
            new { date = "2026-12-11", start = "10:30", durationMinutes = 90, note = new { fi = "Perjantaina" } })).Json(HttpStatusCode.OK);
        await (await space.Post($"occurrences/{await Occurrence("2026-12-15")}/cancellation")).Json(HttpStatusCode.OK);
        await (await space.Post($"occurrences/{await Occurrence("2027-03-02")}/postponement")).Json(HttpStatusCode.OK);

        await Agrees(space);
        var lines = await Unfolded(space);
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
    public async Task There_is_a_feed_of_one_keyword_and_of_one_audience_by_the_name_that_the_space_has_for_it()
    {
        var space = await calendar.OpenSpace();
        var (tea, music) = (Some.Id(), Some.Id());
        await (await space.Put($"activities/{tea}", About("yso:p1808", "yso:p4354"))).Json();
        await (await space.Put($"activities/{music}", About("yso:p1", "yso:p1808"))).Json();
        string about = $"/feeds/{space.Slug}/keywords/yso:p1808/calendar.sv.ics", forWhom = $"/feeds/{space.Slug}/audiences/yso:p1808/calendar.sv.ics";

        Assert.Equal((tea, $"Space-"), await Feed(about)); // nobody has named the keyword yet
        Assert.Equal((music, $"Space-"), await Feed(forWhom));
        Assert.Empty(Ical.Net.Calendar.Load(await space.Resident.GetStringAsync(about.Replace("p1808", "p99", StringComparison.Ordinal)))!.Events);
        Assert.Equal(HttpStatusCode.BadRequest, (await space.Resident.GetAsync(about.Replace("yso:p1808", "musiikki", StringComparison.Ordinal))).StatusCode);

        var tags = (await Tag(about), await Tag(forWhom));
        await (await space.Put("keywords/yso:p1808", new { label = new { fi = "musiikki", sv = "musik" } })).Json(HttpStatusCode.Created);
        Assert.Equal((tea, "musik"), await Feed(about));
        Assert.Equal((music, "musik"), await Feed(forWhom));
        Assert.NotEqual(tags.Item1, await Tag(about));
        Assert.NotEqual(tags.Item2, await Tag(forWhom));

        static JsonObject About(string keyword, string audience)
        {
            var body = Some.Activity();
            (body["keywords"], body["audience"]) = (new JsonArray(keyword), new JsonArray(audience));
            return body;
        }

        async Task<(Guid, string)> Feed(string address)
        {
            var feed = Ical.Net.Calendar.Load(await space.Resident.GetStringAsync(address))!;
            Assert.Equal($"http://localhost{address}", feed.Properties["SOURCE"]!.Value!.ToString());
            var name = feed.Properties["NAME"]!.Value!.ToString()!;
            return (Guid.Parse(Assert.Single(feed.Events).Uid![..36]), name.StartsWith("Space-", StringComparison.Ordinal) ? "Space-" : name);
        }

        async Task<string> Tag(string address) => (await space.Resident.GetAsync(address)).Headers.ETag!.ToString();
    }

    [Theory]
    [InlineData("")]
    [InlineData("activities/0190a1b2-0000-7000-8000-000000000000/")]
    [InlineData("organisations/0190a1b2-0000-7000-8000-000000000000/")]
    [InlineData("keywords/yso:p1808/")]
    [InlineData("audiences/yso:p1808/")]
    public async Task A_calendar_may_look_before_it_reads(string which)
    {
        var space = await calendar.OpenSpace();
        var address = $"/feeds/{space.Slug}/{which}calendar.fi.ics";
        using var read = await space.Resident.GetAsync(address);
        using var looked = await space.Resident.SendAsync(new(HttpMethod.Head, address));
        Assert.Equal((HttpStatusCode.OK, read.Headers.ETag), (looked.StatusCode, looked.Headers.ETag));
        Assert.Equal(read.Content.Headers.ContentType, looked.Content.Headers.ContentType);
    }

    [Fact]
    public async Task A_series_whose_first_date_told_is_one_that_its_rule_does_not_give_is_told_whole()
    {
        var space = await calendar.OpenSpace();
        var series = Some.Series("2026-10-20", "14:00", 60, "FREQ=MONTHLY;BYMONTHDAY=20");
        series["additionalDates"] = new JsonArray("2026-10-28", "2026-12-04");
        await space.Plan(series);
        await Agrees(space, 15);
        var lines = await Unfolded(space);
        foreach (var wanted in (string[])
        [
            "DTSTART;TZID=Europe/Helsinki:20261020T140000", "RRULE:FREQ=MONTHLY;BYMONTHDAY=20", "EXDATE;TZID=Europe/Helsinki:20261020T140000",
            "RDATE;TZID=Europe/Helsinki:20261028T140000", "RDATE;TZID=Europe/Helsinki:20261204T140000",
        ]) Assert.Contains(wanted, lines);
    }

    [Fact]
    public async Task What_is_moved_into_the_days_of_the_feed_from_outside_of_them_keeps_the_name_of_its_series()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(Some.Series("2026-11-24", "14:00", 60, "FREQ=WEEKLY"));
        var far = (Guid)(await space.Lines(new(2027, 12, 6), new(2027, 12, 13), activity)).Single()["id"]!;
        await (await space.Put($"occurrences/{far}/change", new { date = "2026-12-03", start = "10:00", durationMinutes = 60 })).Json(HttpStatusCode.OK);

        await Agrees(space);
        var feed = Ical.Net.Calendar.Load(await Read(space, "fi"))!;
        var moved = Assert.Single(feed.Events, e => e.RecurrenceIdentifier is not null);
        Assert.Equal($"{activity}@kivenkolo", moved.Uid);
        var lines = await Unfolded(space);
        Assert.Contains("RECURRENCE-ID;TZID=Europe/Helsinki:20271207T140000", lines);
        Assert.Contains("DTSTART;TZID=Europe/Helsinki:20261203T100000", lines);
    }

    [Fact]
    public async Task A_series_keeps_its_time_on_the_wall_also_when_it_begins_with_one_that_the_clock_skips()
    {
        var space = await calendar.OpenSpace();
        var activity = Some.Id();
        var series = Some.Series("2027-03-28", "03:30", 60, "FREQ=DAILY;COUNT=5");
        series["excludedDates"] = new JsonArray("2027-03-30");
        await (await space.Put($"activities/{activity}?acceptClockChange=true", Some.Activity(series))).Json();
        await Agrees(space, 4);
        var lines = await Unfolded(space);
        foreach (var wanted in (string[])
        [
            "DTSTART;TZID=Europe/Helsinki:20270328T033000", "DURATION:PT60M", "EXDATE;TZID=Europe/Helsinki:20270330T033000",
        ]) Assert.Contains(wanted, lines);
        Assert.Single(lines, "BEGIN:VEVENT");
    }

    [Fact]
    public async Task What_was_cancelled_and_then_left_the_rule_is_told_as_cancelled_under_the_name_that_calendars_know()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(Some.Series("2026-11-24", "14:00", 60, "FREQ=WEEKLY;BYDAY=TU"));
        var cancelled = await space.OccurrenceOf(activity, "2026-W50");
        await (await space.Post($"occurrences/{cancelled}/cancellation")).Json(HttpStatusCode.OK);
        await (await space.Put($"activities/{activity}", Some.Activity(Some.Series("2026-11-26", "15:00", 60, "FREQ=WEEKLY;BYDAY=TH"))))
            .Json(HttpStatusCode.OK);

        await Agrees(space);
        Assert.Equal([$"{activity}@kivenkolo"], Ical.Net.Calendar.Load(await Read(space, "fi"))!.Events.Select(e => e.Uid).Distinct());
        var lines = await Unfolded(space);
        Assert.Contains("RDATE;TZID=Europe/Helsinki:20261208T140000", lines);
        Assert.Equal("STATUS:CANCELLED", lines.SkipWhile(line => line != "RECURRENCE-ID;TZID=Europe/Helsinki:20261208T140000")
            .First(line => line.StartsWith("STATUS", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_feed_of_more_than_ten_thousand_occurrences_ends_with_the_last_day_that_is_whole_and_denies_nothing()
    {
        var space = await calendar.OpenSpace();
        for (var i = 0; i < 27; i++) await space.Plan(Some.Series("2026-10-20", $"{8 + (i / 3):00}:{i % 3 * 20:00}", 20, "FREQ=DAILY"));
        var lines = await Unfolded(space);
        // 27 a day: after 370 of 395 days there are 9,990.
        Assert.Equal(27, lines.Count(line => line.StartsWith("RRULE:FREQ=DAILY;UNTIL=20271030T", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("EXDATE", StringComparison.Ordinal));
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
            "COLOR:teal", "DTSTAMP:20261123T100000Z", "LAST-MODIFIED:20261123T100000Z", "SEQUENCE:217591200", "DTSTART;TZID=Europe/Helsinki:20261126T140000",
            "DTEND;TZID=Europe/Helsinki:20261126T150000",
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

    [Theory]
    [InlineData("Europe/Helsinki", "STANDARD 19701025T040000 BYMONTH=10;BYDAY=-1SU", "DAYLIGHT 19700329T030000 BYMONTH=3;BYDAY=-1SU")]
    [InlineData("America/New_York", "STANDARD 19701101T020000 BYMONTH=11;BYDAY=1SU", "DAYLIGHT 19700308T020000 BYMONTH=3;BYDAY=2SU")]
    [InlineData("Etc/UTC", "STANDARD 19700101T000000 ")]
    public void A_zone_whose_clock_changes_follow_a_rule_is_one_pair_of_rules(string zone, params string[] expected) =>
        Assert.Equal(expected, Observances(zone));

    [Fact]
    public void A_space_without_clock_changes_has_a_zone_too()
    {
        var clock = Recurrence.WallClock.Of("Etc/UTC");
        var bytes = CalendarFeed.Write(new("s", new("fi", "S"), "Etc/UTC", "fi", "http://localhost", "/feeds/s/calendar.fi.ics",
            FeedDays.At(CalendarService.Now, clock)), [], [], clock);
        Assert.Contains("BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n", Encoding.UTF8.GetString(bytes),
            StringComparison.Ordinal);
    }

    // What another's reader makes of the feed's rules and exceptions is what the API says, occurrence by occurrence.
    private static async Task Agrees(TestSpace space, int? count = null)
    {
        var (first, last) = (new DateOnly(2026, 10, 26), new DateOnly(2027, 11, 22));
        var expected = (await space.Lines(first, last)).Select(line =>
            (((DateTimeOffset)line["start"]!).UtcDateTime, ((DateTimeOffset)line["end"]!).UtcDateTime, (string)line["status"]! == "confirmed")).Order()
                .ToList();
        var feed = Ical.Net.Calendar.Load(await Read(space, "fi"))!;
        var found = feed.GetOccurrences(new Ical.Net.DataTypes.CalDateTime(first.ToDateTime(default), "UTC"))
            .TakeWhile(o => o.Period.StartTime.AsUtc < last.ToDateTime(default))
            .Select(o => (o.Period.StartTime.AsUtc, o.Period.EffectiveEndTime!.AsUtc,
                ((Ical.Net.CalendarComponents.CalendarEvent)o.Source).Status == "CONFIRMED"))
            .Order().ToList();
        Assert.Equal(expected, found);
        Assert.NotEmpty(found);
        if (count is { } agreed) Assert.Equal(agreed, found.Count);
    }

    [Fact]
    public void A_zone_whose_clock_changes_follow_the_moon_is_told_change_by_change()
    {
        var observances = Observances("Asia/Gaza");
        Assert.True(observances.Length > 2, string.Join(", ", observances));
        Assert.DoesNotContain(observances, one => one.Contains("BYMONTH", StringComparison.Ordinal));
    }

    // Each with its beginning and its rule.
    private static string[] Observances(string zone)
    {
        var clock = Recurrence.WallClock.Of(zone);
        var head = new FeedHead("s", new("fi", "S"), zone, "fi", "http://localhost", "/feeds/s/calendar.fi.ics", FeedDays.At(CalendarService.Now, clock));
        var feed = Encoding.UTF8.GetString(CalendarFeed.Write(head, [], [], clock));
        return [.. Observance().Matches(feed).Select(one => $"{one.Groups[1]} {one.Groups[2]} {one.Groups[3]}")];
    }

    [GeneratedRegex("BEGIN:(STANDARD|DAYLIGHT)\\r\\nDTSTART:([^\\r]*)\\r\\n.*?(?:RRULE:FREQ=YEARLY;([^\\r]*)\\r\\n)?TZNAME", RegexOptions.Singleline)]
    private static partial Regex Observance();

    private static async Task<string[]> Unfolded(TestSpace space) => (await Read(space, "fi")).Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    private static Task<string> Read(TestSpace space, string language) => space.Resident.GetStringAsync($"/feeds/{space.Slug}/calendar.{language}.ics");
}
