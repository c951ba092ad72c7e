using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.HouseMeetings;

/// <param name="Date">The day in the space's zone.</param>
/// <param name="Start">Wall-clock time of the start, such as <c>14:00</c>.</param>
/// <param name="Title">A name of its own, if the meeting has one.</param>
public sealed record CallMeetingRequest(
    [property: Day] DateOnly Date,
    [property: Required] TimeOnly? Start,
    [property: LocalizedOptional(AgendaItem.LongestTitle)] LocalizedText? Title);

/// <summary>Public facts of a house meeting; the number present is known when it is closed.</summary>
public sealed record MeetingResponse(Guid Id, DateOnly Date, TimeOnly Start, LocalizedText? Title, MeetingState State, int? PresentCount)
{
    internal static MeetingResponse Of(HouseMeeting meeting) =>
        new(meeting.Id, meeting.Date, meeting.Start, meeting.Title, meeting.State, meeting.PresentCount);
}

/// <summary>The coordinator or a facilitator calls a house meeting, or moves one; what waited for a meeting comes onto its agenda.</summary>
internal static class CallMeeting
{
    public static void Map(RouteGroupBuilder meetings) => meetings
        .MapPut("/{meetingId:guid}", Handle)
        .WithName(nameof(CallMeeting))
        .WithSummary("Call a house meeting, or change one that has not been held; the id is the caller's own")
        .AllowStaff(ParticipationApi.MeetingStaff)
        .LimitRate(RateLimit.StaffWrite)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    internal static async Task<Results<Created<MeetingResponse>, Ok<MeetingResponse>, LocalizedProblem>> Handle(
        Guid meetingId, CallMeetingRequest request, HttpRequest http, ParticipationDb db, CurrentSpace space, TimeProvider clock, CancellationToken ct)
    {
        var title = request.Title is { IsEmpty: false } ? request.Title : null;
        await using var change = await db.BeginAgendaChange(space.Id, ct);
        if (await db.HouseMeetings.SingleOrDefaultAsync(m => m.Id == meetingId, ct) is { } known)
        {
            if (!Etag.Matches(http, known.Xmin)) return Refusal.VersionChanged.Result();
            var hasDecisions = await db.Decisions.AnyAsync(d => d.MeetingId == meetingId, ct);
            if (known.CheckChange(request.Date, request.Start!.Value, title, hasDecisions) is { } refusal) return refusal.Result();
            (known.Date, known.Start, known.Title) = (request.Date, request.Start!.Value, title);
            await change.Save(ct);
            Etag.Tell(http.HttpContext.Response, known.Xmin);
            return TypedResults.Ok(MeetingResponse.Of(known));
        }

        if (!Etag.Matches(http, null)) return Refusal.VersionChanged.Result();
        var meeting = new HouseMeeting { Id = meetingId, SpaceId = space.Id, Date = request.Date, Start = request.Start!.Value, Title = title };
        db.HouseMeetings.Add(meeting);
        await TakeWaiting(meetingId, db, space.Today(clock), ct);
        try { await change.Save(ct); }
        catch (DbUpdateException e) when (e.Violates(ParticipationDb.OneMeetingPerId)) { return Refusal.IdTaken.Result(); }
        Etag.Tell(http.HttpContext.Response, meeting.Xmin);
        return TypedResults.Created(space.Address($"meetings/{meetingId}"), MeetingResponse.Of(meeting));
    }

    private static async Task TakeWaiting(Guid meetingId, ParticipationDb db, DateOnly today, CancellationToken ct)
    {
        var waiting = await db.AgendaItems.Where(item => item.MeetingId == null)
            .OrderBy(item => item.AddedOn).ThenBy(item => item.Id).Take(HouseMeeting.MostItems).ToListAsync(ct);
        var ideaIds = waiting.Select(item => item.IdeaId).OfType<Guid>().ToArray();
        foreach (var idea in await db.Ideas.Where(i => ideaIds.Contains(i.Id)).ToListAsync(ct)) idea.PutOnAgenda(today);
        foreach (var item in waiting) item.MeetingId = meetingId;
    }
}
