using Kivenkolo.Identity.People;
using Kivenkolo.Identity.Tokens;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Identity.SigningIn;

/// <summary>
/// Whether an e-mail address and a password belong together. The answer takes the same work and reads the same for a wrong password, an
/// unknown person and a locked one. Five wrong passwords in a row lock the person for a quarter of an hour.
/// </summary>
internal sealed class PasswordCheck(IdentityDb db, IPasswordHasher<Person> hasher, ILookupNormalizer normalizer, TimeProvider clock)
{
    public const int MaximumFailures = 5;
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);

    // Verified against when there is no such person, so that the time taken does not tell.
    private static readonly Person Nobody = new();
    private static string? nobodysHash;

    public async Task<Person?> Find(string? email, string? password, CancellationToken ct)
    {
        email = email?.Trim();
        if (email is null or { Length: 0 or > Person.MaximumEmail } || !ReadableText.Is(email)) email = null;
        if (password is null or { Length: > Person.MaximumPassword }) password = "";

        var normalized = email is null ? null : normalizer.NormalizeEmail(email);
        var person = normalized is null ? null
            : await db.Users.AsNoTracking().Include(p => p.Roles).SingleOrDefaultAsync(p => p.NormalizedEmail == normalized, ct);
        var attempted = person is not null && await CountAttempt(person.Id, ct);

        var hash = person?.PasswordHash ?? (nobodysHash ??= hasher.HashPassword(Nobody, Guid.CreateVersion7(clock.GetUtcNow()).ToString()));
        var matches = hasher.VerifyHashedPassword(person ?? Nobody, hash, password) != PasswordVerificationResult.Failed;
        if (!attempted || !matches || person!.PasswordHash is null) return null;

        await db.Users.Where(p => p.Id == person.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.AccessFailedCount, 0).SetProperty(p => p.LockoutEnd, (DateTimeOffset?)null), ct);
        return person;
    }

    // Counted as failed before it is tried, in one statement: attempts at the same moment cannot each see room for one more.
    private async Task<bool> CountAttempt(Guid personId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var lockedUntil = (DateTimeOffset?)(now + LockOut);
        var counted = await db.Users
            .Where(p => p.Id == personId && (p.LockoutEnd == null || p.LockoutEnd <= now))
            .ExecuteUpdateAsync(set => set
                .SetProperty(p => p.AccessFailedCount, p => p.LockoutEnd != null ? 1 : p.AccessFailedCount + 1)
                .SetProperty(p => p.LockoutEnd, p => p.LockoutEnd == null && p.AccessFailedCount + 1 >= MaximumFailures ? lockedUntil : null), ct);
        return counted == 1;
    }
}
