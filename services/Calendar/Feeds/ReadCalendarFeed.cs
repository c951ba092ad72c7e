using System.Globalization;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Contracts;
using Kivenkolo.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>
/// Everyone subscribes to the programme in a language of their own, whole or of one activity or organiser, with the calendar on their phone; 304
/// while nothing has changed.
/// </summary>
internal static class ReadCalendarFeed
{
    private const string ContentType = "text/calendar; charset=utf-8";
    private const int DaysAhead = 366;

    /// <summary>What was cancelled is told for four weeks after, long enough for every phone to have seen it.</summary>
    private const int WeeksBack = 4;

    /// <summary>The most occurrences that a feed tells of.</summary>
    private const int MostOccurrences = 10_000;

    public static void Map(RouteGroupBuilder feeds)
    {
        Map(feeds, "", nameof(ReadCalendarFeed), "The programme as iCalendar, from four weeks ago to a year ahead", All);
        Map(feeds, "/activities/{activityId:guid}", "ReadActivityFeed", "One activity as iCalendar", OfActivity);
        Map(feeds, "/organisations/{organisationId:guid}", "ReadOrganisationFeed", "What one organisation runs as iCalendar", OfOrganisation);
    }

    private static void Map(RouteGroupBuilder feeds, string which, string name, string summary, Delegate handle) => feeds
        .MapGet(which + "/calendar.{language}.ics", handle)
        .WithName(name)
        .WithSummary(summary)
        .Produces(StatusCodes.Status200OK, contentType: "text/calendar")
        .Produces(StatusCodes.Status304NotModified)
        .ReadByEveryone();

    internal static Task<IResult> All(ReaderTag language, FeedReader feed, CurrentSpace space, CancellationToken ct) =>
        feed.Answer(language, "", all => all, _ => Task.FromResult<LocalizedText?>(space.Name), ct);

    internal static Task<IResult> OfActivity(ReaderTag language, Guid activityId, FeedReader feed, CalendarDb db, CancellationToken ct) =>
        feed.Answer(language, $"/activities/{activityId}", all => all.Where(o => o.ActivityId == activityId),
            stop => db.Activities.Where(a => a.Id == activityId).Select(a => a.Title).SingleOrDefaultAsync(stop), ct);

    internal static Task<IResult> OfOrganisation(ReaderTag language, Guid organisationId, FeedReader feed, CalendarDb db, CancellationToken ct) =>
        feed.Answer(language, $"/organisations/{organisationId}",
            all => all.Where(o => db.Activities.Any(a => a.Id == o.ActivityId && a.OrganisationId == organisationId)),
            stop => db.Organisations.Where(o => o.OrganisationId == organisationId).Select(o => o.Name).SingleOrDefaultAsync(stop), ct);

    /// <summary>Reads and keeps the feeds of the current space.</summary>
    internal sealed class FeedReader(
        CalendarDb db, CurrentSpace space, Programme programme, Representations representations, TimeProvider time, IConfiguration configuration)
    {
        public Task<IResult> Answer(
            ReaderTag language, string which, Func<IQueryable<Occurrence>, IQueryable<Occurrence>> occurrences,
            Func<CancellationToken, Task<LocalizedText?>> findName, CancellationToken ct)
        {
            // Begins on a Monday, so that a feed in which nothing happens stays as it is for a week.
            var today = programme.Clock.DateAt(time.GetUtcNow());
            var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
            var (first, last) = (monday.AddDays(-7 * WeeksBack), monday.AddDays(DaysAhead));
            var path = $"/feeds/{space.Slug}{which}/calendar.{language}.ics";
            return representations.Answer(db, space, string.Create(CultureInfo.InvariantCulture, $"{path} {monday:O}"), ContentType, async stop =>
            {
                // What is not there has a feed in which nothing is, as what was there and is no more.
                var name = await findName(stop) ?? space.Name;
                var lines = await programme.Lines(
                    all => occurrences(all).Where(o => o.SeriesDate >= first && o.SeriesDate <= last), MostOccurrences, stop);
                var address = (configuration["Public:Address"] ?? "").TrimEnd('/');
                return CalendarFeed.Write(new(space.Slug, name, space.TimeZone, language.Tag, address, path, first, last), lines, programme.Clock);
            }, ct);
        }
    }
}
