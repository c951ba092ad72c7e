using System.Text.Json;
using Kivenkolo.Ledger;
using Npgsql;

namespace Kivenkolo.Messaging.Tests;

/// <summary>What happens around a migration: before its server is there, and to replicas that start before it has run.</summary>
public sealed class MigrationTests(PrivateServers servers)
{
    [Fact]
    public async Task A_migration_that_starts_before_its_server_waits_for_it()
    {
        var name = $"late_{Guid.CreateVersion7():n}";
        var database = new NpgsqlConnectionStringBuilder(servers.ConnectionString(name));
        await using var late = new LateServer(database.Port);
        database.Port = late.Port;
        var migrating = LedgerProcess.Migrate(new()
        {
            ["ASPNETCORE_ENVIRONMENT"] =
            "Development", ["ConnectionStrings__ledgerdb"] = database.ConnectionString, ["ConnectionStrings__messaging"] = servers.Messaging
        });
        await Eventually.Become(() => late.TurnedAway >= 2 || migrating.IsCompleted, "it has asked again");
        Assert.False(migrating.IsCompleted);

        late.Open();
        await migrating;
        Assert.Equal(0, await new Sql(servers.ConnectionString(name)).Count("effects"));
    }

    [Fact]
    public async Task A_message_that_is_heard_before_the_migration_it_needs_waits_for_it()
    {
        await using var ledger = await ServiceUnderTest<Program>.Start(servers);
        await ledger.Scalar("ALTER TABLE effects RENAME TO of_the_next_release");
        var id = Guid.CreateVersion7();
        await ledger.Publish(new CommandAccepted(id));
        await ledger.Publish(new Stubborn(id, Failures: int.MaxValue));

        // What is a mistake has been given up by now; what waits for a migration has not.
        await Eventually.Become(async () =>
            await Broker.Waiting(ledger.Messaging, "ledger-on-stubborn_error") == 1, "the other is given up", TimeSpan.FromSeconds(30));
        await ledger.Scalar("ALTER TABLE of_the_next_release RENAME TO effects");
        await Eventually.Become(async () =>
            (long)(await ledger.Scalar("SELECT count(*) FROM effects WHERE command_id = $1", id))! == 1, "the message has its effect");
        Assert.Equal(0, await Broker.Waiting(ledger.Messaging, "ledger-on-command-accepted_error"));
    }

    [Fact]
    public async Task Health_tells_of_migrations_database_and_broker()
    {
        await using var ledger = await ServiceUnderTest<Program>.Start(servers);
        using var client = ledger.Client();
        var checks = JsonElement.Parse(await client.GetStringAsync("/health")).GetProperty("checks");
        foreach (var name in (string[])["migrations", "PostgreSql", "RabbitMQ.Client"]) Assert.Equal("Healthy", checks.GetProperty(name).GetString());
    }
}
