using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Messages;

namespace Kivenkolo.Web.Partners;

/// <summary>
/// Whoever looks after a partner's calendar follows the link of the mail that asks whether it is still right. Opening the page says nothing, since
/// mail programs open links by themselves; the button says yes.
/// </summary>
internal static class SayStillRight
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/calendar-check", Show).OpenToEveryone($"{nameof(SayStillRight)}.Show");
        pages.MapPost("/calendar-check", Handle).SentByEveryone(nameof(SayStillRight));
        pages.MapPage("/calendar-check/thanks", Thanks).OpenToEveryone($"{nameof(SayStillRight)}.Thanks");
    }

    internal static Task<IResult> Show(string? token, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Page(token ?? "", Posted.None(reader.Words), reader, calendar, ct);

    internal static async Task<IResult> Handle(IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var token = posted.Value("token") ?? "";
        if (!IsToken(token)) return DoesNotWork(reader);
        var answer = await calendar.ConfirmSource(reader.Slug!, new() { Token = token }, ct);
        if (answer.IsDone) return Html.SeeOther(reader.To("/calendar-check/thanks"));
        if (!answer.IsAway) return DoesNotWork(reader);
        posted.Took(answer);
        return await Page(token, posted, reader, calendar, ct);
    }

    internal static IResult Thanks(Reader reader) =>
        Html.Page<DonePage>(new { Title = reader.Words.Partner.SaidRight, More = reader.Words.Partner.SaidRightMore });

    private static async Task<IResult> Page(string token, Posted posted, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var asked = IsToken(token) ? await calendar.ReadSourceQuestion(reader.Slug!, new() { Token = token }, ct) : null;
        return asked is null or { IsMissing: true } ? DoesNotWork(reader) : Html.Page<StillRightPage>(
            new { Calendar = asked.Value, Token = token, Posted = posted }, posted.IsFine ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static bool IsToken(string token) => token.Length is > 0 and <= ConfirmSourceRequest.TokenMaxLength;

    private static IResult DoesNotWork(Reader reader) => Html.Page<DonePage>(
        new { Title = reader.Words.News.LinkDoesNotWork, More = reader.Words.Partner.CheckLinkMore }, StatusCodes.Status404NotFound);
}
