using System.Security.Claims;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Core;

namespace Kivenkolo.Identity.Clients;

/// <summary>A coordinator takes a partner's credentials away. No new token is given from then on; one that is out lasts at most an hour.</summary>
internal static class WithdrawCredentials
{
    public static void Map(RouteGroupBuilder clients) => clients.MapDelete("/{clientId}", Handle)
        .WithName(nameof(WithdrawCredentials))
        .WithSummary("Take a partner's credentials away")
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowCoordinatorOfTheSpaceNamed()
        .LimitRate(RateLimit.StaffWrite);

    internal static async Task<Results<NoContent, LocalizedProblem>> Handle(
        string clientId, ClaimsPrincipal user, IdentityDb db, OpenIddictApplicationManager<Client> clients, CancellationToken ct)
    {
        var client = await db.Clients.SingleOrDefaultAsync(c => c.ClientId == clientId && c.Space != null, ct);
        // To a coordinator of another space, credentials elsewhere do not exist.
        if (client is null || !user.IsStaff(client.Space!, Role.Coordinator)) return Refusal.ClientUnknown.Result();
        await clients.DeleteAsync(client, ct);
        return TypedResults.NoContent();
    }
}
