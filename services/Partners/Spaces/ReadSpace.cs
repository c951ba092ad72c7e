using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Spaces;

/// <summary>Anyone sees one space.</summary>
internal static class ReadSpace
{
    public static void Map(RouteGroupBuilder spaces) => spaces
        .MapGet("/{space}", Handle)
        .AllowEveryone()
        .LimitRate(RateLimit.Read)
        .WithName(nameof(ReadSpace))
        .WithSummary("Read a space")
        .ProducesProblem(StatusCodes.Status404NotFound);

    internal static async Task<Results<Ok<SpaceResponse>, LocalizedProblem>> Handle(string space, PartnersDb db, CancellationToken ct) =>
        await db.Spaces.AsNoTracking().SingleOrDefaultAsync(s => s.Slug == space, ct) is { } found
            ? TypedResults.Ok(SpaceResponse.Of(found))
            : Refusal.SpaceUnknown.Result();
}
