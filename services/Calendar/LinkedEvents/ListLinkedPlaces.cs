using Kivenkolo.Platform.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads where events are: the spaces first, then the places of each.</summary>
internal static class ListLinkedPlaces
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/place", Handle)
        .WithName(nameof(ListLinkedPlaces))
        .WithSummary("Spaces and their places")
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedPage<LinkedPlace>>, ValidationProblem, NotFound>> Handle(
        [AsParameters] LinkedListParameters paging, HttpRequest request, CalendarDb db, LinkedProgramme programme, LinkedAddresses addresses,
        CancellationToken ct,
        [FromQuery(Name = "ids")] string? ids = null)
    {
        var query = new LinkedQuery(request.Query);
        var (skip, size, wanted) = ((query.Page - 1) * query.PageSize, query.PageSize, query.Ids("ids"));
        if (query.Refusal() is { } refusal) return refusal;

        var spaces = db.Spaces.AsNoTracking().Where(s => wanted == null || wanted.Contains(s.Id));
        var places = db.Places.IgnoreQueryFilters().AsNoTracking().Where(p => wanted == null || wanted.Contains(p.Id));
        var houses = await spaces.CountAsync(ct);
        var count = houses + await places.CountAsync(ct);
        if (skip >= count && skip > 0) return TypedResults.NotFound();
        List<KnownSpace> first = await spaces.OrderBy(s => s.Id).Skip(skip).Take(size).ToListAsync(ct);
        var then = await places.OrderBy(p => p.SpaceId).ThenBy(p => p.Id).Skip(Math.Max(0, skip - houses)).Take(size - first.Count).ToListAsync(ct);
        return TypedResults.Ok(new LinkedPage<LinkedPlace>(query.MetaOf(addresses.List("place"), count), await programme.Places(then, first, ct)));
    }
}
