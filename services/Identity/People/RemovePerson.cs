using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Identity.People;

/// <summary>
/// The administration takes an account away, with everything that is kept about the person. Refreshing fails from then on; an access
/// token that is out already lasts at most a quarter of an hour.
/// </summary>
internal static class RemovePerson
{
    public static void Map(RouteGroupBuilder people) => people.MapDelete("/{personId:guid}", Handle)
        .WithName(nameof(RemovePerson))
        .WithSummary("Take a person's account away")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowAdministration()
        .LimitRate(RateLimit.StaffWrite);

    internal static async Task<Results<NoContent, LocalizedProblem>> Handle(Guid personId, IdentityDb db, CancellationToken ct) =>
        await db.Users.Where(p => p.Id == personId).ExecuteDeleteAsync(ct) == 0 ? Refusal.PersonUnknown.Result() : TypedResults.NoContent();
}
