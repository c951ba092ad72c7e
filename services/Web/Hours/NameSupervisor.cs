using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Identity;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Hours;

/// <summary>The coordinator names who supervises those who run an activity and signs off their hours: themselves, another, or any coordinator.</summary>
internal static class NameSupervisor
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/hours/supervisor/{activityId:guid}", Show).OpenToStaff($"{nameof(NameSupervisor)}.Show", Roles);
        pages.MapPost("/hours/supervisor/{activityId:guid}", Handle).SentByStaff(nameof(NameSupervisor), Roles);
    }

    internal static Task<IResult> Show(Guid activityId, bool? saved, Reader reader, CalendarClient calendar, IdentityClient identity, CancellationToken ct) =>
        Page(activityId, Posted.None(reader.Words), saved == true, reader, calendar, identity, ct);

    internal static async Task<IResult> Handle(
        Guid activityId, IFormCollection form, Reader reader, CalendarClient calendar, IdentityClient identity, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var (subject, name) = posted.Value("who") switch
        {
            "me" => (reader.User.Subject(), reader.User.Identity?.Name ?? ""),
            "any" => (null, (string?)null),
            _ => Chosen(posted, await Others(reader, identity, ct) ?? []),
        };
        return posted.IsFine && posted.Took(await calendar.NameSupervisor(reader.Slug!, activityId, new() { Subject = subject, Name = name }, ct))
            ? Html.SeeOther(reader.To($"/hours/supervisor/{activityId}?saved=true"))
            : await Page(activityId, posted, false, reader, calendar, identity, ct);
    }

    private static (string? Subject, string? Name) Chosen(Posted posted, IReadOnlyList<StaffResponse> others)
    {
        var subject = posted.Choice("subject", [.. others.Select(one => one.Id.ToString())]);
        return (subject, others.FirstOrDefault(one => one.Id.ToString() == subject)?.Name);
    }

    // Who could sign off hours, beside the reader; null while the service that knows is away.
    private static async Task<IReadOnlyList<StaffResponse>?> Others(Reader reader, IdentityClient identity, CancellationToken ct) =>
        (await identity.ListStaff(reader.Slug!, ct).UpTo(Lists.Maximum)).Value?.Items
            .Where(one => one.Id.ToString() != reader.User.Subject()
                && one.Roles.Any(role => ShowHours.SupervisorRoles.Any(may => role.Equals($"{may}", StringComparison.OrdinalIgnoreCase))))
            .OrderBy(one => one.Name, StringComparer.InvariantCultureIgnoreCase).ToList();

    private static async Task<IResult> Page(
        Guid activityId, Posted posted, bool saved, Reader reader, CalendarClient calendar, IdentityClient identity, CancellationToken ct)
    {
        var (reading, others) = (calendar.ReadSupervisor(reader.Slug!, activityId, ct), Others(reader, identity, ct));
        var activity = await calendar.ReadActivity(reader.Slug!, activityId, ct);
        var supervisor = await reading;
        if (activity.Value is not { } found) return Html.Instead(activity);
        return supervisor.Value is { } named
            ? Html.Page<SupervisorPage>(
                new { ActivityId = activityId, Title = found.Title, Named = named, Others = await others, Posted = posted, Saved = saved }, posted.Status)
            : Html.Instead(supervisor);
    }
}
