using System.Text;
using System.Text.Json;
using Npgsql;

namespace Kivenkolo.Testing;

/// <summary>What the tables of a database hold.</summary>
public static class TableContents
{
    /// <summary>
    /// By table how many rows there are, and a sum of what is in them, so that a changed row shows too; of the rows of one space when it is named,
    /// in the tables that say of which space (<c>space_id</c>, or <c>space</c> for its slug) each row is.
    /// </summary>
    public static async Task<SortedDictionary<string, string>> Read(string database, (Guid Id, string Slug)? space = null)
    {
        await using var connection = await Open(database);
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (table, columns) in await Tables(connection))
        {
            var condition = space switch
            {
                null => "",
                { } its when columns.Contains("space_id") => $" WHERE space_id = '{its.Id}'",
                { } its when columns.Contains("space") => $" WHERE space = '{its.Slug}'",
                _ => null,
            };
            if (condition is null) continue;
            await using var command = new NpgsqlCommand(
                $"SELECT count(*) || ' rows, ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM \"{table}\" t{condition}", connection);
            contents[table] = (string)(await command.ExecuteScalarAsync())!;
        }
        return contents;
    }

    /// <summary>The tables that differ, with both states.</summary>
    public static string[] Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        [.. after.Where(table => before.GetValueOrDefault(table.Key) != table.Value)
            .Select(table => $"{table.Key}: {before.GetValueOrDefault(table.Key)} -> {table.Value}")];

    /// <summary>From now on keeps every row that is written to any table, also where it is deleted again; <see cref="ColumnsWith"/> looks there too.</summary>
    public static async Task KeepAllThatIsWritten(string database)
    {
        await using var connection = await Open(database);
        var triggers = (await Tables(connection))
            .Select(table => $"create trigger keep_written after insert or update on \"{table.Name}\" for each row execute function keep_written();");
        await using var command = new NpgsqlCommand($"""
            create table written (source text, contents jsonb);
            create function keep_written() returns trigger language plpgsql as
                $$ begin insert into written values (tg_table_name, to_jsonb(new)); return new; end $$;
            {string.Concat(triggers)}
            """, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The columns, as <c>table.column</c>, in some row of which the marker is or, where all that is written is kept, was.</summary>
    public static async Task<string[]> ColumnsWith(string database, string marker)
    {
        await using var connection = await Open(database);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (table, _) in await Tables(connection))
        {
            await using var command = new NpgsqlCommand(
                table == "written" ? "SELECT source, contents::text FROM written" : $"SELECT '{table}', to_jsonb(t)::text FROM \"{table}\" t", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                using var row = JsonDocument.Parse(reader.GetString(1));
                foreach (var column in row.RootElement.EnumerateObject())
                    if (Text(column.Value).Contains(marker, StringComparison.OrdinalIgnoreCase)) found.Add($"{reader.GetString(0)}.{column.Name}");
            }
        }
        return [.. found];
    }

    // Bytes come as \x and hexadecimal digits.
    private static string Text(JsonElement value) => value.ValueKind != JsonValueKind.String ? value.GetRawText()
        : value.GetString() is { } text && text.StartsWith("\\x", StringComparison.Ordinal) && text.Length % 2 == 0 && text.Skip(2)
            .All(char.IsAsciiHexDigitLower)
            ? Encoding.UTF8.GetString(Convert.FromHexString(text.AsSpan(2)))
            : value.GetString()!;

    private static async Task<List<(string Name, string[] Columns)>> Tables(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            SELECT table_name, array_agg(column_name::text) FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY table_name ORDER BY table_name
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<(string, string[])>();
        while (await reader.ReadAsync()) tables.Add((reader.GetString(0), reader.GetFieldValue<string[]>(1)));
        return tables;
    }

    private static async Task<NpgsqlConnection> Open(string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
