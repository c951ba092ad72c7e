using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

/// <summary>Staff read which partners wish for which places, those to come.</summary>
internal static class ListWishes
{
    public static void Map(RouteGroupBuilder wishes) => wishes
        .MapGet("", Handle)
        .WithName(nameof(ListWishes))
        .WithSummary("Partners' wishes for places")
        .DoneByStaff(RateLimit.StaffWrite, Enum.GetValues<Role>());

    internal static async Task<Ok<Page<WishResponse>>> Handle(
        CalendarDb db, TimeProvider time, CancellationToken ct, Guid? after = null, [Range(1, Page<WishResponse>.Most)] int limit = Page<WishResponse>.Usual)
    {
        var now = time.GetUtcNow();
        var read = await db.Wishes.AsNoTracking()
            .Where(w => w.End > now && (after == null || w.Id > after))
            .OrderBy(w => w.Id).Take(limit + 1)
            .Select(w => new WishResponse(w.Id, w.OrganisationId, w.PlaceId, w.Start, w.End)).ToListAsync(ct);
        return TypedResults.Ok(Page.From(read, limit, wish => wish.Id.ToString()));
    }
}
