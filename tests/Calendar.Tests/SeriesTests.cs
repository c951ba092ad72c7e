using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Contracts.Participation.V1;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What a series becomes, and what edits of one, of this and the following, and of all leave as it is.</summary>
[Collection(nameof(Calendar))]
public sealed class SeriesTests(CalendarService calendar)
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    [Fact]
    public async Task A_rule_without_an_end_is_kept_as_the_rule_and_reaches_two_years_ahead()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(Some.Series(rule: "FREQ=WEEKLY"));
        Assert.Equal("FREQ=WEEKLY", (string?)(await space.Read($"activities/{activity}"))["series"]![0]!["rule"]);
        Assert.Equal(105L, await space.Service.Scalar("select count(*) from occurrences where activity_id = $1", activity));
        Assert.Equal(new DateOnly(2028, 11, 23), await space.Service.Scalar("select max(series_date) from occurrences where activity_id = $1", activity));
        Assert.Equal("14:00", (string?)Assert.Single(await space.WeekLines("2027-W20"))["localStart"]);
    }

    [Fact]
    public async Task Holidays_named_months_and_named_dates_are_left_out_and_others_are_added()
    {
        var space = await calendar.OpenSpace();
        var series = Some.Series("2026-11-24", rule: "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270831");
        series["notOnHolidays"] = true;
        series["notInMonths"] = new JsonArray(7);
        series["excludedDates"] = new JsonArray("2026-12-01");
        series["additionalDates"] = new JsonArray("2026-12-04", "2027-07-05");
        var activity = await space.Plan(series);
        var dates = (await space.Lines(Monday, new(2027, 9, 6), activity)).Select(line => (string)line["localDate"]!).ToList();
        Assert.Equal(["2026-11-24", "2026-11-26", "2026-12-03", "2026-12-04", "2026-12-08"], dates[..5]);
        Assert.DoesNotContain("2026-12-24", dates); // Christmas Eve
        Assert.DoesNotContain("2027-05-06", dates); // Ascension Day
        Assert.Equal(["2027-07-05"], dates.Where(date => date.StartsWith("2027-07", StringComparison.Ordinal)));
        Assert.Equal("2027-08-31", dates[^1]);
    }

    [Fact]
    public async Task A_series_may_move_to_later_today_when_todays_time_is_over()
    {
        var space = await calendar.OpenSpace(); // it is noon
        var activity = await space.Plan("2026-11-23", "09:00", weeks: 3);
        await (await space.Put($"activities/{activity}", Some.Activity("2026-11-23", "18:00", weeks: 3))).Json(HttpStatusCode.OK);
        Assert.Equal(
            ["2026-11-23 09:00", "2026-11-30 18:00", "2026-12-07 18:00"],
            (await space.Lines(Monday, new(2026, 12, 14), activity)).Select(line => $"{line["localDate"]} {line["localStart"]}"));
    }

    [Fact]
    public async Task This_one_is_moved_alone_and_stays_where_it_is_when_all_are_changed()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(Some.Series(rule: "FREQ=WEEKLY;COUNT=4"));
        var second = await space.OccurrenceOf(activity, "2026-W49");
        var moved = new
        {
            date = "2026-12-04", start =
            "09:30", durationMinutes = 30, place = new { fi = "Kirjasto" }, note = new { fi = "Kerran perjantaina" }
        };
        var answer = await (await space.Put($"occurrences/{second}/change", moved)).Json(HttpStatusCode.OK);
        Assert.Equal(("2026-12-04", "09:30", "10:00"), ((string)answer["localDate"]!, (string)answer["localStart"]!, (string)answer["localEnd"]!));
        Assert.Equal(2L, (long)(await (await space.Put($"occurrences/{second}/change", moved)).Json(HttpStatusCode.OK))["version"]!);

        await (await space.Put($"activities/{activity}", Some.Activity(Some.Series(start: "16:00", rule: "FREQ=WEEKLY;COUNT=4")))).Json(HttpStatusCode.OK);
        var lines = await space.Lines(Monday, new(2026, 12, 28), activity);
        Assert.Equal(
            ["2026-11-26 16:00", "2026-12-04 09:30", "2026-12-10 16:00", "2026-12-17 16:00"],
            lines.Select(line => $"{line["localDate"]} {line["localStart"]}"));
        Assert.Equal(("Kirjasto", "Kerran perjantaina"), ((string)lines[1]["place"]!["fi"]!, (string)lines[1]["note"]!["fi"]!));
        var told = await space.Service.Published<OccurrenceChanged>(e => e.OccurrenceId == second);
        Assert.Equal((new(2026, 12, 4, 7, 30, 0, TimeSpan.Zero), new(2026, 12, 3, 12, 0, 0, TimeSpan.Zero), false),
            (told.Start, told.PlannedStart, told.Postponed));
        Assert.Equal((told.PlannedStart, "Kirjasto", "Tupa"), (told.PreviousStart!.Value, told.Place!["fi"], told.PreviousPlace!["fi"]));

        var back = await (await space.Delete($"occurrences/{second}/change")).Json(HttpStatusCode.OK);
        Assert.Equal(("2026-12-03", "16:00", null), ((string)back["localDate"]!, (string)back["localStart"]!, back["note"]));
    }

    [Fact]
    public async Task This_and_the_following_are_changed_and_it_stays_one_activity_with_its_past()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(Some.Series("2026-11-12", rule: "FREQ=WEEKLY;COUNT=8"));
        var past = await space.OccurrenceOf(activity, "2026-W46");
        await (await space.Put($"headcounts/{Some.Id()}", new { occurrenceId = past, count = 9 })).Json(HttpStatusCode.Created);
        var third = await space.OccurrenceOf(activity, "2026-W50");

        var following = Some.Series("2026-12-10", "17:00", 90, "FREQ=WEEKLY;INTERVAL=2;COUNT=3");
        var changed = await (await space.Put($"activities/{activity}/following", following)).Json(HttpStatusCode.OK);
        Assert.Equal(["FREQ=WEEKLY;UNTIL=20261209", "FREQ=WEEKLY;INTERVAL=2;COUNT=3"], changed["series"]!.AsArray().Select(s => (string)s!["rule"]!));
        Assert.Equal(
            ["2026-11-12 14:00", "2026-11-19 14:00", "2026-11-26 14:00", "2026-12-03 14:00", "2026-12-10 17:00", "2026-12-24 17:00", "2027-01-07 17:00"],
            (await space.Lines(new(2026, 11, 9), new(2027, 1, 11), activity)).Select(line => $"{line["localDate"]} {line["localStart"]}"));
        Assert.Equal(third, await space.OccurrenceOf(activity, "2026-W50"));
        Assert.Equal(past, await space.OccurrenceOf(activity, "2026-W46"));

        // The same again changes nothing; and what is read can be sent as it is.
        var again = await (await space.Put($"activities/{activity}/following", following)).Json(HttpStatusCode.OK);
        Assert.Equal((long)changed["version"]!, (long)again["version"]!);
        var whole = Some.Activity();
        whole["series"] = again["series"]!.DeepClone();
        Assert.Equal((long)changed["version"]!, (long)(await (await space.Put($"activities/{activity}", whole)).Json(HttpStatusCode.OK))["version"]!);
    }

    [Fact]
    public async Task A_change_that_would_lose_what_people_count_on_is_refused_unless_that_is_cancelled_in_the_open()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(Some.Series(rule: "FREQ=WEEKLY;COUNT=4"));
        var second = await space.OccurrenceOf(activity, "2026-W49");
        await (await space.Put($"occurrences/{second}/change", new { date = "2026-12-03", start = "18:00", durationMinutes = 60 })).Json(HttpStatusCode.OK);

        var shorter = Some.Activity(Some.Series(rule: "FREQ=WEEKLY;COUNT=1"));
        await (await space.Put($"activities/{activity}", shorter)).IsRefused(HttpStatusCode.Conflict, "occurrences-in-use");
        Assert.Equal(4, (await space.Lines(Monday, new(2026, 12, 21), activity)).Length);
        await (await space.Delete($"activities/{activity}")).IsRefused(HttpStatusCode.Conflict, "occurrences-in-use");

        await (await space.Put($"activities/{activity}?cancelLeft=true", shorter)).Json(HttpStatusCode.OK);
        Assert.Equal(
            [("2026-11-26", "confirmed"), ("2026-12-03", "cancelled")],
            (await space.Lines(Monday, new(2026, 12, 21), activity)).Select(line => ((string)line["localDate"]!, (string)line["status"]!)));
        await space.Service.Published<OccurrenceCancelled>(e => e.OccurrenceId == second);
    }

    [Fact]
    public async Task No_edit_of_this_and_the_following_or_of_all_takes_away_what_someone_has_signed_up_for_or_was_counted_at()
    {
        foreach (var isCounted in (bool[])[false, true])
        {
            var space = await calendar.OpenSpace();
            var activity = Some.Id();
            await (await space.Put($"activities/{activity}", SignUp(Some.Series(rule: "FREQ=WEEKLY;COUNT=4")))).Json(HttpStatusCode.Created);
            var second = await space.OccurrenceOf(activity, "2026-W49");
            var receipt = isCounted ? null : await (await space.SignUp(second, "Kaisla")).Json(HttpStatusCode.Created);
            if (isCounted) await (await space.Put($"headcounts/{Some.Id()}", new { occurrenceId = second, count = 9 })).Json(HttpStatusCode.Created);

            await (await space.Put($"activities/{activity}", SignUp(Some.Series(rule: "FREQ=WEEKLY;COUNT=1"))))
                .IsRefused(HttpStatusCode.Conflict, "occurrences-in-use");
            await (await space.Put($"activities/{activity}/following", Some.Series("2026-12-01", rule: "FREQ=WEEKLY;COUNT=3")))
                .IsRefused(HttpStatusCode.Conflict, "occurrences-in-use");
            await (await space.Delete($"activities/{activity}")).IsRefused(HttpStatusCode.Conflict, "occurrences-in-use");
            Assert.Equal(
                ["2026-11-26", "2026-12-03", "2026-12-10", "2026-12-17"], (await space.Lines(Monday, new(2026, 12, 21), activity))
                    .Select(line => (string)line["localDate"]!));
            if (receipt is not null) Assert.Equal("confirmed", (string?)(await (await space.Own(receipt)).Json(HttpStatusCode.OK))["status"]);

            // Other times on the same dates take nothing away.
            await (await space.Put($"activities/{activity}/following", Some.Series("2026-12-03", "16:00", 60, "FREQ=WEEKLY;COUNT=3"))).Json(HttpStatusCode.OK);
            Assert.Equal(second, await space.OccurrenceOf(activity, "2026-W49"));
        }
    }

    [Fact]
    public async Task The_decision_the_sign_ups_and_the_counts_stay_with_it_when_this_one_the_following_or_all_are_changed()
    {
        var space = await calendar.OpenSpace();
        var started = new ExperimentStarted
        {
            SpaceId = space.Id,
            ExperimentId = Some.Id(),
            DecisionId = Some.Id(),
            DecisionNumber = "7/2026",
            DecidedOn = new DateOnly(2026, 11, 13),
            Title = new LocalizedText("fi", "Iltakahvila"),
            Description = LocalizedText.Empty,
            FirstDate = new DateOnly(2026, 11, 19),
            Start = new TimeOnly(18, 0),
            DurationMinutes = 60,
            Sessions = 5,
            OccurredAt = CalendarService.Now,
        };
        await space.Service.Publish(started);
        var activity = (await space.Service.Published<ActivityPublished>(e => e.ExperimentId == started.ExperimentId)).ActivityId;
        await All("18:00");
        var (past, third) = (await space.OccurrenceOf(activity, "2026-W47"), await space.OccurrenceOf(activity, "2026-W49"));
        await (await space.Put($"headcounts/{Some.Id()}", new { occurrenceId = past, count = 9 })).Json(HttpStatusCode.Created);
        var receipt = await (await space.SignUp(third, "Kaisla")).Json(HttpStatusCode.Created);

        await (await space.Put($"occurrences/{third}/change", new { date = "2026-12-04", start = "09:30", durationMinutes = 30 })).Json(HttpStatusCode.OK);
        await NothingIsLost();
        await (await space.Put($"activities/{activity}/following", Some.Series("2026-12-03", "19:00", 90, "FREQ=WEEKLY;COUNT=3"))).Json(HttpStatusCode.OK);
        await NothingIsLost();
        await All("17:00");
        await NothingIsLost();

        async Task All(string start) =>
            await (await space.Put($"activities/{activity}", SignUp(Some.Series("2026-11-19", start, 60, "FREQ=WEEKLY;COUNT=5")))).Json(HttpStatusCode.OK);

        async Task NothingIsLost()
        {
            var lines = await space.Lines(new(2026, 11, 16), new(2026, 12, 21), activity);
            Assert.Equal(5, lines.Length);
            Assert.All(lines, line => Assert.Equal("7/2026", (string?)line["provenance"]!["decisionNumber"]));
            Assert.Equal("7/2026", (string?)(await space.Read($"activities/{activity}"))["provenance"]!["decisionNumber"]);
            var own = await (await space.Own(receipt)).Json(HttpStatusCode.OK);
            Assert.Equal(("confirmed", third), ((string)own["status"]!, (Guid)own["occurrenceId"]!));
            Assert.Contains(lines, line => (Guid)line["id"]! == third);
            Assert.Contains(lines, line => (Guid)line["id"]! == past);
            Assert.Equal(past, await space.Service.Scalar("select occurrence_id from headcounts where space_id = $1", space.Id));
        }
    }

    [Fact]
    public async Task What_is_taken_out_of_the_programme_is_gone_its_past_stays_and_it_can_return()
    {
        var space = await calendar.OpenSpace();
        var body = Some.Activity(Some.Series("2026-11-19", rule: "FREQ=WEEKLY;COUNT=3"));
        var activity = Some.Id();
        await (await space.Put($"activities/{activity}", body)).Json(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.NoContent, (await space.Delete($"activities/{activity}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await space.Delete($"activities/{activity}")).StatusCode);
        await (await space.Delete($"activities/{Some.Id()}")).IsRefused(HttpStatusCode.NotFound, "activity-unknown");
        await (await space.Get($"activities/{activity}")).IsRefused(HttpStatusCode.NotFound, "activity-unknown");
        Assert.Empty((await space.Read("activities"))["items"]!.AsArray());
        Assert.Equal(["2026-11-19"], (await space.Lines(new(2026, 11, 16), new(2026, 12, 14), activity)).Select(line => (string)line["localDate"]!));
        Assert.Equal(2L, (await space.Service.Published<ActivityWithdrawn>(e => e.ActivityId == activity)).Version);
        Assert.Null(await space.Service.Scalar("select due_at from activities where id = $1", activity) as DateTime?);

        await (await space.Put($"activities/{activity}", body)).Json(HttpStatusCode.OK);
        Assert.Equal(3, (await space.Lines(new(2026, 11, 16), new(2026, 12, 14), activity)).Length);
    }

    [Fact]
    public async Task What_a_published_week_told_of_stays_visible_as_cancelled_and_what_was_to_come_soon_is_told_of_when_it_goes()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(Some.Series(rule: "FREQ=WEEKLY;COUNT=6"));
        var week = await space.OccurrenceOf(activity);
        await (await space.Post("weeks/2026-W48/publication")).Json(HttpStatusCode.OK);
        await (await space.Put($"activities/{activity}", Some.Activity(Some.Series(start: "15:00", rule: "FREQ=WEEKLY;COUNT=6")))).Json(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NoContent, (await space.Delete($"activities/{activity}")).StatusCode);

        var line = Assert.Single(await space.Lines(Monday, new(2027, 1, 11), activity));
        Assert.Equal((week, "cancelled"), ((Guid)line["id"]!, (string)line["status"]!));
        Assert.Equal("cancelled", (string?)Assert.Single((await space.Read("weeks/2026-W48"))["changes"]!.AsArray())!["kind"]);
        // Four weeks ahead; what is further away was told by the activity's own event.
        var another = await space.Plan("2027-03-01");
        await space.Service.Published<ActivityPublished>(e => e.ActivityId == another);
        Assert.Equal(
            ["2026-11-26", "2026-12-03", "2026-12-10", "2026-12-17"],
            space.Service.Outside.Heard<OccurrenceCancelled>().Where(e => e.ActivityId == activity).Select(e => $"{e.Start:yyyy-MM-dd}").Order());
        Assert.Equal(4, space.Service.Outside.Heard<OccurrenceChanged>().Count(e => e.ActivityId == activity));
    }

    [Fact]
    public async Task Another_place_of_all_is_told_of_each_time_that_is_soon_and_has_none_of_its_own()
    {
        var space = await calendar.OpenSpace();
        var (hall, yard, activity) = (await space.Room(), await space.Room(), Some.Id());
        await (await space.Put($"places/{yard}", new { name = new { fi = "Piha" } })).Json(HttpStatusCode.OK);
        var series = Some.Series(rule: "FREQ=WEEKLY;COUNT=6");
        await (await space.Put($"activities/{activity}", Some.In(hall, series))).Json(HttpStatusCode.Created);
        var elsewhere = await space.OccurrenceOf(activity, "2026-W49");
        await (await space.Put($"occurrences/{elsewhere}/change",
            new { date = "2026-12-03", start = "14:00", durationMinutes = 60, place = new { fi = "Kirjasto" } })).Json(HttpStatusCode.OK);
        await space.Service.Published<OccurrenceChanged>(e => e.OccurrenceId == elsewhere);

        foreach (var _ in (int[])[1, 2]) await (await space.Put($"activities/{activity}", Some.In(yard, series))).Json(HttpStatusCode.OK);
        var another = await space.Plan("2027-03-01");
        await space.Service.Published<ActivityPublished>(e => e.ActivityId == another);
        var told = space.Service.Outside.Heard<OccurrenceChanged>().Where(e => e.ActivityId == activity && e.OccurrenceId != elsewhere).OrderBy(e => e.Start)
            .ToList();
        Assert.Equal(["2026-11-26", "2026-12-10", "2026-12-17"], told.Select(e => $"{e.Start:yyyy-MM-dd}"));
        Assert.All(told, e => Assert.Equal(("Piha", "Sali", e.Start, 2L), (e.Place!["fi"], e.PreviousPlace!["fi"], e.PreviousStart, e.Version)));
    }

    [Fact]
    public async Task What_is_postponed_waits_for_a_new_time_and_has_it_when_it_is_moved()
    {
        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan());
        var postponed = await (await space.Post($"occurrences/{occurrence}/postponement", new { reason = new { fi = "Vetäjä on kipeä" } }))
            .Json(HttpStatusCode.OK);
        Assert.Equal(("postponed", "Vetäjä on kipeä"), ((string)postponed["status"]!, (string)postponed["reason"]!["fi"]!));
        Assert.True((await space.Service.Published<OccurrenceChanged>(e => e.OccurrenceId == occurrence)).Postponed);
        var moved = await (await space.Put($"occurrences/{occurrence}/change", new { date = "2026-12-02", start = "14:00", durationMinutes = 60 }))
            .Json(HttpStatusCode.OK);
        Assert.Equal(("confirmed", "2026-12-02", null), ((string)moved["status"]!, (string)moved["localDate"]!, moved["reason"]));
        await (await space.Post($"occurrences/{occurrence}/cancellation")).Json(HttpStatusCode.OK);
        await (await space.Post($"occurrences/{occurrence}/postponement")).IsRefused(HttpStatusCode.Conflict, "occurrence-cancelled");
        await (await space.Put($"occurrences/{occurrence}/change", new { date = "2026-12-02", start = "15:00", durationMinutes = 60 }))
            .IsRefused(HttpStatusCode.Conflict, "occurrence-cancelled");
        await (await space.Delete($"occurrences/{occurrence}/change")).IsRefused(HttpStatusCode.Conflict, "occurrence-cancelled");
    }

    [Theory]
    [InlineData("2027-03-28", "03:30", "2027-03-28T01:30:00Z")] // skipped
    [InlineData("2027-10-31", "03:30", "2027-10-31T00:30:00Z")] // twice; the first is meant
    public async Task A_time_that_the_clock_change_touches_is_asked_about_on_entry(string date, string start, string instant)
    {
        var space = await calendar.OpenSpace();
        var (activity, body) = (Some.Id(), Some.Activity(date, start));
        await (await space.Put($"activities/{activity}", body)).IsRefused(HttpStatusCode.Conflict, "clock-changes");
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from activities where id = $1", activity));
        await (await space.Put($"activities/{activity}?acceptClockChange=true", body)).Json(HttpStatusCode.Created);
        Assert.Equal(instant, (string?)Assert.Single(await space.Lines(new(2027, 3, 22), new(2027, 11, 1), activity))["start"]);
    }

    [Theory]
    [InlineData("2027-03-28", "fi", "28.3.2027: kello 3.30 ei ole olemassa. Sinä päivänä alku on silloin kello 4.30.")]
    [InlineData("2027-03-28", "en", "28.3.2027: 03:30 does not exist. On that day it then begins at 04:30.")]
    [InlineData("2027-10-31", "fi-simple", "31.10.2027: kello 3.30 tulee kahdesti.")]
    [InlineData("2027-10-31", "sv", "31.10.2027: klockan 3.30 kommer två gånger.")]
    public async Task What_a_clock_change_does_to_a_time_is_said_with_its_date(string date, string language, string said)
    {
        var space = await calendar.OpenSpace();
        space.Coordinator.DefaultRequestHeaders.Add("Accept-Language", language);
        var planned = await space.Put($"activities/{Some.Id()}",
            Some.Activity(Some.Series(DateOnly.ParseExact(date, "O", null).AddDays(-7).ToString("O", null), "03:30", rule: "FREQ=WEEKLY;COUNT=3")));
        Assert.Contains(said, (string?)(await planned.Json(HttpStatusCode.Conflict))["title"], StringComparison.Ordinal);
        var occurrence = await space.OccurrenceOf(await space.Plan());
        var moved = await space.Put($"occurrences/{occurrence}/change", new { date, start = "03:30", durationMinutes = 60 });
        Assert.Contains(said, (string?)(await moved.Json(HttpStatusCode.Conflict))["title"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fi-simple", "fi", "FREQ=DAILY;BYHOUR=9", "BYHOUR: sitä ei voi käyttää: toiminta alkaa kerran päivässä (RFC 5545 section 3.3.10)")]
    [InlineData("sv", "sv", "FREQ=WEEKLY;X-MINE=1", "X-MINE: den är okänd (RFC 5545 section 3.3.10)")]
    [InlineData("ar", "ar", "INTERVAL=2", "FREQ: ناقص (RFC 5545 section 3.3.10)")]
    [InlineData("fi", "fi", "FREQ=WEEKLY;BYDAY=TU", "Ensimmäinen päivä ei ole valittu viikonpäivä.")]
    [InlineData("en", "en", "FREQ=MONTHLY;BYMONTHDAY=1", "The first date is not a day of the rule.")]
    public async Task What_is_wrong_with_a_series_is_said_in_the_readers_language(string asked, string given, string rule, string said)
    {
        var space = await calendar.OpenSpace();
        space.Coordinator.DefaultRequestHeaders.Add("Accept-Language", asked);
        var refused = await space.Put($"activities/{Some.Id()}", Some.Activity(Some.Series(rule: rule)));
        Assert.Equal(given, Assert.Single(refused.Content.Headers.ContentLanguage));
        Assert.Equal(said, (string?)Assert.Single((await refused.Json(HttpStatusCode.BadRequest))["errors"]!.AsObject()).Value![0]);
    }

    [Theory]
    [InlineData("FREQ=HOURLY", "FREQ")]
    [InlineData("FREQ=DAILY;BYHOUR=9,17", "BYHOUR")]
    [InlineData("FREQ=SECONDLY", "FREQ")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO")]
    [InlineData("FREQ=WEEKLY;COUNT=3;UNTIL=20271231", "COUNT")]
    [InlineData("INTERVAL=2", "FREQ")]
    [InlineData("FREQ=WEEKLY;X-MINE=1", "X-MINE")]
    public async Task A_rule_outside_the_grammar_is_refused_and_the_part_is_named(string rule, string part)
    {
        var space = await calendar.OpenSpace();
        var problem = await (await space.Put($"activities/{Some.Id()}", Some.Activity(Some.Series(rule: rule)))).Json(HttpStatusCode.BadRequest);
        var error = Assert.Single(problem["errors"]!.AsObject());
        Assert.Equal("series[0].rule", error.Key);
        Assert.Contains(part, (string)error.Value![0]!, StringComparison.Ordinal);
        Assert.Contains("RFC 5545 section", (string)error.Value![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_who_move_and_change_at_once_leave_one_of_their_wishes_whole()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(Some.Series(rule: "FREQ=WEEKLY;COUNT=10"));
        var occurrence = await space.OccurrenceOf(activity, "2026-W50");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2) switch
        {
            0 => space.Put($"occurrences/{occurrence}/change", new { date = "2026-12-11", start = $"{10 + (i / 2)}:00", durationMinutes = 60 }),
            _ => space.Put($"activities/{activity}", Some.Activity(Some.Series(start: $"{10 + (i / 2)}:30", rule: "FREQ=WEEKLY;COUNT=10"))),
        }));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var lines = await space.Lines(Monday, new(2027, 2, 8), activity);
        Assert.Equal(10, lines.Length);
        Assert.Single(lines.Where(line => (Guid)line["id"]! != occurrence).Select(line => (string)line["localStart"]!).Distinct());
        Assert.Equal("2026-12-11", (string?)lines.Single(line => (Guid)line["id"]! == occurrence)["localDate"]);
    }

    private static JsonObject SignUp(JsonObject series)
    {
        var body = Some.Activity(series);
        body["noSignUp"] = false;
        return body;
    }
}
