using Kivenkolo.Identity.Clients;
using Kivenkolo.Identity.Keys;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Keys;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kivenkolo.Identity;

internal static class Database
{
    public static bool IsUniqueViolation(this DbUpdateException e) =>
        e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>Until the transaction ends, nobody else makes or changes the person of this address.</summary>
    public static Task LockAddress(this IdentityDb db, string normalizedEmail, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({normalizedEmail}, 0))", ct);

    /// <summary>With <c>--migrate</c>: brings the database up to date, makes the keys and the house's own clients, and says that the process is done.</summary>
    public static async Task<bool> MigrateAndExit(this WebApplication app, string[] args)
    {
        if (!args.Contains("--migrate")) return false;
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<IdentityDb>();
        var clock = services.GetRequiredService<TimeProvider>();
        await DatabaseAvailability.RetryUntilAvailable(() => db.Database.MigrateAsync(), clock);
        await services.GetRequiredService<KeyRing>().EnsureCreated(db, clock.GetUtcNow(), CancellationToken.None);
        services.EnsureFirstKey();
        await services.GetRequiredService<EnsureHouseClients>().Run(CancellationToken.None);
        return true;
    }
}
