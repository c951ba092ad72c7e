using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Experiments;

/// <summary>Anyone reads one experiment.</summary>
internal static class ReadExperiment
{
    public static void Map(RouteGroupBuilder experiments) => experiments
        .MapGet("/{experimentId:guid}", Handle)
        .WithName(nameof(ReadExperiment))
        .WithSummary("One experiment and the decision it comes from")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<ExperimentResponse>, LocalizedProblem>> Handle(Guid experimentId, ParticipationDb db, CancellationToken ct) =>
        await ExperimentResponse.From(db, db.Experiments.AsNoTracking().Where(e => e.Id == experimentId)).SingleOrDefaultAsync(ct) is { } experiment
            ? TypedResults.Ok(experiment)
            : Refusal.ExperimentUnknown.Result();
}
