using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>A portal reads who publishes an event.</summary>
internal static class ReadLinkedOrganization
{
    public static void Map(RouteGroupBuilder linked) => linked
        .MapGet("/organization/{id}", Handle)
        .WithName(nameof(ReadLinkedOrganization))
        .WithSummary("One space as a publisher")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ReadByEveryone();

    internal static async Task<Results<Ok<LinkedOrganization>, LocalizedProblem>> Handle(string id, CalendarDb db, LinkedProgramme programme,
        CancellationToken ct)
    {
        var guid = LinkedAddresses.Read(id);
        var space = await db.Spaces.AsNoTracking().SingleOrDefaultAsync(s => s.Id == guid, ct);
        return space is null ? Refusal.ResourceUnknown.Result() : TypedResults.Ok(programme.Organization(space));
    }
}
