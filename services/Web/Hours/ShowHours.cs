using Kivenkolo.Clients.Calendar;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Hours;

/// <summary>
/// A facilitator or student sees their own hours with the sum of a period; the coordinator, and who is named as a supervisor, whose hours wait to be signed
/// off.
/// </summary>
internal static class ShowHours
{
    /// <summary>Who has hours of their own.</summary>
    public static readonly Role[] OwnRoles = [Role.Facilitator, Role.Student];

    /// <summary>Who signs off those of others.</summary>
    public static readonly Role[] SupervisorRoles = [Role.Coordinator, Role.Editor, Role.Facilitator];

    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/hours", Handle).OpenToStaff(nameof(ShowHours), [.. SupervisorRoles.Union(OwnRoles)]);

    internal static Task<IResult> Handle(string? from, string? to, Guid? after, string? saved, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Show(from, to, after, Posted.None(reader.Words), reader, calendar, ct, saved);

    /// <summary>The page; with <paramref name="signing"/> when signing off was just refused. A year back from today when no period is asked for.</summary>
    public static async Task<IResult> Show(
        string? from, string? to, Guid? after, Posted signing, Reader reader, CalendarClient calendar, CancellationToken ct, string? saved = null)
    {
        var period = Posted.None(reader.Words).With("to", string.IsNullOrEmpty(to) ? reader.Today.Iso() : to);
        var last = period.Date("to");
        period.With("from", string.IsNullOrEmpty(from) ? (period.IsFine ? last : reader.Today).AddYears(-1).AddDays(1).Iso() : from);
        var first = period.Date("from");
        var waiting = reader.Is(SupervisorRoles) ? await calendar.ListRuns(reader.Slug!, signedOff: false, ct: ct).UpTo(Lists.Maximum) : null;
        var own = reader.Is(OwnRoles) && period.IsFine ? await calendar.ReadOwnRuns(reader.Slug!, first, last, after, Pageable.MaxPageSize, ct) : null;
        return Html.Page<HoursPage>(
            new { From = first, To = last, Own = own?.Value, Waiting = waiting?.Value, Signing = signing, Period = period, Saved = saved },
            period.IsFine ? signing.Status : period.Status);
    }
}
