using Npgsql;

namespace Kivenkolo.Testing.Tests;

public sealed class PrivateServersTests
{
    [Fact]
    public async Task What_was_confirmed_is_there_after_the_database_was_killed_and_the_broker_comes_back_on_its_port()
    {
        await using var servers = new DurableServers();
        await servers.InitializeAsync();
        var database = await servers.CreateDatabase("before");
        await Scalar(database, "create table t as select 42 as answer; select 1");
        var host = await servers.CreateVirtualHost("before");

        await servers.Kill(Server.Postgres);
        await servers.Kill(Server.RabbitMq);
        await Assert.ThrowsAnyAsync<Exception>(() => Scalar(database, "select 1"));
        await servers.Start(Server.Postgres);
        await servers.Start(Server.RabbitMq);

        NpgsqlConnection.ClearAllPools();
        Assert.Equal(42, await Scalar(database, "select answer from t"));
        Assert.Equal("on", await Scalar(database, "show fsync"));
        var copy = await servers.CreateDatabase("copy", template: "before");
        Assert.Equal(42, await Scalar(copy, "select answer from t"));
        using var answer = await servers.ManagementClient.GetAsync(new Uri("api/vhosts/before", UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, host);
    }

    private static async Task<object?> Scalar(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
