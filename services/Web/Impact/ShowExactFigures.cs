using Kivenkolo.Clients.Calendar;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Impact;

/// <summary>
/// Those who work in the house see exact figures by day, week, month or year, each with its period and what it counts, and compare two periods;
/// of figures that count different things they read why not.
/// </summary>
internal static class ShowExactFigures
{
    /// <summary>How far back the page looks unless asked: twelve weeks.</summary>
    private const int UsualDays = 12 * 7;

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/impact/exact", Handle).OpenToStaff(nameof(ShowExactFigures), Enum.GetValues<Role>());

    internal static async Task<IResult> Handle(
        string? period, string? from, string? to, string? compare, string? with, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(
        [
            new("period", period ?? "week"), new("from", from ?? reader.Today.AddDays(1 - UsualDays).Iso()), new("to", to ?? reader.Today.Iso()),
            new("compare", compare ?? ""), new("with", with ?? ""),
        ], reader.Words);
        var (kind, first, last) = (posted.Choice<FigurePeriod>("period"), posted.Date("from"), posted.Date("to"));
        var figures = posted.IsFine ? await calendar.ShowFigures(reader.Slug!, kind.Name(), first, last, ct: ct) : null;
        if (figures is { IsAway: false, IsThere: false }) posted.Took(figures);

        var comparison = new Posted([new("compare", compare ?? ""), new("with", with ?? "")], reader.Words);
        ComparisonResponse? compared = null;
        if (posted.IsFine && (compare ?? with) is not null)
        {
            var (one, other) = (comparison.Date("compare"), comparison.Date("with"));
            var answer = comparison.IsFine ? await calendar.CompareFigures(reader.Slug!, kind.Name(), one, other, ct: ct) : null;
            if (answer is not null && comparison.Took(answer)) compared = answer.Value;
        }
        var categories = await calendar.ListCategories(reader.Slug!, ct).Page();
        return Html.Page<ExactFiguresPage>(
            new { Figures = figures?.Value, Posted = posted, Comparison = comparison, Compared = compared, Categories = categories.Value?.Items ?? [] },
            posted.IsFine ? comparison.Status : posted.Status);
    }
}
