using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>Someone who waited takes, by the link in the mail, the place that is kept for them. Taking it twice is taking it once.</summary>
internal static class AcceptOffer
{
    public static void Map(RouteGroupBuilder registrations) => registrations
        .MapPost("/acceptance", Handle)
        .WithName(nameof(AcceptOffer))
        .WithSummary("Take the place that is offered, by the token of the link")
        .ProducesProblem(StatusCodes.Status409Conflict)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite);

    internal static async Task<Results<Ok<OwnRegistrationResponse>, LocalizedProblem>> Handle(
        RegistrationLinkRequest request, CalendarDb db, IPublishEndpoint events, TimeProvider clock, CancellationToken ct)
    {
        if (await ReadOwnRegistration.Hold(request.Token, db, ct) is not var (registration, change)) return Refusal.LinkUnknown.Result();
        await using var ending = change;
        var now = clock.GetUtcNow();
        var takesPlace = await db.Occurrences.AnyAsync(o => o.Id == registration.OccurrenceId && o.Status == OccurrenceStatus.Confirmed, ct);
        if (!takesPlace) return Refusal.OccurrenceNotTakingPlace.Result();
        var isNews = registration.Status == RegistrationStatus.Offered;
        if (!registration.Accept(now)) return Refusal.OfferEnded.Result();
        if (isNews)
        {
            await events.Publish(new RegistrationConfirmed
            {
                SpaceId = registration.SpaceId,
                OccurrenceId = registration.OccurrenceId,
                RegistrationId = registration.Id,
                OccurredAt = now,
            }, ct);
            await db.SaveChange(change, ct);
        }
        return TypedResults.Ok(await OwnRegistrationResponse.Of(registration, db, ct));
    }
}
