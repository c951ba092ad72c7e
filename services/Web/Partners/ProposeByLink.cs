using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Messages;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Partners;

/// <summary>A partner without an account proposes an activity: the link of an invitation opens the form, for one organisation, until it expires.</summary>
internal static class ProposeByLink
{
    // One may just come, or signs up first.
    private static readonly string[] Coming = ["just-come", "sign-up"];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/propose", Show).OpenToEveryone($"{nameof(ProposeByLink)}.Show");
        pages.MapPost("/propose", Handle).SentByEveryone(nameof(ProposeByLink));
        pages.MapPage("/propose/thanks", Thanks).OpenToEveryone($"{nameof(ProposeByLink)}.Thanks");
    }

    internal static async Task<IResult> Show(string? token, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct) =>
        string.IsNullOrEmpty(token)
        ? Html.SeeOther(reader.To("/propose/link"))
        : await Page(Posted.None(reader.Words).With("token", token).With("key", reader.NewKey()).With("weeks", "1").With("minutes", "60")
            .With("coming", Coming[0]), reader, partners, calendar, ct);

    internal static async Task<IResult> Handle(IFormCollection form, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var proposal = new SendProposalRequest
        {
            Title = new(reader.Language, posted.Needed("title", SendProposalRequest.TitleMaxLength)),
            Description = new(reader.Language, posted.Needed("description", SendProposalRequest.DescriptionMaxLength)),
            Date = posted.Date("date"),
            Start = posted.Time("start"),
            DurationMinutes = posted.Number("minutes", SendProposalRequest.DurationMinutesMin, SendProposalRequest.DurationMinutesMax),
            Weeks = posted.Number("weeks", SendProposalRequest.WeeksMin, SendProposalRequest.WeeksMax),
            PlaceId = Guid.TryParse(posted.Value("placeId"), out var place) ? place : (Guid?)null,
            NeedsSignUp = posted.Choice("coming", Coming) == Coming[1],
            SpokenLanguages = posted.Choices("spoken", Spoken(reader)),
        };
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        if (!posted.IsFine) return await Page(posted, reader, partners, calendar, ct);
        var answer = await partners.SendInvitedProposal(reader.Slug!, new() { Token = posted.Value("token") ?? "", Proposal = proposal }, key, ct);
        return posted.Took(answer)
            ? Html.SeeOther(reader.To(answer.Value?.State == ProposalState.Accepted ? "/propose/thanks?at-once=true" : "/propose/thanks"))
            : await Page(posted, reader, partners, calendar, ct);
    }

    internal static IResult Thanks([Microsoft.AspNetCore.Mvc.FromQuery(Name = "at-once")] bool? atOnce, Reader reader) => Html.Page<DonePage>(
        new { Title = reader.Words.Partner.Sent, More = atOnce == true ? reader.Words.Partner.SentAtOnce : reader.Words.Partner.SentMore });

    /// <summary>The languages that may be spoken there; plain Finnish is Finnish.</summary>
    public static string[] Spoken(Reader reader) => [.. reader.Languages.Where(tag => !tag.EndsWith("-simple", StringComparison.Ordinal))];

    private static async Task<IResult> Page(Posted posted, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var token = posted.Value("token") ?? "";
        var invitation = token.Length is 0 or > ReadInvitationRequest.TokenMaxLength ? null
            : await partners.ReadInvitation(reader.Slug!, new() { Token = token }, ct);
        if (invitation?.Value is { } found)
            return Html.Page<ProposePage>(new
            {
                Invitation = found, Places = (await calendar.ListPlaces(reader.Slug!, ct).UpTo(Lists.Maximum)).Value?.Items,
                Posted = posted
            }, posted.Status);
        return invitation is { IsAway: true }
            ? Html.Instead(invitation)
            : Html.Page<DonePage>(new
            {
                Title =
                reader.Words.News.LinkDoesNotWork, More = reader.Words.Partner.LinkMore, Next = ("/propose/link", reader.Words.Partner.AskForLink)
            },
                StatusCodes.Status404NotFound);
    }
}
