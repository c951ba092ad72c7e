using System.Security.Claims;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

/// <summary>A partner takes back its wish, or the coordinator puts it away as answered. A second time is welcome.</summary>
internal static class TakeBackWish
{
    public static void Map(RouteGroupBuilder wishes) => wishes
        .MapDelete("/{wishId:guid}", Handle)
        .WithName(nameof(TakeBackWish))
        .WithSummary("Take back or put away a wish for a place")
        .AllowStaffOrPartner("proposals:write", Role.Coordinator).LimitRate(RateLimit.Partner);

    internal static async Task<NoContent> Handle(Guid wishId, CalendarDb db, ClaimsPrincipal user, CancellationToken ct)
    {
        // A partner reaches its own alone; what is another's is as if it were not there.
        var organisation = user.OrganisationId();
        await db.Wishes.Where(w => w.Id == wishId && (organisation == null || w.OrganisationId == organisation)).ExecuteDeleteAsync(ct);
        return TypedResults.NoContent();
    }
}
