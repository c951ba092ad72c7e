using Npgsql;

namespace Kivenkolo.Messaging.Tests;

/// <summary>Asks a database on connections that are not kept, so that a server killed in between leaves none behind.</summary>
internal sealed class Sql(string connectionString)
{
    private readonly string connectionString = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString;

    public async Task<object?> Scalar(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        return await command.ExecuteScalarAsync();
    }

    public async Task<long> Count(string from, params object[] values) => (long)(await Scalar($"SELECT count(*) FROM {from}", values))!;
}
