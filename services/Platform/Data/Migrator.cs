using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kivenkolo.Platform.Data;

/// <summary>Brings a service's database up to date, from the command line; a replica never migrates when it starts.</summary>
public static class Migrator
{
    /// <summary><c>--migrate</c>: makes the database when it is missing, applies the migrations, ends.</summary>
    /// <returns>Whether the process is done.</returns>
    public static async Task<bool> MigrateAndExit<TDb>(this WebApplication app, string[] args) where TDb : DbContext
    {
        if (!args.Contains("--migrate")) return false;
        await using var scope = app.Services.CreateAsyncScope();
        await DatabaseAvailability.RetryUntilAvailable(async () =>
        {
            await EnsureDatabase(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Configuration);
            await scope.ServiceProvider.GetRequiredService<TDb>().Database.MigrateAsync();
        }, app.Services.GetRequiredService<TimeProvider>());
        return true;
    }

    /// <summary>Makes the database of the connection string when there is none of its name.</summary>
    public static async Task EnsureDatabase(NpgsqlDataSource source, IConfiguration configuration)
    {
        try { await using var connection = await source.OpenConnectionAsync(); }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            var name = new NpgsqlConnectionStringBuilder(source.ConnectionString).Database!;
            var secret = configuration.GetSection("ConnectionStrings").GetChildren().Select(c => c.Value)
                .First(value => value is not null && value.Contains("Database=", StringComparison.OrdinalIgnoreCase)
                    && new NpgsqlConnectionStringBuilder(value).Database == name);
            await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(secret) { Database = "postgres" });
            await using var create = server.CreateCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            try { await create.ExecuteNonQueryAsync(); }
            catch (PostgresException already) when (already.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation) { }
        }
    }
}
