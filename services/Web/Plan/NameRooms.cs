using Kivenkolo.Clients.Calendar;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;

namespace Kivenkolo.Web.Plan;

/// <summary>Something that has a name: a place, a piece of equipment, a keyword.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called; empty for a keyword that has no name yet.</param>
/// <param name="Shared">Whether several activities fit into a place at once; false for what is none.</param>
public sealed record Named(string Id, LocalizedText Name, bool Shared = false);

/// <summary>The coordinator looks after the space's places and equipment, and says what keywords are called.</summary>
internal static class NameRooms
{
    public static readonly Role[] Roles = [Role.Coordinator];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPage("/plan/rooms", List).OpenToStaff($"{nameof(NameRooms)}.List", Roles);
        pages.MapPage("/plan/rooms/{kind:regex(^(places|equipment|keywords)$)}/{id}", Show).OpenToStaff($"{nameof(NameRooms)}.Show", Roles);
        pages.MapPost("/plan/rooms/{kind:regex(^(places|equipment|keywords)$)}/{id}", Handle).SentByStaff(nameof(NameRooms), Roles);
    }

    internal static async Task<IResult> List(Reader reader, CalendarClient calendar, CancellationToken ct, string? done = null)
    {
        var (places, equipment, keywords) =
            (Read("places", reader, calendar, ct), Read("equipment", reader, calendar, ct), Read("keywords", reader, calendar, ct));
        return Html.Page<RoomsPage>(new
        {
            Places =
            (await places).Value, Equipment = (await equipment).Value, Keywords = (await keywords).Value, IsSaved = done == "saved"
        });
    }

    internal static async Task<IResult> Show(string kind, string id, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = Posted.None(reader.Words);
        if (id == "new" && kind != "keywords") return Html.Page<RoomPage>(new { Kind = kind, Id = reader.NewKey(), Posted = posted });
        var all = await Read(kind, reader, calendar, ct);
        if (all.Value is not { } found) return Html.Instead(all);
        if (found.Items.FirstOrDefault(one => one.Id == id) is not { } named) return Results.NotFound();
        foreach (var (language, text) in named.Name) posted.With($"name-{language}", text);
        if (named.Shared) posted.With("shared", "yes");
        return Html.Page<RoomPage>(new { Kind = kind, Id = id, Posted = posted });
    }

    internal static async Task<IResult> Handle(string kind, string id, IFormCollection form, Reader reader, CalendarClient calendar, CancellationToken ct)
    {
        var posted = new Posted(form, reader.Words);
        var all = await Read(kind, reader, calendar, ct);
        if (all.Value is not { } found) return Html.Instead(all);
        // What it is called in a language that is not asked for stays.
        var name = found.Items.FirstOrDefault(one => one.Id == id)?.Name ?? LocalizedText.Empty;
        foreach (var language in reader.Languages) name = posted.Into(name, language, $"name-{language}", NamePlaceRequest.NameMaxLength);
        if (name.IsEmpty) posted.Wrong($"name-{reader.Languages[0]}", reader.Words.Forms.Needed);
        var isThing = Guid.TryParse(id, out var thing);
        if (!isThing && kind != "keywords") return Results.NotFound();
        return posted.IsFine && kind switch
        {
            "places" => posted.Took(await calendar.NamePlace(reader.Slug!, thing, new() { Name = name, Shared = posted.Has("shared", "yes") }, ct: ct),
                ("place-in-use", "shared")),
            "equipment" => posted.Took(await calendar.NameEquipment(reader.Slug!, thing, new() { Name = name }, ct: ct)),
            _ => posted.Took(await calendar.NameKeyword(reader.Slug!, id, new() { Label = name }, ct: ct)),
        }
            ? Html.SeeOther(reader.To("/plan/rooms?done=saved"))
            : Html.Page<RoomPage>(new { Kind = kind, Id = id, Posted = posted }, posted.Status);
    }

    private static async Task<ApiResponse<Page<Named>>> Read(string kind, Reader reader, CalendarClient calendar, CancellationToken ct) => kind switch
    {
        "places" => Of(await calendar.ListPlaces(reader.Slug!, ct).UpTo(Lists.Maximum), place => new(place.Id.ToString(), place.Name, place.Shared)),
        "equipment" => Of(await calendar.ListEquipment(reader.Slug!, ct).UpTo(Lists.Maximum), thing => new(thing.Id.ToString(), thing.Name)),
        _ => Of(await calendar.ListKeywords(reader.Slug!, ct).UpTo(Lists.Maximum), keyword => new(keyword.Id, keyword.Label)),
    };

    private static ApiResponse<Page<Named>> Of<T>(ApiResponse<Page<T>> answer, Func<T, Named> named) =>
        new(answer.Value is { } page ? new([.. page.Items.Select(named)], page.Next) : null, answer.Status, answer.Etag, answer.Problem);
}
