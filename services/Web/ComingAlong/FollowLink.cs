using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.Messages;

namespace Kivenkolo.Web.ComingAlong;

/// <summary>
/// Whoever signed up follows the link of the page or of a mail: to see how it stands, to take a place, to leave. Opening the page changes
/// nothing, since mail programs open links by themselves to look for harm; the buttons do.
/// </summary>
internal static class FollowLink
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/registration", Show).OpenToEveryone($"{nameof(FollowLink)}.Show");
        pages.MapPost("/registration/acceptance", Accept).SentByEveryone($"{nameof(FollowLink)}.Accept");
        pages.MapPost("/registration/leaving", Leave).SentByEveryone($"{nameof(FollowLink)}.Leave");
    }

    internal static Task<IResult> Show(string? token, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Page(token ?? "", Posted.None(reader.Words), reader, calendar, ct);

    internal static Task<IResult> Accept(IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Follow(form, reader, calendar, token => calendar.AcceptOffer(reader.Slug!, new() { Token = token }, ct), ct);

    internal static Task<IResult> Leave(IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Follow(form, reader, calendar, token => calendar.LeaveRegistration(reader.Slug!, new() { Token = token }, ct), ct);

    private static async Task<IResult> Follow(
        IFormCollection form, Reader reader, CalendarClient calendar, Func<string, Task<ApiResponse<OwnRegistrationResponse>>> act, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var token = posted.Value("token") ?? "";
        if (!IsToken(token)) return DoesNotWork(reader);
        return posted.Took(await act(token)) ? Html.SeeOther(reader.To($"/registration?token={token}")) : await Page(token, posted, reader, calendar, ct);
    }

    private static async Task<IResult> Page(string token, Posted posted, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        if (!IsToken(token)) return DoesNotWork(reader);
        var own = await calendar.ReadOwnRegistration(reader.Slug!, new() { Token = token }, ct);
        if (own.IsMissing) return DoesNotWork(reader);
        if (own.Value is not { } registration) return Html.Instead(own);
        var occurrence = await calendar.ReadOccurrence(reader.Slug!, registration.OccurrenceId, ct: ct);
        return Html.Page<RegistrationPage>(new { Registration = registration, Occurrence = occurrence.Value, Token = token, Posted = posted }, posted.Status);
    }

    // As they are made: letters, digits, hyphen, underscore. Anything else would have to be escaped in the address.
    private static bool IsToken(string token) =>
        token.Length is > 0 and <= RegistrationLinkRequest.TokenMaxLength && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static IResult DoesNotWork(Reader reader) => Html.Page<DonePage>(
        new { Title = reader.Words.News.LinkDoesNotWork, More = reader.Words.SignUp.LinkDoesNotWorkMore }, StatusCodes.Status404NotFound);
}
