using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads where an event is.</summary>
internal static class ReadLinkedPlace
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/place/{id}", Handle)
        .WithName(nameof(ReadLinkedPlace))
        .WithSummary("One space or place")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedPlace>, LocalizedProblem>> Handle(string id, CalendarDb db, LinkedProgramme programme, CancellationToken ct)
    {
        var guid = LinkedAddresses.Read(id);
        var spaces = await db.Spaces.AsNoTracking().Where(s => s.Id == guid).ToListAsync(ct);
        var places = await db.Places.IgnoreQueryFilters().AsNoTracking().Where(p => p.Id == guid).ToListAsync(ct);
        return await programme.Places(places, spaces, ct) is [var place, ..] ? TypedResults.Ok(place) : Refusal.ResourceUnknown.Result();
    }
}
