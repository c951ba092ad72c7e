using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Calendar.Places;

/// <param name="Title">What the partner does there, as it stands in the programme.</param>
public sealed record AcceptWishRequest([property: Required, Localized(200)] LocalizedText? Title);

/// <summary>
/// Those who plan the programme give a partner the place it wished for: it becomes an activity of the partner's, at that time and place. Once,
/// however often it is sent; not when the place was taken meanwhile.
/// </summary>
internal static class AcceptWish
{
    public static void Map(RouteGroupBuilder wishes) => wishes
        .MapPost("/{wishId:guid}/acceptance", Handle)
        .WithName(nameof(AcceptWish))
        .WithSummary("Give a partner the place it wished for")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Editor)
        .ProducesProblem(StatusCodes.Status409Conflict);

    internal static async Task<Results<Ok<WishResponse>, LocalizedProblem>> Handle(
        Guid wishId, AcceptWishRequest request, CalendarDb db, CurrentSpace space, Programme programme, TimeProvider time, CancellationToken ct)
    {
        var activityId = DerivedId.OfActivity("wish", wishId);
        await using var change = await db.BeginChange(activityId, ct);
        if (await db.Wishes.SingleOrDefaultAsync(w => w.Id == wishId, ct) is not { } wish) return Refusal.WishUnknown.Result();
        var isNews = wish.State == WishState.Open;
        if (wish.Accept(activityId, time.GetUtcNow()) is { } refusal) return refusal.Result();
        if (isNews)
        {
            var (at, length) = (programme.Clock.At(wish.Start), (int)(wish.End - wish.Start).TotalMinutes);
            var plan = new ActivityPlan(
                request.Title!, LocalizedText.Empty, wish.PlaceId, LocalizedText.Empty, wish.OrganisationId, LocalizedText.Empty,
                [new Series(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at), length)], SpokenLanguages: [], Free: true, NoSignUp: true)
            {
                RunBy =
                    RunBy.Partner
            };
            var activity = new Activity { Id = activityId, SpaceId = space.Id };
            if (await programme.Plan(activity, plan, cancelLeft: false, acceptClockChange: true, ct) is { } refused) return refused;
            try { await db.SaveChange(change, ct); }
            catch (PostgresException e) when (Bookings.Refused(e)) { return Refusal.ResourceTaken.Result(); }
        }
        return TypedResults.Ok(WishResponse.Of(wish, programme.Clock));
    }
}
