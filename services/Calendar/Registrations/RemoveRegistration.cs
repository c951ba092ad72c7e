using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// Those who run an occurrence take someone out of the list who asks them to, having lost the link or never had it. What was kept is erased as
/// when the person leaves; whoever is not in the list is out of it already.
/// </summary>
internal static class RemoveRegistration
{
    public static void Map(RouteGroupBuilder occurrences) => occurrences
        .MapDelete("/{occurrenceId:guid}/registrations/{registrationId:guid}", Handle)
        .WithName(nameof(RemoveRegistration))
        .WithSummary("Take someone out of the list")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator, Role.Facilitator);

    internal static async Task<NoContent> Handle(
        Guid occurrenceId, Guid registrationId, CalendarDb db, WaitingList waitingList, IPublishEndpoint events, TimeProvider clock, CancellationToken ct)
    {
        await using var change = await db.BeginChange(occurrenceId, ct);
        if (await db.Registrations.SingleOrDefaultAsync(r => r.Id == registrationId && r.OccurrenceId == occurrenceId, ct) is { } registration)
            await LeaveRegistration.Leave(registration, db, waitingList, events, clock, ct);
        await db.SaveChange(change, ct);
        return TypedResults.NoContent();
    }
}
