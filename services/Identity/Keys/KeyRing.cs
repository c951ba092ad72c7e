using System.Security.Cryptography;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Kivenkolo.Identity.Keys;

/// <summary>
/// The token server's keys. Created once, by <c>--migrate</c>; every replica reads the same ones as it starts, before it takes requests.
/// </summary>
public sealed class KeyRing(KeyProtection protection)
{
    private List<SecurityKey> signing = [];
    private List<SecurityKey> encryption = [];

    /// <summary>Newest first: the first signs, all are published.</summary>
    public IReadOnlyList<SecurityKey> Signing => Loaded(signing);

    /// <summary>Newest first: the first encrypts, all decrypt.</summary>
    public IReadOnlyList<SecurityKey> Encryption => Loaded(encryption);

    public async Task Load(IdentityDb db, CancellationToken ct)
    {
        var stored = await db.Keys.AsNoTracking().OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Id).ToListAsync(ct);
        signing = [.. stored.Where(k => k.Use == KeyUse.Signing).Select(AsRsa)];
        encryption = [.. stored.Where(k => k.Use == KeyUse.Encryption).Select(AsSymmetric)];
        if (signing.Count == 0 || encryption.Count == 0) throw NotCreated();
    }

    /// <summary>Makes the keys that are missing. Two runs at once make one set: the table is locked meanwhile.</summary>
    public async Task EnsureCreated(IdentityDb db, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlRawAsync("lock table keys in share row exclusive mode", ct);
        foreach (var use in Enum.GetValues<KeyUse>())
        {
            if (await db.Keys.AnyAsync(k => k.Use == use, ct)) continue;
            db.Keys.Add(new StoredKey
            {
                Id = Guid.CreateVersion7(now),
                Use = use,
                Material = protection.Protect(NewMaterial(use)),
                IsProtected = protection.Protects,
                CreatedAt = now,
            });
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static byte[] NewMaterial(KeyUse use)
    {
        if (use == KeyUse.Encryption) return RandomNumberGenerator.GetBytes(32);
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }

    private RsaSecurityKey AsRsa(StoredKey key)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(protection.Unprotect(key.Material, key.IsProtected), out _);
        return new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)) { KeyId = key.Id.ToString("N") };
    }

    private SymmetricSecurityKey AsSymmetric(StoredKey key) =>
        new(protection.Unprotect(key.Material, key.IsProtected)) { KeyId = key.Id.ToString("N") };

    private static List<SecurityKey> Loaded(List<SecurityKey> keys) => keys.Count > 0 ? keys : throw NotCreated();

    private static InvalidOperationException NotCreated() =>
        new("There are no token keys in identitydb. Run this service with --migrate once before it starts.");
}

/// <summary>Reads the keys before the first request. Waits for a database that is away or not migrated; fails at once when there are no keys in it.</summary>
internal sealed partial class LoadKeys(KeyRing keys, IServiceScopeFactory scopes, TimeProvider clock, ILogger<LoadKeys> log)
    : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var started = clock.GetTimestamp(); ;)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await keys.Load(scope.ServiceProvider.GetRequiredService<IdentityDb>(), cancellationToken);
                return;
            }
            catch (Exception e) when (DatabaseAvailability.IsNotReady(e) && clock.GetElapsedTime(started) < Patience)
            {
                DatabaseIsAway(log, Pause.TotalSeconds);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "identitydb does not answer; the keys are asked for again in {Seconds} s")]
    private static partial void DatabaseIsAway(ILogger log, double seconds);
}
