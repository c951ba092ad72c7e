using Kivenkolo.Clients.Partners;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Messages;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Partners;

/// <summary>
/// Someone of a partner without an account asks for the link with which it proposes. The answer is the same whatever becomes of it: the mail goes to the
/// contact that the coordinator keeps.
/// </summary>
internal static class AskForLink
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/propose/link", Show).OpenToEveryone($"{nameof(AskForLink)}.Show");
        pages.MapPost("/propose/link", Handle).SentByEveryone(nameof(AskForLink));
        pages.MapPage("/propose/link/thanks", Thanks).OpenToEveryone($"{nameof(AskForLink)}.Thanks");
    }

    internal static Task<IResult> Show(Reader reader, PartnersClient partners, CancellationToken ct) => Page(Posted.None(reader.Words), reader, partners, ct);

    internal static async Task<IResult> Handle(IFormCollection form, Reader reader, PartnersClient partners, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        if (!Guid.TryParse(posted.Value("organisation"), out var organisation)) posted.Wrong("organisation", reader.Words.Forms.ChooseOne);
        return posted.IsFine && posted.Took(await partners.AskForLink(reader.Slug!, new() { OrganisationId = organisation, Language = reader.Language }, ct))
            ? Html.SeeOther(reader.To("/propose/link/thanks"))
            : await Page(posted, reader, partners, ct);
    }

    internal static IResult Thanks(Reader reader) =>
        Html.Page<DonePage>(new { Title = reader.Words.Partner.LinkAsked, More = reader.Words.Partner.LinkAskedMore });

    private static async Task<IResult> Page(Posted posted, Reader reader, PartnersClient partners, CancellationToken ct)
    {
        var organisations = await partners.ListOrganisations(reader.Slug!, ct).UpTo(Lists.Maximum);
        return Html.Page<AskForLinkPage>(new { Organisations = organisations.Value, Posted = posted }, posted.Status);
    }
}
