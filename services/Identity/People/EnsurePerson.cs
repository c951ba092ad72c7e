using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Identity.People;

public sealed record EnsurePersonRequest(
    [property: Required, EmailAddress, StringLength(Person.MaximumEmail)] string? Email,
    [property: Required, StringLength(Person.MaximumName, MinimumLength = 1)] string? Name,
    [property: StringLength(Person.MaximumPassword, MinimumLength = Person.MinimumPassword)] string? Password,
    [property: Required, RolesInSpaces] EnsurePersonRole[]? Roles);

public sealed record EnsurePersonRole(string? Space, Role? Role);

public sealed record EnsurePersonResponse(Guid Id);

/// <summary>A list of roles, each in a space named by its slug.</summary>
internal sealed partial class RolesInSpacesAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is EnsurePersonRole?[] roles
        && roles.Length <= PersonRole.MaximumPerPerson && roles.All(role => role is { Role: not null } && IsSlug(role.Space)));

    public override string FormatErrorMessage(string name) =>
        $"At most {PersonRole.MaximumPerPerson} roles, each with the slug of a space and one of: "
            + $"{string.Join(", ", Enum.GetNames<Role>()).ToLowerInvariant()}.";

    private static bool IsSlug(string? space) => space is { Length: <= 60 } && Slug().IsMatch(space);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}

/// <summary>
/// The administration gives a person an account, known by the e-mail address. For one who has it already, the name and the roles become
/// those given, and the password too when there is one. Without a password the person comes through the area's own provider.
/// </summary>
internal static class EnsurePerson
{
    public static void Map(RouteGroupBuilder people) => people.MapPost("", Handle)
        .WithName(nameof(EnsurePerson))
        .WithSummary("Give a person an account, or change one")
        .ProducesValidationProblem()
        .AllowAdministration()
        .LimitRate(RateLimit.StaffWrite);

    internal static async Task<Results<Created<EnsurePersonResponse>, Ok<EnsurePersonResponse>>> Handle(
        EnsurePersonRequest request, IdentityDb db, UserManager<Person> people, TimeProvider clock, CancellationToken ct)
    {
        var normalized = people.NormalizeEmail(request.Email!.Trim());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAddress(normalized, ct);
        var person = await db.Users.Include(p => p.Roles).SingleOrDefaultAsync(p => p.NormalizedEmail == normalized, ct);
        var isNew = person is null;
        if (person is null)
        {
            person = Person.New(request.Email.Trim(), normalized, clock.GetUtcNow());
            db.Users.Add(person);
        }
        Change(person, request, people.PasswordHasher);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return isNew
            ? TypedResults.Created($"/account/v1/people/{person.Id}", new EnsurePersonResponse(person.Id))
            : TypedResults.Ok(new EnsurePersonResponse(person.Id));
    }

    private static void Change(Person person, EnsurePersonRequest request, IPasswordHasher<Person> hasher)
    {
        person.Name = request.Name!.Trim();
        person.ConcurrencyStamp = Person.NewStamp();
        person.TakeRoles(request.Roles!.Select(role => (role.Space!, role.Role!.Value)));

        if (request.Password is null || IsAlready(person, request.Password, hasher)) return;
        person.PasswordHash = hasher.HashPassword(person, request.Password);
        person.SecurityStamp = Person.NewStamp(); // signs out wherever the old password was used
        person.AccessFailedCount = 0;
        person.LockoutEnd = null;
    }

    private static bool IsAlready(Person person, string password, IPasswordHasher<Person> hasher) =>
        person.PasswordHash is { } hash && hasher.VerifyHashedPassword(person, hash, password) != PasswordVerificationResult.Failed;
}
