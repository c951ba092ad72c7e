using Npgsql;

namespace Kivenkolo.SystemTests.HostileRequests;

/// <summary>What every table of every service holds: how many rows, and a sum of what is in them, so that a changed row shows too.</summary>
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
        {
            await using var connection = await Open(database);
            var names = new List<string>();
            await using (var command = new NpgsqlCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')", connection))
            await using (var reader = await command.ExecuteReaderAsync())
                while (await reader.ReadAsync()) names.Add(reader.GetString(0));
            foreach (var name in names)
            {
                await using var command = new NpgsqlCommand($"SELECT count(*) || ' rows, ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {name} t", connection);
                tables[$"{database} {name}"] = (string)(await command.ExecuteScalarAsync())!;
            }
        }
        return tables;
    }

    /// <summary>The tables that differ, with both states.</summary>
    public static string[] Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        [.. after.Where(table => before.GetValueOrDefault(table.Key) != table.Value).Select(table => $"{table.Key}: {before.GetValueOrDefault(table.Key)} -> {table.Value}")];

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
        var settings = await system.Servers();
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = settings["POSTGRES_HOST"],
            Port = int.Parse(settings["POSTGRES_PORT"], System.Globalization.CultureInfo.InvariantCulture),
            Username = settings["POSTGRES_USER"],
            Password = settings["POSTGRES_PASSWORD"],
            Database = database,
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
