using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Plan;

/// <summary>The coordinator or an editor changes when an activity takes place from a date on; what was before stays.</summary>
internal static class ChangeFollowing
{
    private const string Address = "/plan/{id:guid}/following";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage(Address, Show).OpenToStaff($"{nameof(ChangeFollowing)}.Show", ShowPlan.Roles);
        pages.MapPost(Address, Handle).SentByStaff(nameof(ChangeFollowing), ShowPlan.Roles);
    }

    internal static async Task<IResult> Show(Guid id, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var activity = await calendar.ReadActivity(reader.Slug!, id, ct);
        if (activity.Value is not { } found) return Html.Instead(activity);
        var series = found.Series[^1];
        var first = series.FirstDate;
        // On the series' weekday, a week from now at the earliest.
        var soon = reader.Today.AddDays(7);
        if (first < soon) first = soon.AddDays(6 - ((soon.DayNumber - first.DayNumber + 6) % 7));
        var posted = Posted.None(reader.Words).With("firstDate", first.Iso());
        SeriesForm.Fill(posted, series with
        {
            ExcludedDates = [.. series.ExcludedDates.Where(date => date > first)],
            AdditionalDates = [.. series.AdditionalDates.Where(date => date > first)],
        });
        return Html.Page<FollowingPage>(new { Id = id, found.Title, PlaceId = found.PlaceId?.ToString(), Posted = posted });
    }

    internal static async Task<IResult> Handle(Guid id, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var series = SeriesForm.Read(posted, reader.Words.Plan.NotDates);
        if (posted.IsFine && SeriesForm.Took(posted, await calendar.ChangeFollowing(
                reader.Slug!, id, series, cancelLeft: posted.Has("consents", "left"), acceptClockChange: posted.Has("consents", "clock"), ct: ct)))
            return Html.SeeOther(reader.To("/plan?done=saved"));
        var activity = await calendar.ReadActivity(reader.Slug!, id, ct);
        return activity.Value is { } found
            ? Html.Page<FollowingPage>(new { Id = id, found.Title, PlaceId = found.PlaceId?.ToString(), Posted = posted }, posted.Status)
            : Html.Instead(activity);
    }
}
