using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Plan;
using Kivenkolo.Web.Services;
using Calendar = Kivenkolo.Web.Services.Calendar;

namespace Kivenkolo.Web.Hours;

/// <summary>The coordinator names who supervises those who run an activity and signs off their hours: themselves, another, or any coordinator.</summary>
internal static class NameSupervisor
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator];

    private const int Longest = 200;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/hours/supervisor/{activityId:guid}", Show).OpenToStaff($"{nameof(NameSupervisor)}.Show", Roles);
        pages.MapPost("/hours/supervisor/{activityId:guid}", Handle).SentByStaff(nameof(NameSupervisor), Roles);
    }

    internal static Task<IResult> Show(Guid activityId, bool? saved, Reader reader, Calendar calendar, CancellationToken ct) =>
        Page(activityId, Posted.None(reader.Words), saved == true, reader, calendar, ct);

    internal static async Task<IResult> Handle(Guid activityId, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var (subject, name) = posted.Value("who") switch
        {
            "me" => (reader.User.Subject(), reader.User.Identity?.Name ?? ""),
            "any" => (null, (string?)null),
            _ => (posted.Needed("subject", Longest), posted.Needed("name", Longest)),
        };
        return posted.IsFine && posted.Took(await calendar.NameSupervisor(reader.Slug!, activityId, subject, name, ct))
            ? Html.SeeOther(reader.To($"/hours/supervisor/{activityId}?saved=true"))
            : await Page(activityId, posted, false, reader, calendar, ct);
    }

    private static async Task<IResult> Page(Guid activityId, Posted posted, bool saved, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var reading = calendar.Supervisor(reader.Slug!, activityId, ct);
        var activity = await calendar.Activity(reader.Slug!, activityId, ct);
        var supervisor = await reading;
        if (activity.Value is not { } found) return Html.Instead(activity);
        return supervisor.Value is { } named
            ? Html.Page<SupervisorPage>(new { ActivityId = activityId, Title = ShowPlan.Text(found["title"]), Named = named, Posted = posted, Saved = saved }, posted.Status)
            : Html.Instead(supervisor);
    }
}
