using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.HouseMeetings;

/// <param name="Present">How many people were there, 0–1000.</param>
public sealed record CloseMeetingRequest([property: Required, Range(0, HouseMeeting.MostPresent)] int? Present);

/// <summary>The coordinator or a facilitator ends a house meeting with the number present; what was not decided goes on to the next one.</summary>
internal static class CloseMeeting
{
    public static void Map(RouteGroupBuilder meetings) => meetings
        .MapPost("/{meetingId:guid}/closing", Handle)
        .WithName(nameof(CloseMeeting))
        .WithSummary("Close a house meeting with the number present; the same number again changes nothing")
        .AllowStaff(ParticipationApi.MeetingStaff)
        .LimitRate(RateLimit.StaffWrite);

    internal static async Task<Results<Ok<MeetingResponse>, LocalizedProblem>> Handle(
        Guid meetingId, CloseMeetingRequest request, ParticipationDb db, CurrentSpace space, TimeProvider clock, CancellationToken ct)
    {
        await using var change = await db.BeginAgendaChange(space.Id, ct);
        var meeting = await db.HouseMeetings.SingleOrDefaultAsync(m => m.Id == meetingId, ct);
        if (meeting is null) return Refusal.MeetingUnknown.Result();
        if (meeting.CheckClosing(request.Present!.Value) is { } refusal) return refusal.Result();
        if (meeting.State == MeetingState.Closed) return TypedResults.Ok(MeetingResponse.Of(meeting));

        var undecided = await db.AgendaItems
            .Where(item => item.MeetingId == meetingId && !db.Decisions.Any(d => d.AgendaItemId == item.Id))
            .OrderBy(item => item.AddedOn).ThenBy(item => item.Id).ToListAsync(ct);
        var next = await db.NextMeeting(space.Today(clock), ct, except: meetingId);
        var room = next is { } id ? await db.Room(id, ct) : 0;
        foreach (var (place, item) in undecided.Index()) item.CarryTo(place < room ? next : null);
        meeting.Close(request.Present.Value, undecided.Count, clock.GetUtcNow());
        await change.Save(ct);
        return TypedResults.Ok(MeetingResponse.Of(meeting));
    }
}
