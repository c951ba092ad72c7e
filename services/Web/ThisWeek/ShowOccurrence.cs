using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ThisWeek;

/// <summary>Anyone reads all there is about one occurrence, and finds its feedback form when it is over.</summary>
internal static class ShowOccurrence
{
    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/occurrences/{id:guid}", Handle).OpenToEveryoneAlike(nameof(ShowOccurrence));

    internal static Task<IResult> Handle(Guid id, Reader reader, Calendar calendar, Participation participation, CancellationToken ct) =>
        Show(id, Posted.None(reader.Words), reader, calendar, participation, ct);

    /// <summary>The page; with <paramref name="cancellation"/> when cancelling was just refused.</summary>
    public static async Task<IResult> Show(
        Guid id, Posted cancellation, Reader reader, Calendar calendar, Participation participation, CancellationToken ct)
    {
        var asking = participation.FormOf(reader.Slug!, id, ct);
        var occurrence = await calendar.Occurrence(reader.Slug!, id, ct);
        var form = await asking;
        if (occurrence.Value is not { } found) return Html.Instead(occurrence);
        return Html.Page<OccurrencePage>(new { Occurrence = found, Form = form.Value, Cancellation = cancellation }, cancellation.Status);
    }
}
