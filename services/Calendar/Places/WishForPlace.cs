using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

/// <param name="PlaceId">One of the space's places.</param>
/// <param name="Date">The date in the space's zone.</param>
/// <param name="Start">The time on the wall.</param>
/// <param name="DurationMinutes">For how long.</param>
public sealed record WishForPlaceRequest(
    [property: Required] Guid? PlaceId,
    [property: Required, DateInCalendar] DateOnly? Date,
    [property: Required] TimeOnly? Start,
    [property: Range(1, Series.MostMinutes)] int DurationMinutes);

/// <param name="Start">UTC.</param>
/// <param name="End">UTC.</param>
/// <param name="LocalDate">The date in the space's zone.</param>
/// <param name="LocalStart">What the clock on the wall shows at the start.</param>
/// <param name="LocalEnd">What the clock on the wall shows at the end.</param>
/// <param name="State">open, accepted or turnedDown.</param>
/// <param name="ActivityId">The activity that it became.</param>
public sealed record WishResponse(
    Guid Id, Guid OrganisationId, Guid PlaceId, DateTimeOffset Start, DateTimeOffset End, DateOnly LocalDate, TimeOnly LocalStart, TimeOnly LocalEnd,
    WishState State, Guid? ActivityId)
{
    internal static WishResponse Of(Wish wish, WallClock clock) => new(
        wish.Id, wish.OrganisationId, wish.PlaceId, wish.Start, wish.End, clock.DateAt(wish.Start), TimeOnly.FromDateTime(clock.At(wish.Start)),
        TimeOnly.FromDateTime(clock.At(wish.End)), wish.State, wish.ActivityId);
}

/// <summary>
/// A partner's system says which place it would like to have and when; held as a wish until it is answered. The id is the caller's, so
/// sending it again changes nothing. What is taken already cannot be wished for.
/// </summary>
internal static class WishForPlace
{
    /// <summary>The most wishes that one partner has at a time.</summary>
    private const int Most = 50;

    public static void Map(RouteGroupBuilder wishes) => wishes
        .MapPut("/{wishId:guid}", Handle)
        .WithName(nameof(WishForPlace))
        .WithSummary("Wish for a place at a time")
        .AllowPartner("proposals:write").LimitRate(RateLimit.Partner)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<WishResponse>, Created<WishResponse>, LocalizedProblem>> Handle(
        Guid wishId, WishForPlaceRequest request, CalendarDb db, CurrentSpace space, Programme programme, TimeProvider time, ClaimsPrincipal user,
        HttpContext http, CancellationToken ct)
    {
        if (user.OrganisationId() is not { } organisation) return Refusal.OrganisationMissing.Result();
        await using var change = await db.BeginChange(organisation, ct);
        if (!await db.Places.AnyAsync(p => p.Id == request.PlaceId, ct)) return Refusal.PlaceUnknown.Result();

        var start = programme.Clock.InstantOf(request.Date!.Value, request.Start!.Value);
        var end = start.AddMinutes(request.DurationMinutes);
        var now = time.GetUtcNow();
        if (start <= now) return Refusal.TimePassed.Result();

        var wish = await db.Wishes.SingleOrDefaultAsync(w => w.Id == wishId, ct);
        var isNew = wish is null;
        if (wish is not null && wish.OrganisationId != organisation) return Refusal.IdTaken.Result();
        if (!Etag.Matches(http.Request, wish?.Xmin)) return Refusal.VersionChanged.Result();
        if (wish is null || (wish.PlaceId, wish.Start, wish.End) != (request.PlaceId!.Value, start, end))
        {
            if (wish is not null && wish.State != WishState.Open) return Refusal.WishAlreadyAnswered.Result();
            if (await db.Bookings.AnyAsync(b => b.ResourceId == request.PlaceId && !b.IsPending && b.Start < end && start < b.End, ct))
                return Refusal.ResourceTaken.Result();
        }
        if (wish is null)
        {
            if (await db.Wishes.CountAsync(w => w.OrganisationId == organisation && w.End > now && w.State == WishState.Open, ct) >= Most)
                return Refusal.WishLimitReached.Result();
            db.Wishes.Add(wish = new Wish
            {
                Id = wishId, SpaceId = space.Id, OrganisationId = organisation, PlaceId = request.PlaceId!.Value, Start = start, End = end,
            });
        }
        (wish.PlaceId, wish.Start, wish.End) = (request.PlaceId!.Value, start, end);

        try { await db.SaveChange(change, ct); }
        catch (DbUpdateException e) when (e.Violates(CalendarDb.OneWishPerId)) { return Refusal.IdTaken.Result(); }

        Etag.Tell(http.Response, wish.Xmin);
        var wished = WishResponse.Of(wish, programme.Clock);
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/wishes/{wishId}", wished) : TypedResults.Ok(wished);
    }
}
