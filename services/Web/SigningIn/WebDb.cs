using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Kivenkolo.Web.SigningIn;

/// <summary>The keys of Web's cookies and forms, the same for every replica. Web keeps nothing else.</summary>
public sealed class WebDb(DbContextOptions<WebDb> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The same for the running service, the migration tool and the tests.</summary>
    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource? source) => (source is null
            ? options.UseNpgsql(npgsql => npgsql.SetPostgresVersion(15, 0))
            : options.UseNpgsql(source, npgsql => npgsql.SetPostgresVersion(15, 0)))
        .UseSnakeCaseNamingConvention()
        // Asked of an empty database, the first question of a migration fails and is no error.
        .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Debug)));
}

internal static class CookieKeys
{
    public static void AddCookieKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddDbContext<WebDb>((services, options) => WebDb.Configure(options, services.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddMigrationsCheck(async (scope, ct) => (await scope.GetRequiredService<WebDb>().Database.GetPendingMigrationsAsync(ct)).Any());
        builder.AddProtectedKeys("Web").PersistKeysToDbContext<WebDb>();
    }

    /// <summary>With <c>--migrate</c>: brings the database up to date, makes the first key, and says that the process is done.</summary>
    public static async Task<bool> MigrateAndExit(this WebApplication app, string[] args)
    {
        if (!await app.MigrateAndExit<WebDb>(args)) return false;
        app.Services.EnsureFirstKey();
        return true;
    }
}

/// <summary>What <c>dotnet ef</c> makes a context from: it needs the model and no database.</summary>
internal sealed class WebDbForTools : IDesignTimeDbContextFactory<WebDb>
{
    public WebDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<WebDb>();
        WebDb.Configure(options, source: null);
        return new WebDb(options.Options);
    }
}
