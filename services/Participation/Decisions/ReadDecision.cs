using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Decisions;

/// <summary>Anyone reads one line of the register.</summary>
internal static class ReadDecision
{
    public static void Map(RouteGroupBuilder decisions) => decisions
        .MapGet("/{decisionId:guid}", Handle)
        .WithName(nameof(ReadDecision))
        .WithSummary("One decision")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<MeetingDecisionResponse>, LocalizedProblem>> Handle(Guid decisionId, ParticipationDb db, CancellationToken ct) =>
        await MeetingDecisionResponse.From(db, db.Decisions.AsNoTracking().Where(d => d.Id == decisionId)).SingleOrDefaultAsync(ct) is { } decision
            ? TypedResults.Ok(decision)
            : Refusal.DecisionUnknown.Result();
}
