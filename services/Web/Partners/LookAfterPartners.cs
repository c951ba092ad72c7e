using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Partners;

/// <summary>The coordinator looks after the partners: invites one by mail or lets it ask for its link, trusts it, follows its own calendars.</summary>
internal static class LookAfterPartners
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/partners/organisations", List).OpenToStaff($"{nameof(LookAfterPartners)}.List", Role.Coordinator);
        pages.MapPage("/partners/organisations/{id:guid}", Show).OpenToStaff($"{nameof(LookAfterPartners)}.Show", Role.Coordinator);
        pages.MapPost("/partners/organisations/{id:guid}/invitation", Invite).SentByStaff($"{nameof(LookAfterPartners)}.Invite", Role.Coordinator);
        pages.MapPost("/partners/organisations/{id:guid}/contact", KeepContact).SentByStaff($"{nameof(LookAfterPartners)}.KeepContact", Role.Coordinator);
        pages.MapPost("/partners/organisations/{id:guid}/trust", Trust).SentByStaff($"{nameof(LookAfterPartners)}.Trust", Role.Coordinator);
        pages.MapPost("/partners/organisations/{id:guid}/calendars", Follow).SentByStaff($"{nameof(LookAfterPartners)}.Follow", Role.Coordinator);
        pages.MapPost("/partners/organisations/{id:guid}/calendars/{calendarId:guid}/end", StopFollowing)
            .SentByStaff($"{nameof(LookAfterPartners)}.StopFollowing", Role.Coordinator);
    }

    internal static async Task<IResult> List(Reader reader, PartnersClient partners, CancellationToken ct)
    {
        var organisations = await partners.ListOrganisations(reader.Slug!, ct).UpTo(Lists.Maximum);
        return Html.Page<OrganisationsPage>(new { Organisations = organisations.Value });
    }

    internal static Task<IResult> Show(Guid id, string? done, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct) =>
        Page(id, Posted.None(reader.Words), "", done, reader, partners, calendar, ct);

    internal static async Task<IResult> Invite(
        Guid id, IFormCollection form, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var email = posted.MailAddress("email");
        var language = posted.Choice("mailLanguage", reader.Languages);
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        return posted.IsFine && posted.Took(await partners.InviteOrganisation(reader.Slug!, id, new() { Email = email, Language = language }, key, ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}?done=invited"))
            : await Page(id, posted, "invitation", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> KeepContact(
        Guid id, IFormCollection form, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var email = string.IsNullOrWhiteSpace(posted.Value("office")) ? null : posted.MailAddress("office");
        return posted.IsFine && posted.Took(await partners.KeepContact(reader.Slug!, id, new() { Email = email }, ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}?done=contact"))
            : await Page(id, posted, "contact", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> Trust(
        Guid id, IFormCollection form, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await partners.TrustOrganisation(reader.Slug!, id, new() { Trusted = posted.Value("trusted") == "true" }, ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}"))
            : await Page(id, posted, "trust", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> Follow(
        Guid id, IFormCollection form, Reader reader, PartnersClient partners, CalendarClient calendar, TimeProvider clock, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var address = posted.Needed("address", FollowSourceRequest.AddressMaxLength);
        var kind = posted.Choice<SourceKind>("kind");
        var language = posted.Choice("language", reader.Languages);
        var contact = string.IsNullOrWhiteSpace(posted.Value("contact")) ? null : posted.MailAddress("contact");
        // Made with the form, so that sending it twice follows one calendar.
        var calendarId = Guid.TryParse(posted.Value("calendarId"), out var made) ? made : Guid.CreateVersion7(clock.GetUtcNow());
        return posted.IsFine && posted.Took(await calendar.FollowSource(
                reader.Slug!, calendarId, new() { OrganisationId = id, Address = address, Kind = kind, Language = language, Contact = contact }, ct: ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}"))
            : await Page(id, posted, "calendars", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> StopFollowing(
        Guid id, Guid calendarId, IFormCollection form, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await calendar.StopFollowingSource(reader.Slug!, calendarId, ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}"))
            : await Page(id, posted, "", null, reader, partners, calendar, ct);
    }

    private static async Task<IResult> Page(
        Guid id, Posted posted, string sent, string? done, Reader reader, PartnersClient partners, CalendarClient calendar, CancellationToken ct)
    {
        var (organisation, trust, calendars) = (
            await partners.ReadOrganisation(reader.Slug!, id, ct), await partners.ReadTrust(reader.Slug!, id, ct), await calendar.ListSources(reader.Slug!, ct)
                .UpTo(Lists.Maximum));
        if (organisation.Value is not { } found) return Html.Instead(organisation);
        var contact = await partners.ReadContact(reader.Slug!, id, ct);
        var followed = calendars.Value?.Items.Where(one => one.OrganisationId == id).ToList();
        return Html.Page<OrganisationPage>(
            new
            {
                Organisation = found, Trusted =
                trust.Value?.Trusted, Contact = contact.Value?.Email, Calendars = followed, Posted = posted, Sent = sent, Done = done
            },
            posted.Status);
    }
}
