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

    internal static async Task<IResult> Show(Guid id, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var activity = await calendar.Activity(reader.Slug!, id, ct);
        if (activity.Value is not { } found) return Html.Instead(activity);
        var posted = Posted.None(reader.Words).With("firstDate", reader.Today.AddDays(7).Iso());
        SeriesForm.Fill(posted, found["series"]!.AsArray()[^1]!);
        return Html.Page<FollowingPage>(new { Id = id, Title = ShowPlan.Text(found["title"]), Posted = posted });
    }

    internal static async Task<IResult> Handle(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var series = SeriesForm.Read(posted, reader.Words.Plan.NotDates);
        if (posted.IsFine && SeriesForm.Took(posted, await calendar.PlanFollowing(
                reader.Slug!, id, series, posted.Has("consents", "clock"), posted.Has("consents", "left"), ct)))
            return Html.SeeOther(reader.To("/plan"));
        var activity = await calendar.Activity(reader.Slug!, id, ct);
        return activity.Value is { } found
            ? Html.Page<FollowingPage>(new { Id = id, Title = ShowPlan.Text(found["title"]), Posted = posted }, posted.Status)
            : Html.Instead(activity);
    }
}
