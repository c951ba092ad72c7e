using System.ComponentModel.DataAnnotations;
using Kivenkolo.Contracts;
using Kivenkolo.Participation.Decisions;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Experiments;

/// <summary>What is being tried, and which decision it comes from.</summary>
public sealed record ExperimentResponse(
    Guid Id, Guid DecisionId, string DecisionNumber, DateOnly DecidedOn, LocalizedText Title, LocalizedText Description, DateOnly FirstDate,
    TimeOnly Start, int DurationMinutes, int Sessions)
{
    internal static IQueryable<ExperimentResponse> From(ParticipationDb db, IQueryable<Experiment> experiments) =>
        from experiment in experiments
        join decision in db.Decisions on experiment.DecisionId equals decision.Id
        orderby experiment.Id descending
        select new ExperimentResponse(experiment.Id, decision.Id, Decision.Numbered(decision.Sequence, decision.Year), decision.DecidedOn, experiment.Title,
            experiment.Description, experiment.FirstDate, experiment.Start, experiment.DurationMinutes, experiment.Sessions);
}

/// <summary>Anyone reads what the house is trying out, newest first.</summary>
internal static class ListExperiments
{
    public static void Map(RouteGroupBuilder experiments) => experiments
        .MapGet("/", Handle)
        .WithName(nameof(ListExperiments))
        .WithSummary("Experiments, newest first")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Ok<Page<ExperimentResponse>>> Handle(
        ParticipationDb db, CancellationToken ct, Guid? after = null, [Range(1, Page<ExperimentResponse>.Most)] int limit = Page<ExperimentResponse>.Usual)
    {
        var experiments = db.Experiments.AsNoTracking().Where(e => after == null || e.Id < after);
        return TypedResults.Ok(Page.From(
            await ExperimentResponse.From(db, experiments).Take(limit + 1).ToListAsync(ct), limit, experiment => experiment.Id.ToString()));
    }
}
