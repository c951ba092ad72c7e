using System.Globalization;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Keywords;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>
/// Everyone subscribes to the programme in a language of their own, whole or of one activity, organiser, keyword or audience, with the calendar on
/// their phone; 304 while nothing has changed.
/// </summary>
internal static class ReadCalendarFeed
{
    private const string ContentType = "text/calendar; charset=utf-8";

    /// <summary>The most occurrences that a feed tells of; its days end before there are more.</summary>
    private const int MostOccurrences = 10_000;

    private static readonly string[] Head = [HttpMethods.Head];

    public static void Map(RouteGroupBuilder feeds)
    {
        Map(feeds, "", nameof(ReadCalendarFeed), "The programme as iCalendar, from four weeks ago to a year ahead", All);
        Map(feeds, "/activities/{activityId:guid}", "ReadActivityFeed", "One activity as iCalendar", OfActivity);
        Map(feeds, "/organisations/{organisationId:guid}", "ReadOrganisationFeed", "What one organisation runs as iCalendar", OfOrganisation);
        Map(feeds, "/keywords/{keyword}", "ReadKeywordFeed", "What is about one subject as iCalendar", OfKeyword);
        Map(feeds, "/audiences/{keyword}", "ReadAudienceFeed", "What is for one audience as iCalendar", OfAudience);
    }

    private static void Map(RouteGroupBuilder feeds, string which, string name, string summary, Delegate handle)
    {
        feeds.MapGet(which + "/calendar.{language}.ics", handle)
            .WithName(name)
            .WithSummary(summary)
            .Produces(StatusCodes.Status200OK, contentType: "text/calendar")
            .Produces(StatusCodes.Status304NotModified)
            .ReadByEveryone();
        // Some calendars look before they read. In the document it would be a second operation of the same name.
        feeds.MapMethods(which + "/calendar.{language}.ics", Head, handle).ExcludeFromDescription().ReadByEveryone();
    }

    internal static Task<IResult> All(ReaderTag language, FeedReader feed, CurrentSpace space, CancellationToken ct) =>
        feed.Answer(language, "", null, _ => Task.FromResult<LocalizedText?>(space.Name), ct);

    internal static Task<IResult> OfActivity(ReaderTag language, Guid activityId, FeedReader feed, CalendarDb db, CancellationToken ct) =>
        feed.Answer(language, $"/activities/{activityId}", all => all.Where(a => a.Id == activityId),
            stop => db.Activities.Where(a => a.Id == activityId).Select(a => a.Title).SingleOrDefaultAsync(stop), ct);

    internal static Task<IResult> OfOrganisation(ReaderTag language, Guid organisationId, FeedReader feed, CalendarDb db, CancellationToken ct) =>
        feed.Answer(language, $"/organisations/{organisationId}", all => all.Where(a => a.OrganisationId == organisationId),
            stop => db.Organisations.Where(o => o.OrganisationId == organisationId).Select(o => o.Name).SingleOrDefaultAsync(stop), ct);

    internal static Task<IResult> OfKeyword(ReaderTag language, KeywordId keyword, FeedReader feed, CalendarDb db, CancellationToken ct) =>
        feed.Answer(language, $"/keywords/{keyword}", all => all.Where(a => a.Keywords.Contains(keyword.Id)), stop => Label(db, keyword, stop), ct);

    internal static Task<IResult> OfAudience(ReaderTag language, KeywordId keyword, FeedReader feed, CalendarDb db, CancellationToken ct) =>
        feed.Answer(language, $"/audiences/{keyword}", all => all.Where(a => a.Audience.Contains(keyword.Id)), stop => Label(db, keyword, stop), ct);

    private static Task<LocalizedText?> Label(CalendarDb db, KeywordId keyword, CancellationToken ct) =>
        db.Keywords.Where(k => k.Id == keyword.Id).Select(k => k.Label).SingleOrDefaultAsync(ct);

    /// <summary>Reads and keeps the feeds of the current space.</summary>
    internal sealed class FeedReader(
        CalendarDb db, CurrentSpace space, Programme programme, Representations representations, TimeProvider time, IConfiguration configuration)
    {
        /// <summary>Answers with the feed of some activities; of all, when it is not said which.</summary>
        public Task<IResult> Answer(
            ReaderTag language, string which, Func<IQueryable<Activity>, IQueryable<Activity>>? of, Func<CancellationToken, Task<LocalizedText?>> findName,
            CancellationToken ct)
        {
            var days = FeedDays.At(time.GetUtcNow(), programme.Clock);
            var path = $"/feeds/{space.Slug}{which}/calendar.{language}.ics";
            return representations.Answer(db, space, string.Create(CultureInfo.InvariantCulture, $"{path} {days.First:O}"), ContentType, async stop =>
            {
                // What is not there, or has no name yet, is called as the space is; so is what was there and is no more.
                var name = await findName(stop) is { IsEmpty: false } found ? found : space.Name;
                var activities = of is null ? db.Activities : of(db.Activities);
                var all = await programme.Lines(
                    occurrences => of is null ? occurrences.Where(days.Tell()) : occurrences.Where(days.Tell())
                        .Where(o => activities.Any(a => a.Id == o.ActivityId)),
                    MostOccurrences + 1, stop);
                var begin = programme.Clock.InstantOf(days.First, TimeOnly.MinValue);
                var withdrawn = await activities.AsNoTracking().Where(a => a.WithdrawnAt >= begin).OrderBy(a => a.Id).ToListAsync(stop);
                var (held, lines) = days.Hold(all, MostOccurrences);
                return CalendarFeed.Write(new(space.Slug, name, space.TimeZone, language.Tag, PublicAddress.Of(configuration), path, held), lines, withdrawn,
                    programme.Clock);
            }, ct);
        }
    }
}
