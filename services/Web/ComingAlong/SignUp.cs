using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Participation;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.ComingAlong;

/// <summary>Anyone signs up for an occurrence, with a nickname and, if they like, an address; the page that follows has the link to leave.</summary>
internal static class SignUp
{
    public static void Map(RouteGroupBuilder pages) => pages.MapPost("/occurrences/{id:guid}/registrations", Handle).SentByEveryone(nameof(SignUp));

    internal static async Task<IResult> Handle(
        Guid id, IFormCollection form, Reader reader, CalendarClient calendar, ParticipationClient participation, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var nickname = posted.Needed("nickname", RegisterRequest.NicknameMaxLength);
        var email = posted.Optional("email", RegisterRequest.EmailMaxLength) is null ? null : posted.MailAddress("email");
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        if (posted.IsFine)
        {
            var answer = await calendar.Register(reader.Slug!, id, new() { Nickname = nickname, Language = reader.Language, Email = email }, key, ct);
            if (posted.Took(answer) && answer.Value is { } receipt) return Html.SeeOther(reader.To($"/registration?token={receipt.Token}"));
        }
        return await ShowOccurrence.Show(id, Posted.None(reader.Words), reader, calendar, participation, ct, posted);
    }
}
