using Kivenkolo.Clients.Calendar;
using Kivenkolo.ServiceDefaults.Access;
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
        pages.MapPage("/week/{week}.jsonld", ForMachines).OpenToEveryoneAlike($"{nameof(ShowWeek)}.ForMachines");
    }

    internal static Task<IResult> Current(Reader reader, CalendarClient calendar, CancellationToken ct, string? paper = null) =>
        Show(IsoWeek.Of(reader.Today), null, reader, calendar, ct, paper);

    internal static async Task<IResult> Given(string week, Reader reader, CalendarClient calendar, CancellationToken ct, string? paper = null) =>
        IsoWeek.Parse(week) is { } wanted ? await Show(wanted, null, reader, calendar, ct, paper) : Results.NotFound();

    internal static async Task<IResult> ForMachines(string week, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        if (IsoWeek.Parse(week) is not { } wanted) return Results.NotFound();
        var answer = await calendar.ReadWeek(reader.Slug!, $"{wanted}", ct: ct);
        return answer.Value is { } programme ? StructuredProgramme.Document(programme.Occurrences, reader) : Html.Instead(answer);
    }

    /// <summary>
    /// The page; with <paramref name="publication"/> when its publishing was just refused, made ready for <paramref name="paper"/> when that
    /// is a4 or a3.
    /// </summary>
    public static async Task<IResult> Show(
        IsoWeek week, Posted? publication, Reader reader, CalendarClient calendar, CancellationToken ct, string? paper = null)
    {
        var answer = await calendar.ReadWeek(reader.Slug!, $"{week}", ct: ct);
        publication ??= Posted.None(reader.Words);
        var published = answer.Value is { Published: true } && reader.Is(Role.Coordinator) ? await calendar.ListPublications(reader.Slug!, $"{week}", ct)
            .UpTo(Lists.Maximum) : null;
        return Html.Page<WeekPage>(new
        {
            Week = week, Programme =
            answer.Value, Publication = publication, Published = published?.Value?.Items, Paper = paper is "a4" or "a3" ? paper : null
        }, publication.Status);
    }
}
