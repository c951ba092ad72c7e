using System.Globalization;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.ComingAlong;

/// <summary>Those who run an occurrence read who comes and who waits, by nickname.</summary>
internal static class ShowRegistrations
{
    /// <summary>Who may.</summary>
    public static readonly Role[] Roles = [Role.Coordinator, Role.Facilitator];

    public static void Map(RouteGroupBuilder pages) =>
        pages.MapPage("/occurrences/{id:guid}/registrations", Handle).OpenToStaff(nameof(ShowRegistrations), Roles);

    internal static Task<IResult> Handle(Guid id, int? after, bool? removed, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Show(id, after, removed == true, Posted.None(reader.Words), reader, calendar, ct);

    /// <summary>The page; with <paramref name="posted"/> when taking someone out was just refused.</summary>
    public static async Task<IResult> Show(Guid id, int? after, bool removed, Posted posted, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var listing = calendar.ListRegistrations(reader.Slug!, id, ct).Page(after?.ToString(CultureInfo.InvariantCulture));
        var occurrence = await calendar.ReadOccurrence(reader.Slug!, id, ct: ct);
        var listed = await listing;
        if (occurrence.Value is not { } found) return Html.Instead(occurrence);
        return listed.Value is { } registrations
            ? Html.Page<RegistrationsPage>(new { Occurrence = found, Registrations = registrations, Posted = posted, Removed = removed }, posted.Status)
            : Html.Instead(listed);
    }
}
