using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Hours;

/// <summary>The supervisor signs off someone's hours as they were read, or gives them back to be corrected; what has changed since is shown again.</summary>
internal static class SignOffHours
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPost("/hours/{runId:guid}/sign-off", Handle).SentByStaff(nameof(SignOffHours), ShowHours.SupervisorRoles);
        pages.MapPost("/hours/{runId:guid}/return", Return).SentByStaff($"{nameof(SignOffHours)}.Return", ShowHours.SupervisorRoles);
    }

    internal static async Task<IResult> Return(Guid runId, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var version = posted.Number("version", SignOffRunRequest.VersionMin, SignOffRunRequest.VersionMax);
        var reason = posted.Value("reason")?.Trim() ?? "";
        if (reason.Length == 0) posted.Wrong($"reason-{runId}", reader.Words.Forms.Needed);
        if (reason.Length > ReturnRunRequest.ReasonMaxLength) posted.Wrong($"reason-{runId}", reader.Words.Forms.TooLong(ReturnRunRequest.ReasonMaxLength));
        return posted.IsFine && posted.Took(await calendar.ReturnRun(reader.Slug!, runId, new() { Version = version, Reason = reason }, ct: ct))
            ? Html.SeeOther(reader.To("/hours?saved=returned"))
            : await ShowHours.Show(null, null, null, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Handle(Guid runId, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var version = posted.Number("version", SignOffRunRequest.VersionMin, SignOffRunRequest.VersionMax);
        return posted.IsFine && posted.Took(await calendar.SignOffRun(reader.Slug!, runId, new() { Version = version }, ct: ct))
            ? Html.SeeOther(reader.To("/hours?saved=signed"))
            : await ShowHours.Show(null, null, null, posted, reader, calendar, ct);
    }
}
