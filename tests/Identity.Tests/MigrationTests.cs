using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Npgsql;

namespace Kivenkolo.Identity.Tests;

public sealed class MigrationTests(PrivateServers servers)
{
    [Fact]
    public async Task A_migration_that_starts_before_its_server_waits_for_it()
    {
        var database = new NpgsqlConnectionStringBuilder(servers.ConnectionString($"late_{Guid.CreateVersion7():n}"));
        await using var late = new LateServer(database.Port);
        database.Port = late.Port;
        var migrating = House.Migrate(database.ConnectionString);
        await Eventually.Become(() => late.TurnedAway >= 2 || migrating.IsCompleted, "it has asked again");
        Assert.False(migrating.IsCompleted);

        late.Open();
        await migrating;
    }

    [Fact]
    public async Task A_replica_is_not_ready_until_its_migrations_have_run_and_stays_ready_then()
    {
        var database = await servers.CreateDatabase();
        await House.Migrate(database);
        await using var source = NpgsqlDataSource.Create(database);
        var latest = (string)(await Do(
            "DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = (SELECT max(\"MigrationId\") FROM \"__EFMigrationsHistory\") RETURNING "
            + "\"MigrationId\""))!;

        await using var factory = new WebApplicationFactory<Program>();
        using var client = factory.WithWebHostBuilder(host => host
            .UseSetting("environment", "Development").UseSetting("Identity:Issuer", TestTokens.Issuer).UseSetting("ConnectionStrings:identitydb", database))
                .CreateClient();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await Health());

        await Do($"INSERT INTO \"__EFMigrationsHistory\" VALUES ('{latest}', '10')");
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Health());
        // A later release's migration must not take this one's replicas away, and the question is not asked for ever.
        await Do("DROP TABLE \"__EFMigrationsHistory\"");
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Health());

        async Task<object?> Do(string sql)
        {
            await using var command = source.CreateCommand(sql);
            return await command.ExecuteScalarAsync();
        }

        async Task<(HttpStatusCode, string?)> Health()
        {
            using var answer = await client.GetAsync("/health");
            return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("checks").GetProperty("migrations").GetString());
        }
    }
}
