using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Identity.Clients;

public sealed record CredentialsResponse(string ClientId, string Name, string Space, Guid OrganisationId, string[] Scopes, DateTimeOffset CreatedAt);

/// <summary>A coordinator sees which partners' systems may act in the space. Secrets are not shown; they are not kept.</summary>
internal static class ListCredentials
{
    public static void Map(RouteGroupBuilder clients) => clients.MapGet("", Handle)
        .WithName(nameof(ListCredentials))
        .WithSummary("List the partners' systems of a space")
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .AllowCoordinatorOfTheSpaceNamed()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<Page<CredentialsResponse>>, LocalizedProblem>> Handle([Required, StringLength(60)] string space,
        ClaimsPrincipal user, IdentityDb db, CancellationToken ct, [StringLength(100)] string? after = null, [Range(1, 100)] int limit = 50)
    {
        if (!user.IsStaff(space, Role.Coordinator)) return Refusal.SpaceNotYours.Result();

        var found = await db.Clients.AsNoTracking()
            .Where(c => c.Space == space && (after == null || c.ClientId!.CompareTo(after) > 0))
            .OrderBy(c => c.ClientId).Take(limit + 1).ToListAsync(ct);
        var items = found.Take(limit)
            .Select(c => new CredentialsResponse(c.ClientId!, c.DisplayName ?? "", c.Space!, c.OrganisationId!.Value, [.. c.GivenScopes()], c.CreatedAt))
            .ToArray();
        return TypedResults.Ok(new Page<CredentialsResponse>(items, found.Count > limit ? items[^1].ClientId : null));
    }
}
