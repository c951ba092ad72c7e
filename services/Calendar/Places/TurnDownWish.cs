using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Calendar.Places;

/// <summary>Those who plan the programme tell a partner that it cannot have the place. Once; sent again it changes nothing.</summary>
internal static class TurnDownWish
{
    public static void Map(RouteGroupBuilder wishes) => wishes
        .MapPost("/{wishId:guid}/refusal", Handle)
        .WithName(nameof(TurnDownWish))
        .WithSummary("Turn down a wish for a place")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status409Conflict);

    internal static async Task<Results<Ok<WishResponse>, LocalizedProblem>> Handle(Guid wishId, CalendarDb db, Programme programme, CancellationToken ct)
    {
        await using var change = await db.BeginChange(DerivedId.OfActivity("wish", wishId), ct);
        if (await db.Wishes.SingleOrDefaultAsync(w => w.Id == wishId, ct) is not { } wish) return Refusal.WishUnknown.Result();
        if (wish.TurnDown() is { } refusal) return refusal.Result();
        await db.SaveChange(change, ct);
        return TypedResults.Ok(WishResponse.Of(wish, programme.Clock));
    }
}
