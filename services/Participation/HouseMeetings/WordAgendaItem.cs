using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.HouseMeetings;

/// <param name="Title">The matter in public words.</param>
public sealed record WordAgendaItemRequest([property: Localized(AgendaItem.LongestTitle)] LocalizedText Title);

/// <summary>A facilitator puts a resident's idea into words that everyone may read, or words any item better.</summary>
internal static class WordAgendaItem
{
    public static void Map(RouteGroupBuilder meetings) => meetings
        .MapPut("/{meetingId:guid}/agenda/{itemId:guid}", Handle)
        .WithName(nameof(WordAgendaItem))
        .WithSummary("Give an agenda item its public title")
        .AllowStaff(ParticipationApi.AgendaStaff)
        .LimitRate(RateLimit.StaffWrite);

    internal static async Task<Results<Ok<AgendaItemResponse>, LocalizedProblem>> Handle(
        Guid meetingId, Guid itemId, WordAgendaItemRequest request, ParticipationDb db, CurrentSpace space, CancellationToken ct)
    {
        await using var change = await db.BeginAgendaChange(space.Id, ct);
        var item = await db.AgendaItems.SingleOrDefaultAsync(i => i.Id == itemId && i.MeetingId == meetingId, ct);
        if (item is null) return Refusal.AgendaItemUnknown.Result();
        item.Title = request.Title;
        var decisionId = await db.Decisions.Where(d => d.AgendaItemId == itemId).Select(d => (Guid?)d.Id).SingleOrDefaultAsync(ct);
        await change.Save(ct);
        return TypedResults.Ok(new AgendaItemResponse(item.Id, item.Title, item.IdeaId, item.AddedOn, item.TimesCarried, decisionId));
    }
}
