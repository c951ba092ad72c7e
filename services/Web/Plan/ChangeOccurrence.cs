using Kivenkolo.Clients.Calendar;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Plan;

/// <summary>The coordinator or an editor moves one occurrence, postpones it, or returns it to its series.</summary>
internal static class ChangeOccurrence
{
    private const string Address = "/occurrences/{id:guid}/change";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage(Address, Show).OpenToStaff($"{nameof(ChangeOccurrence)}.Show", ShowPlan.Roles);
        pages.MapPost(Address, Move).SentByStaff(nameof(ChangeOccurrence), ShowPlan.Roles);
        pages.MapPost("/occurrences/{id:guid}/postponement", Postpone).SentByStaff("PostponeOccurrence", ShowPlan.Roles);
        pages.MapPost("/occurrences/{id:guid}/return", Return).SentByStaff("ReturnOccurrence", ShowPlan.Roles);
    }

    internal static Task<IResult> Show(Guid id, Reader reader, CalendarClient calendar, CancellationToken ct) =>
        Page(id, Posted.None(reader.Words), reader, calendar, ct);

    internal static async Task<IResult> Move(Guid id, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var before = await calendar.ReadChange(reader.Slug!, id, ct);
        if (before.Value is not { } own) return Html.Instead(before);
        // What it has in other languages stays, but for a place that it leaves for one of the house's.
        var note = posted.Into(own.Note, reader.Language, "note", ChangeOccurrenceRequest.NoteMaxLength);
        var place = posted.Into(own.Place, reader.Language, "place", ChangeOccurrenceRequest.PlaceMaxLength);
        var inHouse = posted.Value("placeId") is not { } picked ? own.PlaceId : Guid.TryParse(picked, out var chosen) ? chosen : null;
        if (posted.Optional("place", ChangeOccurrenceRequest.PlaceMaxLength) is not null) inHouse = null;
        else if (inHouse is not null) place = LocalizedText.Empty;
        var change = new ChangeOccurrenceRequest
        {
            Date = posted.Date("date"),
            Start = posted.Time("start"),
            DurationMinutes = posted.Number("durationMinutes", ChangeOccurrenceRequest.DurationMinutesMin, ChangeOccurrenceRequest.DurationMinutesMax),
            PlaceId = inHouse,
            Place = place,
            Note = note,
        };
        return posted.IsFine && SeriesForm.Took(posted, await calendar.ChangeOccurrence(
                reader.Slug!, id, change, posted.Has("consents", "clock"), posted.Optional("etag", 40), ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}?done=saved"))
            : await Page(id, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Postpone(Guid id, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var reason = posted.Optional("reason", PostponeOccurrenceRequest.ReasonMaxLength);
        return posted.IsFine && posted.Took(await calendar.PostponeOccurrence(reader.Slug!, id,
            body: new() { Reason = reason is null ? null : new(reader.Language, reason) }, ct: ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}?done=saved"))
            : await Page(id, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Return(Guid id, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await calendar.ReturnOccurrence(reader.Slug!, id, ct: ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}?done=saved"))
            : await Page(id, posted, reader, calendar, ct);
    }

    private static async Task<IResult> Page(Guid id, Posted posted, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var (finding, reading, listing) = (calendar.ReadOccurrence(reader.Slug!, id, ct: ct), calendar.ReadChange(reader.Slug!, id, ct),
            calendar.ListPlaces(reader.Slug!, ct).UpTo(Lists.Maximum));
        var (occurrence, own, places) = (await finding, await reading, await listing);
        if (occurrence.Value is not { } found) return Html.Instead(occurrence);
        if (own.Value is not { } kept) return Html.Instead(own);
        posted.With("etag", own.Etag).With("date", kept.Date.Iso()).With("start", kept.Start.Iso())
            .With("durationMinutes", kept.DurationMinutes.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .With("placeId", kept.PlaceId?.ToString()).With("place", kept.Place[reader.Language]).With("note", kept.Note[reader.Language]);
        return Html.Page<ChangeOccurrencePage>(new { Occurrence = found, Places = places.Value?.Items, Posted = posted }, posted.Status);
    }
}
