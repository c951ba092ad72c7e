using System.Globalization;
using Kivenkolo.Messaging;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>Everyone subscribes to the programme in a language of their own, with the calendar on their phone; 304 while nothing has changed.</summary>
internal static class ReadCalendarFeed
{
    private const string ContentType = "text/calendar; charset=utf-8";
    private const int DaysBack = 30;
    private const int DaysAhead = 366;

    /// <summary>The most events in a feed.</summary>
    private const int MostEvents = 5000;

    public static void Map(RouteGroupBuilder feeds) => feeds
        .MapGet("/calendar.{language}.ics", Handle)
        .WithName(nameof(ReadCalendarFeed))
        .WithSummary("The programme as iCalendar, from 30 days ago to a year ahead")
        .Produces(StatusCodes.Status200OK, contentType: "text/calendar")
        .Produces(StatusCodes.Status304NotModified)
        .ReadByEveryone();

    internal static Task<IResult> Handle(
        ReaderTag language, CalendarDb db, CurrentSpace space, Programme programme, Representations representations, TimeProvider clock,
        IConfiguration configuration, CancellationToken ct)
    {
        var today = programme.Clock.DateAt(clock.GetUtcNow());
        return representations.Answer(db, space, string.Create(CultureInfo.InvariantCulture, $"feed {language} {today:O}"), ContentType, async stop =>
        {
            var (first, last) = (today.AddDays(-DaysBack), today.AddDays(DaysAhead));
            var lines = await programme.Lines(all => all.Where(o => o.LocalDate >= first && o.LocalDate <= last), MostEvents, stop);
            var head = new FeedHead(space.Slug, space.Name, space.TimeZone, language.Tag, (configuration["Public:Address"] ?? "").TrimEnd('/'));
            // A day more on both sides, for what begins on the last day and ends after it.
            return CalendarFeed.Write(head, lines, programme.Clock,
                programme.Clock.InstantOf(first.AddDays(-1), TimeOnly.MinValue), programme.Clock.InstantOf(last.AddDays(3), TimeOnly.MinValue));
        }, ct);
    }
}
