using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads who publishes the events: the spaces.</summary>
internal static class ListLinkedOrganizations
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/organization", Handle)
        .WithName(nameof(ListLinkedOrganizations))
        .WithSummary("Spaces as publishers")
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedPage<LinkedOrganization>>, ValidationProblem, NotFound>> Handle(
        [AsParameters] LinkedListParameters paging, HttpRequest request, CalendarDb db, LinkedProgramme programme, LinkedAddresses addresses,
        CancellationToken ct)
    {
        var query = new LinkedQuery(request.Query);
        var (skip, size) = ((query.Page - 1) * query.PageSize, query.PageSize);
        if (query.Refusal() is { } refusal) return refusal;

        var count = await db.Spaces.CountAsync(ct);
        if (skip >= count && skip > 0) return TypedResults.NotFound();
        var spaces = await db.Spaces.AsNoTracking().OrderBy(s => s.Id).Skip(skip).Take(size).ToListAsync(ct);
        return TypedResults.Ok(new LinkedPage<LinkedOrganization>(
            query.MetaOf(addresses.List("organization"), count), [.. spaces.Select(programme.Organization)]));
    }
}
