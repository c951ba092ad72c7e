using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.HouseMeetings;

/// <param name="IdeaId">An idea to talk about at this meeting rather than at the one it is on now; may be left out when there is a title.</param>
/// <param name="Title">The matter in public words; may be left out when there is an idea.</param>
public sealed record AddToAgendaRequest(
    Guid? IdeaId,
    [property: LocalizedOptional(AgendaItem.LongestTitle)] LocalizedText? Title) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IdeaId is null && Title is not { IsEmpty: false }) yield return new("A title or an idea is needed.", [nameof(Title)]);
    }
}

public sealed record AddToAgendaResponse(Guid Id);

/// <summary>Staff put a matter on a house meeting's agenda, or move a resident's idea to it.</summary>
internal static class AddToAgenda
{
    public static void Map(RouteGroupBuilder meetings) => meetings
        .MapPost("/{meetingId:guid}/agenda", Handle)
        .WithName(nameof(AddToAgenda))
        .WithSummary("Put a matter on the agenda, or move an idea to it")
        .AllowStaff(ParticipationApi.AgendaStaff)
        .LimitRate(RateLimit.StaffWrite)
        .Idempotent<ParticipationDb>();

    internal static async Task<Results<Created<AddToAgendaResponse>, LocalizedProblem>> Handle(
        Guid meetingId, AddToAgendaRequest request, ParticipationDb db, CurrentSpace space, TimeProvider clock, CancellationToken ct)
    {
        await using var change = await db.BeginAgendaChange(space.Id, ct);
        var meeting = await db.HouseMeetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == meetingId, ct);
        if (meeting is null) return Refusal.MeetingUnknown.Result();
        if (meeting.State == MeetingState.Closed) return Refusal.MeetingClosed.Result();
        if (await db.Room(meetingId, ct) <= 0) return Refusal.AgendaFull.Result();

        var today = space.Today(clock);
        var title = request.Title is { IsEmpty: false } ? request.Title : null;
        AgendaItem? item;
        if (request.IdeaId is null)
        {
            item = new AgendaItem
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                SpaceId = space.Id,
                MeetingId = meetingId,
                IdeaId = null,
                Title = title,
                AddedOn = today,
            };
            db.AgendaItems.Add(item);
        }
        else
        {
            item = await db.AgendaItems.SingleOrDefaultAsync(i => i.IdeaId == request.IdeaId, ct);
            var idea = await db.Ideas.SingleOrDefaultAsync(i => i.Id == request.IdeaId, ct);
            if (item is null || idea is null) return Refusal.IdeaUnknown.Result();
            if (idea.PutOnAgenda(today) is { } refusal) return refusal.Result();
            if (item.MeetingId == meetingId) return Refusal.IdeaAlreadyOnAgenda.Result();
            item.MeetingId = meetingId;
            item.Title = title ?? item.Title;
        }
        await change.Save(ct);
        return TypedResults.Created(space.Address($"meetings/{meetingId}/agenda/{item.Id}"), new AddToAgendaResponse(item.Id));
    }
}
