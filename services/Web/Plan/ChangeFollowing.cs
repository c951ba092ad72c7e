using System.Globalization;
using System.Text.Json.Nodes;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;
using Calendar = Kivenkolo.Web.Services.Calendar;

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

    internal static async Task<IResult> Show(Guid id, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var activity = await calendar.Activity(reader.Slug!, id, ct);
        if (activity.Value is not { } found) return Html.Instead(activity);
        var series = found["series"]!.AsArray()[^1]!.AsObject();
        var first = DateOnly.ParseExact((string)series["firstDate"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        // On the series' weekday, a week from now at the earliest.
        var soon = reader.Today.AddDays(7);
        if (first < soon) first = soon.AddDays(6 - ((soon.DayNumber - first.DayNumber + 6) % 7));
        foreach (var field in (string[])["excludedDates", "additionalDates"])
            series[field] = new JsonArray([.. series[field]!.AsArray().Where(date => string.CompareOrdinal((string?)date, first.Iso()) > 0).Select(date => date!.DeepClone())]);
        var posted = Posted.None(reader.Words).With("firstDate", first.Iso());
        SeriesForm.Fill(posted, series);
        return Html.Page<FollowingPage>(new { Id = id, Title = ShowPlan.Text(found["title"]), PlaceId = (string?)found["placeId"], Posted = posted });
    }

    internal static async Task<IResult> Handle(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var series = SeriesForm.Read(posted, reader.Words.Plan.NotDates);
        if (posted.IsFine && SeriesForm.Took(posted, await calendar.PlanFollowing(
                reader.Slug!, id, series, posted.Has("consents", "clock"), posted.Has("consents", "left"), ct)))
            return Html.SeeOther(reader.To("/plan?done=saved"));
        var activity = await calendar.Activity(reader.Slug!, id, ct);
        return activity.Value is { } found
            ? Html.Page<FollowingPage>(new { Id = id, Title = ShowPlan.Text(found["title"]), PlaceId = (string?)found["placeId"], Posted = posted }, posted.Status)
            : Html.Instead(activity);
    }
}
