using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

/// <param name="Shared">Whether several activities fit in at once.</param>
public sealed record PlaceResponse(Guid Id, LocalizedText Name, bool Shared);

/// <summary>Everyone reads where activities can take place.</summary>
internal static class ListPlaces
{
    public static void Map(RouteGroupBuilder places) => places
        .MapGet("", Handle)
        .WithName(nameof(ListPlaces))
        .WithSummary("The space's places")
        .ReadByEveryone();

    internal static async Task<Ok<Page<PlaceResponse>>> Handle(
        CalendarDb db, CancellationToken ct, Guid? after = null, [Range(1, Page<PlaceResponse>.Most)] int limit = Page<PlaceResponse>.Usual)
    {
        var read = await db.Places.AsNoTracking()
            .Where(p => after == null || p.Id > after)
            .OrderBy(p => p.Id).Take(limit + 1)
            .Select(p => new PlaceResponse(p.Id, p.Name, p.IsShared)).ToListAsync(ct);
        return TypedResults.Ok(Page.From(read, limit, place => place.Id.ToString()));
    }
}
