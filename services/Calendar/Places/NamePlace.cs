using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

/// <param name="Name">What it is called.</param>
/// <param name="Shared">Whether several activities fit in at once; when left out, as before, and one at a time in a new place.</param>
public sealed record NamePlaceRequest([property: Required, Localized(200)] LocalizedText? Name, bool? Shared = null);

/// <summary>The coordinator names a place, or names it anew; the id is the caller's, so sending it again changes nothing.</summary>
internal static class NamePlace
{
    public static void Map(RouteGroupBuilder places) => places
        .MapPut("/{placeId:guid}", Handle)
        .WithName(nameof(NamePlace))
        .WithSummary("Name a place")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<PlaceResponse>, Created<PlaceResponse>, LocalizedProblem>> Handle(
        Guid placeId, NamePlaceRequest request, CalendarDb db, CurrentSpace space, TimeProvider time, HttpContext http, CancellationToken ct)
    {
        await using var change = await db.BeginChange(placeId, ct);
        var place = await db.Places.SingleOrDefaultAsync(p => p.Id == placeId, ct);
        var isNew = place is null;
        if (!Etag.Matches(http.Request, place?.Xmin)) return Refusal.VersionChanged.Result();
        // Bookings know what is taken by its id alone, in whichever space.
        if (isNew && await db.Equipment.IgnoreQueryFilters().AnyAsync(e => e.Id == placeId, ct)) return Refusal.IdTaken.Result();
        if (place is null) db.Places.Add(place = new Place { Id = placeId, SpaceId = space.Id, Name = request.Name! });
        if (isNew || !place.Name.Equals(request.Name)) (place.Name, place.NamedAt) = (request.Name!, time.GetUtcNow());
        if (request.Shared is { } shared && shared != place.IsShared)
        {
            // What is planned there was planned under the old rule.
            if (!isNew && await IsInUse(placeId, db, ct)) return Refusal.PlaceInUse.Result();
            place.IsShared = shared;
        }

        try { await db.SaveChange(change, ct); }
        catch (DbUpdateException e) when (e.Violates(CalendarDb.OnePlacePerId)) { return Refusal.IdTaken.Result(); }

        Etag.Tell(http.Response, place.Xmin);
        var named = new PlaceResponse(place.Id, place.Name, place.IsShared);
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/places/{placeId}", named) : TypedResults.Ok(named);
    }

    private static async Task<bool> IsInUse(Guid place, CalendarDb db, CancellationToken ct) =>
        await db.Activities.AnyAsync(a => a.PlaceId == place, ct) || await db.Occurrences.AnyAsync(o => o.PlaceId == place, ct);
}
