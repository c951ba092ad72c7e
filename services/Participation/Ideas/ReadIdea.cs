using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Participation.Ideas;

/// <summary>Staff read one idea and how far it has come.</summary>
internal static class ReadIdea
{
    public static void Map(RouteGroupBuilder ideas) => ideas
        .MapGet("/{ideaId:guid}", Handle)
        .WithName(nameof(ReadIdea))
        .WithSummary("One idea and how far it has come")
        .AllowStaff(ParticipationApi.Readers)
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<IdeaResponse>, LocalizedProblem>> Handle(Guid ideaId, ParticipationDb db, CancellationToken ct) =>
        await IdeaResponse.From(db, db.Ideas.AsNoTracking().Where(i => i.Id == ideaId)).SingleOrDefaultAsync(ct) is { } idea
            ? TypedResults.Ok(idea)
            : Refusal.IdeaUnknown.Result();
}
