using Kivenkolo.Clients.Calendar;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Plan;

/// <summary>Those who plan the programme see what there is, activity by activity.</summary>
internal static class ShowPlan
{
    /// <summary>Who plans.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Editor];

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/plan", Handle).OpenToStaff(nameof(ShowPlan), Roles);

    internal static async Task<IResult> Handle(Reader reader, CalendarClient calendar, CancellationToken ct, Guid? after = null, string? done = null)
    {
        var activities = await calendar.ListActivities(reader.Slug!, ct).Page(after?.ToString());
        return activities.Value is { } found
            ? Html.Page<PlanPage>(new { Activities = found, Done = done })
            : Html.Instead(activities);
    }
}
