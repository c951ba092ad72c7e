using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Calendar = Kivenkolo.Web.Services.Calendar;

namespace Kivenkolo.Web.Hours;

/// <summary>A facilitator or student sees their own hours with the sum of a period; the coordinator whose hours wait to be signed off.</summary>
internal static class ShowHours
{
    /// <summary>Who has hours of their own.</summary>
    public static readonly Role[] OwnRoles = [Role.Facilitator, Role.Student];

    /// <summary>Who signs off those of others.</summary>
    public static readonly Role[] SupervisorRoles = [Role.Coordinator];

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/hours", Handle).OpenToStaff(nameof(ShowHours), [.. SupervisorRoles, .. OwnRoles]);

    internal static Task<IResult> Handle(DateOnly? from, DateOnly? to, Guid? after, Reader reader, Calendar calendar, CancellationToken ct) =>
        Show(from, to, after, Posted.None(reader.Words), reader, calendar, ct);

    /// <summary>The page; with <paramref name="signing"/> when signing off was just refused. A year back from today when no period is asked for.</summary>
    public static async Task<IResult> Show(
        DateOnly? from, DateOnly? to, Guid? after, Posted signing, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var last = to ?? reader.Today;
        var first = from ?? last.AddYears(-1).AddDays(1);
        var waiting = reader.Is(SupervisorRoles) ? await calendar.UnsignedRuns(reader.Slug!, ct) : null;
        var own = reader.Is(OwnRoles) ? await calendar.OwnRuns(reader.Slug!, first, last, after, ct) : null;
        return Html.Page<HoursPage>(
            new { From = first, To = last, Own = own?.Value, Waiting = waiting?.Value?.Items, Signing = signing }, signing.Status);
    }
}
