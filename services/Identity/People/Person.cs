using System.Security.Cryptography;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Identity;

namespace Kivenkolo.Identity.People;

/// <summary>
/// A member of staff, or a resident facilitator, who signs in. Residents have no account. The e-mail address is also the user name;
/// a person who comes through the area's own provider has no password here.
/// </summary>
public sealed class Person : IdentityUser<Guid>
{
    /// <summary>The longest e-mail address (RFC 5321 section 4.5.3.1.3), in characters.</summary>
    public const int MaximumEmail = 254;

    public const int MaximumName = 120;
    public const int MinimumPassword = 12;

    /// <summary>Hashing takes time in proportion to the length, so the length ends somewhere.</summary>
    public const int MaximumPassword = 200;

    public string Name { get; set; } = "";

    public List<PersonRole> Roles { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public static Person New(string email, string normalizedEmail, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Email = email,
        UserName = email,
        NormalizedEmail = normalizedEmail,
        NormalizedUserName = normalizedEmail,
        SecurityStamp = NewStamp(),
        LockoutEnabled = true,
        CreatedAt = now,
    };

    /// <summary>Makes the person's roles these and no others.</summary>
    public void TakeRoles(IEnumerable<(string Space, Role Role)> roles)
    {
        var wanted = roles.Select(role => (role.Space, Role: role.Role.ToString().ToLowerInvariant())).ToHashSet();
        Roles.RemoveAll(had => !wanted.Contains((had.Space, had.Role)));
        wanted.ExceptWith(Roles.Select(had => (had.Space, had.Role)));
        Roles.AddRange(wanted.Select(role => new PersonRole { PersonId = Id, Space = role.Space, Role = role.Role }));
    }

    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

/// <summary>What a person is in one space: <c>kivenkolo:coordinator</c> in a token.</summary>
public sealed class PersonRole
{
    public const int MaximumPerPerson = 100;

    public Guid PersonId { get; init; }
    public required string Space { get; init; }
    public required string Role { get; init; }

    public override string ToString() => $"{Space}:{Role}";
}
