using System.Text.Json.Nodes;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Plan;

/// <summary>The coordinator or an editor moves one occurrence, postpones it, or returns it to its series.</summary>
internal static class ChangeOccurrence
{
    private const string Address = "/occurrences/{id:guid}/change";
    private const int LongestNote = 500;
    private const int LongestPlace = 200;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage(Address, Show).OpenToStaff($"{nameof(ChangeOccurrence)}.Show", ShowPlan.Roles);
        pages.MapPost(Address, Move).SentByStaff(nameof(ChangeOccurrence), ShowPlan.Roles);
        pages.MapPost("/occurrences/{id:guid}/postponement", Postpone).SentByStaff("PostponeOccurrence", ShowPlan.Roles);
        pages.MapPost("/occurrences/{id:guid}/return", Return).SentByStaff("ReturnOccurrence", ShowPlan.Roles);
    }

    internal static Task<IResult> Show(Guid id, Reader reader, Calendar calendar, CancellationToken ct) =>
        Page(id, Posted.None(reader.Words), reader, calendar, ct);

    internal static async Task<IResult> Move(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var before = await calendar.OwnChange(reader.Slug!, id, ct);
        if (before.Value is not { } own) return Html.Instead(before);
        // What it has in other languages stays, but for a place that it leaves for one of the house's.
        var (place, note) = (own.Place, own.Note);
        posted.Into(note, reader.Language, "note", LongestNote);
        posted.Into(place, reader.Language, "place", LongestPlace);
        var inHouse = posted.Value("placeId") is not { } picked ? own.PlaceId : Guid.TryParse(picked, out var chosen) ? chosen : null;
        if (posted.Optional("place", LongestPlace) is not null) inHouse = null;
        else if (inHouse is not null) place.Clear();
        var change = new JsonObject
        {
            ["date"] = posted.Date("date").Iso(),
            ["start"] = posted.Time("start").Iso(),
            ["durationMinutes"] = posted.Number("durationMinutes", 1, 1440),
            ["placeId"] = inHouse,
            ["place"] = place,
            ["note"] = note,
        };
        return posted.IsFine && SeriesForm.Took(posted, await calendar.Change(
                reader.Slug!, id, change, posted.Has("consents", "clock"), posted.Optional("etag", 40), ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}?done=saved"))
            : await Page(id, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Postpone(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var reason = posted.Optional("reason", LongestNote);
        return posted.IsFine && posted.Took(await calendar.Postpone(reader.Slug!, id, reason is null ? null : new LocalizedText(reader.Language, reason), ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}?done=saved"))
            : await Page(id, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Return(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await calendar.Return(reader.Slug!, id, ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}?done=saved"))
            : await Page(id, posted, reader, calendar, ct);
    }

    private static async Task<IResult> Page(Guid id, Posted posted, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var (finding, reading, listing) = (calendar.Occurrence(reader.Slug!, id, ct), calendar.OwnChange(reader.Slug!, id, ct), calendar.Places(reader.Slug!, ct));
        var (occurrence, own, places) = (await finding, await reading, await listing);
        if (occurrence.Value is not { } found) return Html.Instead(occurrence);
        if (own.Value is not { } kept) return Html.Instead(own);
        posted.With("etag", own.Etag).With("date", kept.Date.Iso()).With("start", kept.Start.Iso())
            .With("durationMinutes", kept.DurationMinutes.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .With("placeId", kept.PlaceId?.ToString()).With("place", (string?)kept.Place[reader.Language]).With("note", (string?)kept.Note[reader.Language]);
        return Html.Page<ChangeOccurrencePage>(new { Occurrence = found, Places = places.Value?.Items, Posted = posted }, posted.Status);
    }
}
