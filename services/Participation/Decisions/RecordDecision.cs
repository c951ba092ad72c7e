using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Participation.V1;
using Kivenkolo.Participation.Experiments;
using Kivenkolo.Participation.HouseMeetings;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Decisions;

/// <param name="AgendaItemId">What was decided on: an item of this meeting's agenda.</param>
/// <param name="Text">What was decided, in public words.</param>
/// <param name="Method">How.</param>
/// <param name="Experiment">What will be tried, when that is known already.</param>
public sealed record RecordDecisionRequest(
    [property: Required] Guid? AgendaItemId,
    [property: Localized(Decision.LongestText)] LocalizedText Text,
    [property: Required] DecisionMethod? Method,
    StartExperimentRequest? Experiment);

public sealed record RecordDecisionResponse(Guid Id, string Number, Guid? ExperimentId);

/// <summary>
/// The coordinator or a facilitator enters what a house meeting decided: one decision per agenda item, numbered without gaps within the year,
/// never changed after.
/// </summary>
internal static class RecordDecision
{
    public static void Map(RouteGroupBuilder meetings) => meetings
        .MapPost("/{meetingId:guid}/decisions", Handle)
        .WithName(nameof(RecordDecision))
        .WithSummary("Enter a decision of the house meeting into the register")
        .AllowStaff(ParticipationApi.MeetingStaff)
        .LimitRate(RateLimit.StaffWrite)
        .Idempotent<ParticipationDb>();

    internal static async Task<Results<Created<RecordDecisionResponse>, LocalizedProblem>> Handle(
        Guid meetingId, RecordDecisionRequest request, ParticipationDb db, CurrentSpace space, IPublishEndpoint events, TimeProvider clock,
        ParticipationMetrics metrics, CancellationToken ct)
    {
        await using var change = await db.BeginAgendaChange(space.Id, ct);
        var meeting = await db.HouseMeetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == meetingId, ct);
        if (meeting is null) return Refusal.MeetingUnknown.Result();
        if (await db.Decisions.AnyAsync(d => d.AgendaItemId == request.AgendaItemId && d.MeetingId == meetingId, ct))
            return Refusal.AgendaItemAlreadyDecided.Result();
        if (meeting.State == MeetingState.Closed) return Refusal.MeetingClosed.Result();
        var item = await db.AgendaItems.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.AgendaItemId && i.MeetingId == meetingId, ct);
        if (item is null) return Refusal.AgendaItemElsewhere.Result();
        var idea = await db.Ideas.SingleOrDefaultAsync(i => i.Id == item.IdeaId, ct);
        if (idea?.Decide(meeting.Date) is { } notDecided) return notDecided.Result();

        var now = clock.GetUtcNow();
        var decision = new Decision
        {
            Id = Guid.CreateVersion7(now),
            SpaceId = space.Id,
            MeetingId = meetingId,
            AgendaItemId = item.Id,
            Year = meeting.Date.Year,
            Sequence = await db.NextSequence(space.Id, meeting.Date.Year, ct),
            Text = request.Text,
            Method = request.Method!.Value,
            DecidedOn = meeting.Date,
            RecordedAt = now,
        };
        db.Decisions.Add(decision);
        await events.Publish(new DecisionApproved
        {
            SpaceId = space.Id,
            DecisionId = decision.Id,
            Number = decision.Number,
            Text = decision.Text,
            DecidedOn = decision.DecidedOn,
            OccurredAt = now,
        }, ct);
        Experiment? experiment = null;
        if (request.Experiment is { } plan)
        {
            (experiment, var refusal) = await StartExperiment.Begin(plan, decision, idea, db, space, events, clock, ct);
            if (refusal is { } why) return why.Result();
        }

        // The unique index has the last word; rolled back, the number is free again.
        try { await change.Save(ct); }
        catch (DbUpdateException e) when (e.Violates(ParticipationDb.OneDecisionPerItem)) { return Refusal.AgendaItemAlreadyDecided.Result(); }
        metrics.DecisionRecorded(decision.Method);
        if (experiment is not null) metrics.ExperimentStarted();
        return TypedResults.Created(space.Address($"decisions/{decision.Id}"), new RecordDecisionResponse(decision.Id, decision.Number, experiment?.Id));
    }
}
