using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Partners;

/// <summary>The coordinator looks after the partners: invites one by mail or lets it ask for its link, trusts it, follows its own calendars.</summary>
internal static class LookAfterPartners
{
    private static readonly string[] Kinds = ["ics", "jsonLd"];

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

    internal static async Task<IResult> List(Reader reader, PartnersOfSpace partners, CancellationToken ct)
    {
        var organisations = await partners.Organisations(reader.Slug!, ct);
        return Html.Page<OrganisationsPage>(new { Organisations = organisations.Value?.Items });
    }

    internal static Task<IResult> Show(Guid id, string? done, Reader reader, PartnersOfSpace partners, Services.Calendar calendar, CancellationToken ct) =>
        Page(id, Posted.None(reader.Words), "", done, reader, partners, calendar, ct);

    internal static async Task<IResult> Invite(
        Guid id, IFormCollection form, Reader reader, PartnersOfSpace partners, Services.Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var email = posted.MailAddress("email");
        var language = posted.Choice("mailLanguage", reader.Languages);
        var key = posted.Optional("key", 100) ?? reader.NewKey();
        return posted.IsFine && posted.Took(await partners.Invite(reader.Slug!, id, email, language, key, ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}?done=invited"))
            : await Page(id, posted, "invitation", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> KeepContact(
        Guid id, IFormCollection form, Reader reader, PartnersOfSpace partners, Services.Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var email = string.IsNullOrWhiteSpace(posted.Value("office")) ? null : posted.MailAddress("office");
        return posted.IsFine && posted.Took(await partners.KeepContact(reader.Slug!, id, email, ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}?done=contact"))
            : await Page(id, posted, "contact", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> Trust(
        Guid id, IFormCollection form, Reader reader, PartnersOfSpace partners, Services.Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await partners.Trust(reader.Slug!, id, posted.Value("trusted") == "true", ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}"))
            : await Page(id, posted, "trust", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> Follow(
        Guid id, IFormCollection form, Reader reader, PartnersOfSpace partners, Services.Calendar calendar, TimeProvider clock, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var address = posted.Needed("address", 500);
        var kind = posted.Choice("kind", Kinds);
        var language = posted.Choice("language", reader.Languages);
        var contact = string.IsNullOrWhiteSpace(posted.Value("contact")) ? null : posted.MailAddress("contact");
        // Made with the form, so that sending it twice follows one calendar.
        var calendarId = Guid.TryParse(posted.Value("calendarId"), out var made) ? made : Guid.CreateVersion7(clock.GetUtcNow());
        return posted.IsFine && posted.Took(await calendar.FollowCalendar(reader.Slug!, calendarId, id, address, kind, language, contact, ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}"))
            : await Page(id, posted, "calendars", null, reader, partners, calendar, ct);
    }

    internal static async Task<IResult> StopFollowing(
        Guid id, Guid calendarId, IFormCollection form, Reader reader, PartnersOfSpace partners, Services.Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await calendar.StopFollowing(reader.Slug!, calendarId, ct))
            ? Html.SeeOther(reader.To($"/partners/organisations/{id}"))
            : await Page(id, posted, "", null, reader, partners, calendar, ct);
    }

    private static async Task<IResult> Page(
        Guid id, Posted posted, string sent, string? done, Reader reader, PartnersOfSpace partners, Services.Calendar calendar, CancellationToken ct)
    {
        var (organisation, trust, calendars) = (
            await partners.Organisation(reader.Slug!, id, ct), await partners.Trust(reader.Slug!, id, ct), await calendar.FollowedCalendars(reader.Slug!, ct));
        if (organisation.Value is not { } found) return Html.Instead(organisation);
        var contact = await partners.Contact(reader.Slug!, id, ct);
        var followed = calendars.Value?.Items.Where(one => one.OrganisationId == id).ToList();
        return Html.Page<OrganisationPage>(
            new { Organisation = found, Trusted = trust.Value?.Trusted, Contact = contact.Value?.Email, Calendars = followed, Posted = posted, Sent = sent, Done = done },
            posted.Status);
    }
}
