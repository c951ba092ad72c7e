using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Identity.Clients;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Identity.People;

/// <param name="Id">The account, as tokens name it.</param>
/// <param name="Roles">The roles in the space that was asked for.</param>
public sealed record StaffResponse(Guid Id, string Name, string Email, string[] Roles);

/// <summary>A coordinator sees who works in the space and as what, to name one of them for something. What they are in other spaces is not told.</summary>
internal static class ListStaff
{
    public static void Map(RouteGroupBuilder staff) => staff.MapGet("", Handle)
        .WithName(nameof(ListStaff))
        .WithSummary("List the people who work in a space")
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .AllowCoordinatorOfTheSpaceNamed()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<Page<StaffResponse>>, LocalizedProblem>> Handle(
        [Required, StringLength(60)] string space, ClaimsPrincipal user, IdentityDb db, CancellationToken ct, Guid? after =
            null, [Range(1, 100)] int limit = 50)
    {
        if (!user.IsStaff(space, Role.Coordinator)) return Refusal.SpaceNotYours.Result();

        var found = await db.Users.AsNoTracking()
            .Where(p => p.Roles.Any(r => r.Space == space) && (after == null || p.Id > after))
            .OrderBy(p => p.Id).Take(limit + 1)
            .Select(p => new StaffResponse(p.Id, p.Name, p.Email!, p.Roles.Where(r => r.Space == space).Select(r => r.Role).ToArray()))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.From(found, limit, person => person.Id.ToString()));
    }
}
