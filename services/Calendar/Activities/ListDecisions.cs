using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Activities;

/// <param name="Id">The decision.</param>
/// <param name="Number">The number in the house meeting's register, such as 7/2026.</param>
/// <param name="Text">What was decided.</param>
/// <param name="DecidedOn">The day of the house meeting.</param>
public sealed record DecisionResponse(Guid Id, string Number, LocalizedText Text, DateOnly DecidedOn);

/// <summary>Everyone reads which decisions of the house meeting an activity can be planned from, the newest first.</summary>
internal static class ListDecisions
{
    public static void Map(RouteGroupBuilder decisions) => decisions
        .MapGet("", Handle)
        .WithName(nameof(ListDecisions))
        .WithSummary("Decisions that an activity can come from")
        .ReadByEveryone();

    // A decision's id grows with the time it was entered.
    internal static async Task<Ok<Page<DecisionResponse>>> Handle(
        CalendarDb db, CancellationToken ct, Guid? after = null, [Range(1, Page<DecisionResponse>.Most)] int limit = Page<DecisionResponse>.Usual)
    {
        var read = await db.Decisions.AsNoTracking().Where(d => after == null || d.DecisionId < after).OrderByDescending(d => d.DecisionId).Take(limit + 1)
            .Select(d => new DecisionResponse(d.DecisionId, d.Number, d.Text, d.DecidedOn)).ToListAsync(ct);
        return TypedResults.Ok(Page.From(read, limit, decision => decision.Id.ToString()));
    }
}
