using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Clients.Participation;

namespace Kivenkolo.Web.Impact;

/// <summary>Anyone sees how many have come and what they thought: each figure with what it counts and for when, small ones as words.</summary>
internal static class ShowImpact
{
    /// <summary>How far back the page looks unless asked: twelve weeks.</summary>
    private const int UsualDays = 12 * 7;

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/impact", Handle).OpenToEveryoneAlike(nameof(ShowImpact));

    internal static async Task<IResult> Handle(
        string? from, string? to, Reader reader, ParticipationClient participation, CalendarClient calendar, CancellationToken ct)
    {
        // Every question is asked anew with fresh days; nothing is kept, so a wrong date simply falls back.
        var posted = new Posted([new("from", from ?? ""), new("to", to ?? "")], reader.Words);
        var last = to is { Length: > 0 } ? posted.Date("to") : reader.Today;
        var first = from is { Length: > 0 } ? posted.Date("from") : last.AddDays(1 - UsualDays);
        if (posted.IsFine && first > last) posted.Wrong("from", reader.Words.Forms.CheckThis);

        var asking = participation.ShowYears(reader.Slug!, ct).UpTo(Lists.Maximum);
        var naming = calendar.ListCategories(reader.Slug!, ct).Page();
        var figures = posted.IsFine ? await participation.ShowFigures(reader.Slug!, first, last, ct) : null;
        if (figures is { IsAway: false, IsThere: false }) posted.Wrong("from", reader.Words.Forms.CheckThis);
        var years = await asking;
        var categories = (await naming).Value?.Items ?? [];
        return Html.Page<ImpactPage>(
            new { First = first, Last = last, Figures = figures?.Value, Years = years.Value?.Items, Categories = categories, Posted = posted }, posted.Status);
    }
}
