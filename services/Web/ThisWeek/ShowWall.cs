using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>
/// A screen on the house's wall shows what is left of today and the next day that has a programme, week after week without anybody's hand.
/// While Calendar is away it answers 503, so that the screen keeps what it has.
/// </summary>
internal static class ShowWall
{
    private const int ShortestSeconds = 2;
    private const int LongestSeconds = 3600;

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/wall", Handle).OpenToEveryoneAlike(nameof(ShowWall));

    /// <param name="every">Seconds until the screen looks for what has changed, 2–3600.</param>
    internal static async Task<IResult> Handle(Reader reader, CalendarClient calendar, CancellationToken ct, int every = 60)
    {
        var week = IsoWeek.Of(reader.Today);
        var (asking, askingNext) = (calendar.ReadWeek(reader.Slug!, $"{week}", ct: ct), calendar.ReadWeek(reader.Slug!, $"{week.Next}", ct: ct));
        var (current, next) = ((await asking).Value, (await askingNext).Value);
        var coming = current is null || next is null ? null
            : current.Occurrences.Concat(next.Occurrences).Where(o => o.End > reader.Now).OrderBy(o => o.Start).ToList();
        return Html.Page<WallPage>(
            new
            {
                Coming = coming,
                Changes = (current?.Changes ?? []).Concat(next?.Changes ?? []),
                Holidays = (current?.Holidays ?? []).Concat(next?.Holidays ?? []),
                RefreshSeconds = Math.Clamp(every, ShortestSeconds, LongestSeconds),
            },
            coming is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
