using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Plan;

/// <summary>Those who plan answer partners' wishes for places, and see what is in the programme and waits for a place that is taken.</summary>
internal static class AnswerWishes
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/plan/wishes", Show).OpenToStaff($"{nameof(AnswerWishes)}.Show", ShowPlan.Roles);
        pages.MapPost("/plan/wishes/{id:guid}/acceptance", Accept).SentByStaff($"{nameof(AnswerWishes)}.Accept", ShowPlan.Roles);
        pages.MapPost("/plan/wishes/{id:guid}/refusal", TurnDown).SentByStaff($"{nameof(AnswerWishes)}.TurnDown", ShowPlan.Roles);
    }

    /// <summary>The field for the name that an accepted wish has in the programme.</summary>
    public static string TitleOf(WishResponse wish) => $"title-{wish.Id}";

    internal static Task<IResult> Show(Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct) =>
        Page(Posted.None(reader.Words), reader, calendar, partners, ct);

    internal static async Task<IResult> Accept(
        Guid id, IFormCollection form, Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var title = posted.Needed($"title-{id}", AcceptWishRequest.TitleMaxLength);
        return posted.IsFine && posted.Took(await calendar.AcceptWish(reader.Slug!, id, new() { Title = new(reader.Language, title) }, ct))
            ? Html.SeeOther(reader.To("/plan/wishes"))
            : await Page(posted, reader, calendar, partners, ct);
    }

    internal static async Task<IResult> TurnDown(
        Guid id, IFormCollection form, Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await calendar.TurnDownWish(reader.Slug!, id, ct))
            ? Html.SeeOther(reader.To("/plan/wishes"))
            : await Page(posted, reader, calendar, partners, ct);
    }

    private static async Task<IResult> Page(Posted posted, Reader reader, CalendarClient calendar, PartnersClient partners, CancellationToken ct)
    {
        var wishes = await calendar.ListWishes(reader.Slug!, WishState.Open.Name(), ct).UpTo(Lists.Maximum);
        if (wishes.Value is not { } found) return Html.Instead(wishes);
        var pending = await calendar.ListPendingBookings(reader.Slug!, ct);
        if (pending.Value is not { } waiting) return Html.Instead(pending);
        var places = (await calendar.ListPlaces(reader.Slug!, ct).UpTo(Lists.Maximum)).Value?.Items.ToDictionary(place => place.Id, place => place.Name) ?? [];
        // Partners' names are a help: the wishes can be answered while Partners is away.
        var organisations = (await partners.ListOrganisations(reader.Slug!, ct).UpTo(Lists.Maximum)).Value?.Items.ToDictionary(one => one.Id, one => one.Name)
            ?? [];
        foreach (var wish in found.Items) posted.With(TitleOf(wish), organisations.GetValueOrDefault(wish.OrganisationId)?.In(reader.Language));
        return Html.Page<WishesPage>(
            new { Wishes = found, Waiting = waiting.Items, Places = places, Organisations = organisations, Posted = posted }, posted.Status);
    }
}
