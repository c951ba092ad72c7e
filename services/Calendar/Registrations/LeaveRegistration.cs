using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// Someone who signed up leaves by the link; nickname and address are erased at once, and the first who waits gets the place. Leaving twice
/// is leaving once.
/// </summary>
internal static class LeaveRegistration
{
    public static void Map(RouteGroupBuilder registrations) => registrations
        .MapPost("/leaving", Handle)
        .WithName(nameof(LeaveRegistration))
        .WithSummary("Leave, by the token of the link")
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite);

    internal static async Task<Results<Ok<OwnRegistrationResponse>, LocalizedProblem>> Handle(
        RegistrationLinkRequest request, CalendarDb db, WaitingList waitingList, IPublishEndpoint events, TimeProvider clock, CancellationToken ct)
    {
        if (await ReadOwnRegistration.Hold(request.Token, db, ct) is not var (registration, change)) return Refusal.LinkUnknown.Result();
        await using var ending = change;
        await Leave(registration, db, waitingList, events, clock, ct);
        await db.SaveChange(change, ct);
        return TypedResults.Ok(await OwnRegistrationResponse.Of(registration, db, ct));
    }

    /// <summary>Takes the person out of the list and gives the place on; the caller holds the change of the occurrence, and saves.</summary>
    internal static async Task Leave(
        Registration registration, CalendarDb db, WaitingList waitingList, IPublishEndpoint events, TimeProvider clock, CancellationToken ct)
    {
        if (!registration.Leave()) return;
        await events.Publish(new RegistrationCancelled
        {
            SpaceId = registration.SpaceId,
            OccurrenceId = registration.OccurrenceId,
            RegistrationId = registration.Id,
            OccurredAt = clock.GetUtcNow(),
        }, ct);
        await waitingList.GiveFreePlaces(await db.Occurrences.SingleAsync(o => o.Id == registration.OccurrenceId, ct), ct);
    }
}
