using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Identity.People;

public sealed record PersonResponse(Guid Id, string Email, string Name, bool HasPassword, string[] Roles);

/// <summary>The administration sees who has an account, to take away those that are not needed.</summary>
internal static class ListPeople
{
    public static void Map(RouteGroupBuilder people) => people.MapGet("", Handle)
        .WithName(nameof(ListPeople))
        .WithSummary("List the people who have an account")
        .ProducesValidationProblem()
        .AllowAdministration()
        .LimitRate(RateLimit.Read);

    internal static async Task<Ok<Page<PersonResponse>>> Handle(
        IdentityDb db, CancellationToken ct, Guid? after = null, [Range(1, 100)] int limit = 50)
    {
        var query = db.Users.AsNoTracking();
        if (after is { } last) query = query.Where(p => p.Id.CompareTo(last) > 0);
        var found = await query.OrderBy(p => p.Id).Take(limit + 1)
            .Select(p => new PersonResponse(p.Id, p.Email!, p.Name, p.PasswordHash != null, p.Roles.Select(r => r.Space + ":" + r.Role).ToArray()))
            .ToListAsync(ct);
        var items = found.Take(limit).ToArray();
        return TypedResults.Ok(new Page<PersonResponse>(items, found.Count > limit ? items[^1].Id.ToString() : null));
    }
}
