using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

/// <summary>Staff read which partners wish for which places, those to come; a partner's system reads its own, and what was answered.</summary>
internal static class ListWishes
{
    public static void Map(RouteGroupBuilder wishes) => wishes
        .MapGet("", Handle)
        .WithName(nameof(ListWishes))
        .WithSummary("Partners' wishes for places")
        .AllowStaffOrPartner("proposals:read", Enum.GetValues<Role>()).LimitRate(RateLimit.Partner);

    internal static async Task<Ok<Page<WishResponse>>> Handle(
        CalendarDb db, Programme programme, TimeProvider time, ClaimsPrincipal user, CancellationToken ct, Guid? after = null,
        [AllowedValues(null, "open", "accepted", "turnedDown")] string? state = null, [Range(1, Page<WishResponse>.Most)] int limit = Page<WishResponse>.Usual)
    {
        var (now, organisation) = (time.GetUtcNow(), user.OrganisationId());
        WishState? asked = state is null ? null : Enum.Parse<WishState>(state, ignoreCase: true);
        var read = await db.Wishes.AsNoTracking()
            .Where(w => w.End > now && (after == null || w.Id > after) && (asked == null || w.State == asked)
                && (organisation == null || w.OrganisationId == organisation))
            .OrderBy(w => w.Id).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(wish => WishResponse.Of(wish, programme.Clock))], limit, wish => wish.Id.ToString()));
    }
}
