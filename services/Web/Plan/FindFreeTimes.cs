using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Plan;

/// <summary>Those who plan look for a time at which a place is free for long enough, in the two weeks from a date.</summary>
internal static class FindFreeTimes
{
    private const int Days = 14;

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/plan/free-times", Handle).OpenToStaff(nameof(FindFreeTimes), ShowPlan.Roles);

    /// <summary>The address at which a time is looked for instead of the one that a form says.</summary>
    public static string Address(Reader reader, string? place, Posted series) => reader.To(
        $"/plan/free-times?place={Uri.EscapeDataString(place ?? "")}&from={Uri.EscapeDataString(series.Value("firstDate") ?? series.Value("date") ?? "")}"
            + $"&minutes={Uri.EscapeDataString(series.Value("durationMinutes") ?? "")}");

    internal static async Task<IResult> Handle(
        Reader reader, CalendarClient calendar, CancellationToken ct, string? place = null, string? from = null, string? minutes = null)
    {
        var posted = Posted.None(reader.Words).With("place", place)
            .With("from", string.IsNullOrEmpty(from) ? reader.Today.Iso() : from).With("minutes", string.IsNullOrEmpty(minutes) ? "90" : minutes);
        var (asking, listing) = (calendar.ListEquipment(reader.Slug!, ct).UpTo(Lists.Maximum), calendar.ListPlaces(reader.Slug!, ct).UpTo(Lists.Maximum));
        var (places, equipment) = (await listing, await asking);
        if (places.Value is not { } found) return Html.Instead(places);
        var (first, length) = (posted.Date("from"), posted.Number("minutes", 1, 1440));
        var free = Guid.TryParse(place, out var asked) && posted.IsFine
            ? await calendar.FindFreeTime(reader.Slug!, asked, first, first.AddDays(Days - 1), length, ct: ct) : null;
        if (free is not null) posted.Took(free);
        return Html.Page<FreeTimesPage>(new { Places = found.Items, Equipment = equipment.Value?.Items, Free = free?.Value?.Items, Posted = posted },
            posted.Status);
    }
}
