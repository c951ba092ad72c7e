using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Spaces;

/// <summary>Anyone sees which spaces there are, in the order in which they were opened.</summary>
internal static class ListSpaces
{
    public static void Map(RouteGroupBuilder spaces) => spaces
        .MapGet("", Handle)
        .AllowEveryone()
        .LimitRate(RateLimit.Read)
        .WithName(nameof(ListSpaces))
        .WithSummary("List the spaces");

    internal static async Task<Ok<Page<SpaceResponse>>> Handle(
        Guid? after, [Range(1, Page<SpaceResponse>.Most)] int? limit, PartnersDb db, CancellationToken ct)
    {
        var size = limit ?? Page<SpaceResponse>.Usual;
        var spaces = await db.Spaces.AsNoTracking()
            .Where(s => after == null || s.Id > after)
            .OrderBy(s => s.Id).Take(size + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. spaces.Select(SpaceResponse.Of)], size, space => space.Id.ToString()));
    }
}
