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

public sealed record NameEquipmentRequest([property: Required, Localized(200)] LocalizedText? Name);

/// <summary>The coordinator names a piece of equipment, or names it anew; the id is the caller's, so sending it again changes nothing.</summary>
internal static class NameEquipment
{
    public static void Map(RouteGroupBuilder equipment) => equipment
        .MapPut("/{equipmentId:guid}", Handle)
        .WithName(nameof(NameEquipment))
        .WithSummary("Name a piece of equipment")
        .DoneByStaff(RateLimit.StaffWrite, Role.Coordinator)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Ok<EquipmentResponse>, Created<EquipmentResponse>, LocalizedProblem>> Handle(
        Guid equipmentId, NameEquipmentRequest request, CalendarDb db, CurrentSpace space, HttpContext http, CancellationToken ct)
    {
        await using var change = await db.BeginChange(equipmentId, ct);
        var equipment = await db.Equipment.SingleOrDefaultAsync(e => e.Id == equipmentId, ct);
        var isNew = equipment is null;
        if (!Etag.Matches(http.Request, equipment?.Xmin)) return Refusal.VersionChanged.Result();
        // Bookings know what is taken by its id alone, in whichever space.
        if (isNew && await db.Places.IgnoreQueryFilters().AnyAsync(p => p.Id == equipmentId, ct)) return Refusal.IdTaken.Result();
        if (equipment is null) db.Equipment.Add(equipment = new Equipment { Id = equipmentId, SpaceId = space.Id, Name = request.Name! });
        else equipment.Name = request.Name!;

        try { await db.SaveChange(change, ct); }
        catch (DbUpdateException e) when (e.Violates(CalendarDb.OneEquipmentPerId)) { return Refusal.IdTaken.Result(); }

        Etag.Tell(http.Response, equipment.Xmin);
        var named = new EquipmentResponse(equipment.Id, equipment.Name);
        return isNew ? TypedResults.Created($"{CalendarApi.Root}/{space.Slug}/equipment/{equipmentId}", named) : TypedResults.Ok(named);
    }
}
