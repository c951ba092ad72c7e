using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using Kivenkolo.Calendar.Feeds;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What a reader makes of the feed that is fetched is what the API's weeks say, whatever was planned and changed by the API.</summary>
[Collection(nameof(Calendar))]
public sealed class FeedsOverHttpTests(CalendarService calendar)
{
    private static readonly FeedDays Days = FeedDays.At(CalendarService.Now, DrawnProgramme.Helsinki);

    [Fact]
    public async Task A_feed_that_is_fetched_gives_the_occurrences_of_the_APIs_weeks_whatever_was_planned_and_changed()
    {
        var (compared, changed) = (0, 0);
        await DrawnProgramme.Any.Array[6].SampleAsync(async drawn =>
        {
            var space = await calendar.OpenSpace();
            var activities = new List<Guid>();
            foreach (var programme in drawn)
            {
                if (programme.Planned() is not { } series || await Plan(space, series) is not { } activity) continue;
                activities.Add(activity);
                foreach (var change in programme.Changes) changed += await Make(space, activity, programme, change) ? 1 : 0;
            }
            var weeks = await space.Lines(Monday(Days.First), Days.Last.AddDays(1));
            foreach (var activity in activities)
            {
                var told = new ReadProgramme(await space.Resident.GetStringAsync($"/feeds/{space.Slug}/activities/{activity}/calendar.fi.ics"), Days,
                    Occurrences(weeks, activity), IsWithdrawn: false);
                if (FeedReadersTests.IsBeyondIcalNet(told)) continue;
                compared++;
                if (told.Difference(FeedReadersTests.IcalNet(told)) is { } difference) Assert.Fail(difference);
            }
        }, iter: 4, threads: 1, print: drawn => string.Join('\n', drawn.Select(one => $"{one}")));
        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} feeds, {changed} changes");
        Assert.True(compared > 5 && changed > 0, $"{compared} feeds, {changed} changes");
    }

    [Fact]
    public async Task A_single_occurrence_that_the_weeks_lack_is_a_difference()
    {
        var space = await calendar.OpenSpace();
        var activity = await space.Plan(weeks: 3);
        var weeks = await space.Lines(Monday(Days.First), Days.Last.AddDays(1));
        var feed = await space.Resident.GetStringAsync($"/feeds/{space.Slug}/activities/{activity}/calendar.fi.ics");
        var told = new ReadProgramme(feed, Days, Occurrences(weeks, activity), IsWithdrawn: false);
        Assert.Null(told.Difference(FeedReadersTests.IcalNet(told)));
        Assert.NotNull((told with { Occurrences = told.Occurrences[1..] }).Difference(FeedReadersTests.IcalNet(told)));
    }

    private static async Task<Guid?> Plan(TestSpace space, Series series)
    {
        var activity = Some.Id();
        var body = Some.Activity();
        body["series"] = new JsonArray(Asked(series));
        return await IsDone(space.Put($"activities/{activity}?acceptClockChange=true", body)) ? activity : null;
    }

    /// <summary>Whether it could be made: a cancelled occurrence is not moved, and a series does not follow on a day that it has not.</summary>
    private static async Task<bool> Make(TestSpace space, Guid activity, DrawnProgramme programme, DrawnChange change)
    {
        var coming = await space.WeekLines(Week(Days.First.AddDays(28 + (7 * (change.Which % 8)))));
        var one = coming.FirstOrDefault(line => (Guid)line["activityId"]! == activity);
        var day = DrawnProgramme.Helsinki.DateAt(CalendarService.Now).AddDays(Math.Abs(change.Shift) + 1);
        return change.Deed switch
        {
            DrawnDeed.Cancel when one is not null => await IsDone(space.Post($"occurrences/{one["id"]}/cancellation")),
            DrawnDeed.Postpone when one is not null => await IsDone(space.Post($"occurrences/{one["id"]}/postponement")),
            DrawnDeed.Move when one is not null => await IsDone(space.Put(
                $"occurrences/{one["id"]}/change?acceptClockChange=true", new { date = day, start = Clock(change.Start), durationMinutes = 30 })),
            DrawnDeed.Follow when programme.SeriesFrom(day, change.Rule, change.Start) is { } following => await IsDone(space.Put(
                $"activities/{activity}/following?acceptClockChange=true", Asked(following))),
            _ => false,
        };
    }

    private static JsonObject Asked(Series series)
    {
        var asked = JsonNode.Parse(SeriesJson.Write([series]))![0]!.DeepClone().AsObject();
        asked["start"] = Clock(series.Start);
        return asked;
    }

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static async Task<bool> IsDone(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict, $"{answer.StatusCode}");
        return answer.IsSuccessStatusCode;
    }

    private static OneTime[] Occurrences(IEnumerable<JsonObject> weeks, Guid activity) =>
    [
        .. weeks.Where(line => (Guid)line["activityId"]! == activity && DateOnly.Parse((string)line["localDate"]!, CultureInfo.InvariantCulture) <= Days.Last)
            .Select(line => new OneTime(((DateTimeOffset)line["start"]!).UtcDateTime, ((DateTimeOffset)line["end"]!).UtcDateTime,
                (string)line["status"]! == "confirmed")).Order(),
    ];

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string Week(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day.ToDateTime(default)):0000}-W{ISOWeek.GetWeekOfYear(day.ToDateTime(default)):00}");
}
