using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Calendar = Kivenkolo.Web.Services.Calendar;

namespace Kivenkolo.Web.Hours;

/// <summary>The supervisor signs off someone's hours as they were read, or gives them back to be corrected; what has changed since is shown again.</summary>
internal static class SignOffHours
{
    private const int LongestReason = 500;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPost("/hours/{runId:guid}/sign-off", Handle).SentByStaff(nameof(SignOffHours), ShowHours.SupervisorRoles);
        pages.MapPost("/hours/{runId:guid}/return", Return).SentByStaff($"{nameof(SignOffHours)}.Return", ShowHours.SupervisorRoles);
    }

    internal static async Task<IResult> Return(Guid runId, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var version = posted.Number("version", 1, 1_000_000);
        var reason = posted.Value("reason")?.Trim() ?? "";
        if (reason.Length is 0 or > LongestReason) posted.Wrong($"reason-{runId}", reason.Length == 0 ? reader.Words.Forms.Needed : reader.Words.Forms.TooLong(LongestReason));
        return posted.IsFine && posted.Took(await calendar.ReturnRun(reader.Slug!, runId, version, reason, ct))
            ? Html.SeeOther(reader.To("/hours?saved=returned"))
            : await ShowHours.Show(null, null, null, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Handle(Guid runId, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var version = posted.Number("version", 1, 1_000_000);
        return posted.IsFine && posted.Took(await calendar.SignOff(reader.Slug!, runId, version, ct))
            ? Html.SeeOther(reader.To("/hours?saved=signed"))
            : await ShowHours.Show(null, null, null, posted, reader, calendar, ct);
    }
}
