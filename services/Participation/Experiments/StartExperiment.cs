using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Participation.V1;
using Kivenkolo.Participation.Decisions;
using Kivenkolo.Participation.Ideas;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Json;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Experiments;

/// <param name="Title">The activity's name.</param>
/// <param name="Description">What happens there; may be left out.</param>
/// <param name="FirstDate">Date of the first session in the space's zone.</param>
/// <param name="Start">Wall-clock time of the start, such as <c>14:00</c>.</param>
/// <param name="DurationMinutes">Length of a session, 1–1440 minutes.</param>
/// <param name="Sessions">How many weekly sessions, 1–52.</param>
public sealed record StartExperimentRequest(
    [property: Localized(200)] LocalizedText Title,
    [property: LocalizedOptional(2000)] LocalizedText? Description,
    [property: Day] DateOnly FirstDate,
    [property: Required] TimeOnly? Start,
    [property: Range(1, 1440)] int DurationMinutes,
    [property: Range(1, 52)] int Sessions);

public sealed record StartExperimentResponse(Guid Id, Guid DecisionId);

/// <summary>The coordinator or a facilitator plans what a house meeting decided to try; its sessions come into the calendar. Once per decision.</summary>
internal static class StartExperiment
{
    public static void Map(RouteGroupBuilder decisions) => decisions
        .MapPost("/{decisionId:guid}/experiment", Handle)
        .WithName(nameof(StartExperiment))
        .WithSummary("Start the experiment that a decision asks for")
        .AllowStaff(ParticipationApi.MeetingStaff)
        .LimitRate(RateLimit.StaffWrite)
        .Idempotent<ParticipationDb>();

    internal static async Task<Results<Created<StartExperimentResponse>, LocalizedProblem>> Handle(
        Guid decisionId, StartExperimentRequest request, ParticipationDb db, CurrentSpace space, IPublishEndpoint events, TimeProvider clock,
        ParticipationMetrics metrics, CancellationToken ct)
    {
        await using var change = await db.BeginAgendaChange(space.Id, ct);
        var decision = await db.Decisions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == decisionId, ct);
        if (decision is null) return Refusal.DecisionUnknown.Result();
        if (await db.Experiments.AnyAsync(e => e.DecisionId == decisionId, ct)) return Refusal.ExperimentAlreadyStarted.Result();
        var idea = await db.Ideas.SingleOrDefaultAsync(i => db.AgendaItems.Any(item => item.Id == decision.AgendaItemId && item.IdeaId == i.Id), ct);

        var (experiment, refusal) = await Begin(request, decision, idea, db, space, events, clock, ct);
        if (refusal is { } why) return why.Result();
        try { await change.Save(ct); }
        catch (DbUpdateException e) when (e.Violates(ParticipationDb.OneExperimentPerDecision)) { return Refusal.ExperimentAlreadyStarted.Result(); }
        metrics.ExperimentStarted();
        return TypedResults.Created(space.Address($"experiments/{experiment.Id}"), new StartExperimentResponse(experiment.Id, decisionId));
    }

    /// <summary>Adds the experiment and tells of it; the caller saves. Also a decision that is recorded together with its experiment does this.</summary>
    internal static async Task<(Experiment Experiment, Refusal? Refusal)> Begin(
        StartExperimentRequest request, Decision decision, Idea? idea, ParticipationDb db, CurrentSpace space, IPublishEndpoint events,
        TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var experiment = new Experiment
        {
            Id = Guid.CreateVersion7(now),
            SpaceId = space.Id,
            DecisionId = decision.Id,
            Title = request.Title,
            Description = request.Description ?? LocalizedText.Empty,
            FirstDate = request.FirstDate,
            Start = request.Start!.Value,
            DurationMinutes = request.DurationMinutes,
            Sessions = request.Sessions,
            StartedAt = now,
        };
        if (idea?.StartExperiment(space.Today(clock)) is { } refusal) return (experiment, refusal);
        db.Experiments.Add(experiment);
        await events.Publish(new ExperimentStarted
        {
            SpaceId = space.Id,
            ExperimentId = experiment.Id,
            DecisionId = decision.Id,
            DecisionNumber = decision.Number,
            DecidedOn = decision.DecidedOn,
            Title = experiment.Title,
            Description = experiment.Description,
            FirstDate = experiment.FirstDate,
            Start = experiment.Start,
            DurationMinutes = experiment.DurationMinutes,
            Sessions = experiment.Sessions,
            OccurredAt = now,
        }, ct);
        return (experiment, null);
    }
}
