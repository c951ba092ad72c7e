using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Places;

public sealed record EquipmentResponse(Guid Id, LocalizedText Name);

/// <summary>Everyone reads which things activities can use.</summary>
internal static class ListEquipment
{
    public static void Map(RouteGroupBuilder equipment) => equipment
        .MapGet("", Handle)
        .WithName(nameof(ListEquipment))
        .WithSummary("The space's equipment")
        .ReadByEveryone();

    internal static async Task<Ok<Page<EquipmentResponse>>> Handle(
        CalendarDb db, CancellationToken ct, Guid? after = null, [Range(1, Page<EquipmentResponse>.Most)] int limit = Page<EquipmentResponse>.Usual)
    {
        var read = await db.Equipment.AsNoTracking()
            .Where(e => after == null || e.Id > after)
            .OrderBy(e => e.Id).Take(limit + 1)
            .Select(e => new EquipmentResponse(e.Id, e.Name)).ToListAsync(ct);
        return TypedResults.Ok(Page.From(read, limit, equipment => equipment.Id.ToString()));
    }
}
