using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Partners;

/// <summary>The coordinator reads a partner's proposal and accepts it into the programme, or declines it with a reason. Once.</summary>
internal static class AnswerProposal
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/partners/{id:guid}", Show).OpenToStaff($"{nameof(AnswerProposal)}.Show", Role.Coordinator);
        pages.MapPost("/partners/{id:guid}/acceptance", Accept).SentByStaff($"{nameof(AnswerProposal)}.Accept", Role.Coordinator);
        pages.MapPost("/partners/{id:guid}/refusal", Decline).SentByStaff($"{nameof(AnswerProposal)}.Decline", Role.Coordinator);
    }

    internal static Task<IResult> Show(Guid id, string? done, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct) =>
        Page(id, Posted.None(reader.Words), "", done, reader, partners, calendar, ct);

    internal static async Task<IResult> Accept(
        Guid id, IFormCollection form, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var note = posted.Optional("note", AcceptProposalRequest.NoteMaxLength);
        return posted.IsFine && posted.Took(await partners.AcceptProposal(reader.Slug!, id, body: new() { Note = note }, ifMatch: posted.Value("etag"), ct: ct))
            ? Html.SeeOther(reader.To($"/partners/{id}?done=accepted"))
            : await Page(id, posted, "acceptance", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> Decline(
        Guid id, IFormCollection form, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var reason = posted.Needed("reason", DeclineProposalRequest.ReasonMaxLength);
        return posted.IsFine && posted.Took(await partners.DeclineProposal(reader.Slug!, id, new() { Reason = reason }, posted.Value("etag"), ct))
            ? Html.SeeOther(reader.To($"/partners/{id}?done=declined"))
            : await Page(id, posted, "refusal", null, reader, partners, calendar, ct);
    }

    private static async Task<IResult> Page(
        Guid id, Posted posted, string sent, string? done, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var proposal = await partners.ReadProposal(reader.Slug!, id, ct);
        if (proposal.Value is not { } found) return Html.Instead(proposal);
        var place = found.PlaceId is null ? null : (await calendar.ListPlaces(reader.Slug!, ct).UpTo(Lists.Maximum))
            .Value?.Items.FirstOrDefault(one => one.Id == found.PlaceId);
        return Html.Page<ProposalPage>(new { Proposal = found, Place = place?.Name, proposal.Etag, Posted = posted, Sent = sent, Done = done }, posted.Status);
    }
}
