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
        var change = new JsonObject
        {
            ["date"] = posted.Date("date").Iso(),
            ["start"] = posted.Time("start").Iso(),
            ["durationMinutes"] = posted.Number("durationMinutes", 1, 1440),
        };
        if (posted.Optional("place", LongestPlace) is { } place) change["place"] = new JsonObject { [reader.Language] = place };
        if (posted.Optional("note", LongestNote) is { } note) change["note"] = new JsonObject { [reader.Language] = note };
        return posted.IsFine && SeriesForm.Took(posted, await calendar.Change(reader.Slug!, id, change, posted.Has("consents", "clock"), ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}"))
            : await Page(id, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Postpone(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var reason = posted.Optional("reason", LongestNote);
        return posted.IsFine && posted.Took(await calendar.Postpone(reader.Slug!, id, reason is null ? null : new LocalizedText(reader.Language, reason), ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}"))
            : await Page(id, posted, reader, calendar, ct);
    }

    internal static async Task<IResult> Return(Guid id, IFormCollection form, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        return posted.Took(await calendar.Return(reader.Slug!, id, ct))
            ? Html.SeeOther(reader.To($"/occurrences/{id}"))
            : await Page(id, posted, reader, calendar, ct);
    }

    private static async Task<IResult> Page(Guid id, Posted posted, Reader reader, Calendar calendar, CancellationToken ct)
    {
        var occurrence = await calendar.Occurrence(reader.Slug!, id, ct);
        if (occurrence.Value is not { } found) return Html.Instead(occurrence);
        posted.With("date", found.LocalDate.Iso()).With("start", found.LocalStart.Iso())
            .With("durationMinutes", ((int)(found.End - found.Start).TotalMinutes).ToString(System.Globalization.CultureInfo.InvariantCulture))
            .With("note", found.Note?[reader.Language]);
        return Html.Page<ChangeOccurrencePage>(new { Occurrence = found, Posted = posted }, posted.Status);
    }
}
