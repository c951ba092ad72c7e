using Npgsql;

namespace Kivenkolo.SystemTests.HostileRequests;

/// <summary>What every table of every service holds.</summary>
internal sealed class Rows(RunningSystem system)
{
    private static readonly string[] Databases = ["calendardb", "participationdb", "partnersdb", "communicationsdb", "identitydb", "webdb"];

    /// <summary>Waits until no message is under way and none is due within the time given: what happens by itself is then not mistaken for a write.</summary>
    public async Task AwaitRest(TimeSpan ahead)
    {
        string? before = null;
        await Eventually.Become(async () =>
        {
            var due = await Sum("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM jobs WHERE due_at <= now() + $1)", ahead);
            var now = string.Join('\n', (await Read()).Select(table => $"{table.Key} {table.Value}"));
            var still = due == 0 && now == before;
            before = now;
            return still;
        }, "the system is at rest", ahead + TimeSpan.FromMinutes(2));
    }

    public async Task<SortedDictionary<string, string>> Read()
    {
        var tables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var database in Databases)
            foreach (var (table, contents) in await TableContents.Read(await ConnectionString(database))) tables[$"{database} {table}"] = contents;
        return tables;
    }

    private async Task<long> Sum(string count, TimeSpan ahead)
    {
        long sum = 0;
        foreach (var database in Databases[..^2])
        {
            await using var connection = await Open(database);
            await using var command = new NpgsqlCommand(count, connection) { Parameters = { new() { Value = ahead } } };
            sum += (long)(await command.ExecuteScalarAsync())!;
        }
        return sum;
    }

    private async Task<NpgsqlConnection> Open(string database)
    {
        var connection = new NpgsqlConnection(await ConnectionString(database));
        await connection.OpenAsync();
        return connection;
    }

    private async Task<string> ConnectionString(string database)
    {
        var settings = await system.Servers();
        return new NpgsqlConnectionStringBuilder
        {
            Host = settings["POSTGRES_HOST"],
            Port = int.Parse(settings["POSTGRES_PORT"], System.Globalization.CultureInfo.InvariantCulture),
            Username = settings["POSTGRES_USER"],
            Password = settings["POSTGRES_PASSWORD"],
            Database = database,
            Pooling = false,
        }.ConnectionString;
    }
}
