using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <param name="Token">The secret of the link.</param>
public sealed record RegistrationLinkRequest([property: Required, StringLength(LinkToken.Longest)] string Token);

/// <param name="RegistrationId">The sign-up.</param>
/// <param name="OccurrenceId">What for.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Place">The place in the waiting list, from 1; null when not waiting.</param>
/// <param name="OfferedUntil">Until when a place is kept, UTC; null when none is offered.</param>
public sealed record OwnRegistrationResponse(Guid RegistrationId, Guid OccurrenceId, RegistrationStatus Status, int? Place, DateTimeOffset? OfferedUntil)
{
    internal static async Task<OwnRegistrationResponse> Of(Registration registration, CalendarDb db, CancellationToken ct) => new(
        registration.Id, registration.OccurrenceId, registration.Status, await SignUpList.PlaceOf(registration, db, ct), registration.OfferedUntil);
}

/// <summary>
/// Whoever has the link reads how the sign-up stands; the name is not shown, for a link may be passed on. Asked by POST, so that the secret
/// stands in no address.
/// </summary>
internal static class ReadOwnRegistration
{
    public static void Map(RouteGroupBuilder registrations) => registrations
        .MapPost("/own", Handle)
        .WithName(nameof(ReadOwnRegistration))
        .WithSummary("How a sign-up stands, by the token of its link")
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite);

    internal static async Task<Results<Ok<OwnRegistrationResponse>, LocalizedProblem>> Handle(RegistrationLinkRequest request, CalendarDb db,
        CancellationToken ct) =>
        await Find(request.Token, db, ct) is { } registration ? TypedResults.Ok(await OwnRegistrationResponse.Of(registration, db, ct))
            : Refusal.LinkUnknown.Result();

    /// <summary>The sign-up of a link, only to be looked at.</summary>
    internal static Task<Registration?> Find(string token, CalendarDb db, CancellationToken ct)
    {
        var hash = LinkToken.HashOf(token);
        return db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => db.RegistrationLinks.Any(l => l.TokenHash == hash && l.RegistrationId == r.Id), ct);
    }

    /// <summary>The sign-up of a link, to be changed: begins the change of its occurrence.</summary>
    internal static async Task<(Registration Registration, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction? Change)?> Hold(
        string token, CalendarDb db, CancellationToken ct)
    {
        if (await Find(token, db, ct) is not { } found) return null;
        var change = await db.BeginChange(found.OccurrenceId, ct);
        // Looked at again: it may have changed, or been forgotten, while we waited.
        if (await db.Registrations.SingleOrDefaultAsync(r => r.Id == found.Id, ct) is { } registration) return (registration, change);
        if (change is not null) await change.DisposeAsync();
        return null;
    }
}
