using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>Anyone sees what happens in the house this week, or in a given one; on a screen, a phone, or one sheet of paper.</summary>
internal static class ShowWeek
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("", Current).OpenToEveryoneAlike($"{nameof(ShowWeek)}.Current");
        pages.MapPage("/week/{week}", Given).OpenToEveryoneAlike($"{nameof(ShowWeek)}.Given");
    }

    internal static Task<IResult> Current(Reader reader, Calendar calendar, CancellationToken ct) =>
        Show(IsoWeek.Of(reader.Today), null, reader, calendar, ct);

    internal static async Task<IResult> Given(string week, Reader reader, Calendar calendar, CancellationToken ct) =>
        IsoWeek.Parse(week) is { } wanted ? await Show(wanted, null, reader, calendar, ct) : Results.NotFound();

    /// <summary>The page; with <paramref name="publication"/> when its publishing was just refused.</summary>
    public static async Task<IResult> Show(IsoWeek week, Posted? publication, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var answer = await calendar.Week(reader.Slug!, week, ct);
        publication ??= Posted.None(reader.Words);
        return Html.Page<WeekPage>(new { Week = week, Programme = answer.Value, Publication = publication }, publication.Status);
    }
}
