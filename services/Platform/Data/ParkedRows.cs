using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kivenkolo.Platform.Data;

/// <summary>A table with rows that were given up after too many attempts and wait for an operator, and its verb on the command line.</summary>
/// <param name="Verb">Such as <c>--jobs</c>.</param>
/// <param name="Table">The table.</param>
/// <param name="Key">The expression of a row's key.</param>
/// <param name="Kind">The column that says of which kind a row is.</param>
/// <param name="Attempts">The column that counts.</param>
/// <param name="DueAt">The column that says when the row is tried.</param>
public sealed record ParkedRows(string Verb, string Table, string Key, string Kind, string Attempts, string DueAt)
{
    /// <summary>
    /// <c>&lt;verb&gt; parked</c> lists the rows, <c>&lt;verb&gt; retry &lt;key&gt;</c> or <c>retry all</c> has them tried again, from the first attempt on.
    /// </summary>
    /// <returns>Whether the words were for it.</returns>
    public async Task<bool> Operate(NpgsqlDataSource database, string[] args)
    {
        if (Array.IndexOf(args, Verb) is not (var at and >= 0)) return false;
        switch (args[(at + 1)..])
        {
            case ["parked", ..]:
                await List(database);
                return true;
            case ["retry", var which, ..]:
                // Due since it was parked, by the clock of the service that parked it.
                await using (var retry = database.CreateCommand(
                    $"UPDATE {Table} SET parked_at = NULL, {Attempts} = 0, {DueAt} = parked_at WHERE parked_at IS NOT NULL AND ($1 = 'all' OR {Key} = $1)"))
                {
                    retry.Parameters.Add(new() { Value = which });
                    var count = await retry.ExecuteNonQueryAsync();
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} of {Table} will be tried again"));
                    if (count == 0 && which != "all") Environment.ExitCode = 1;
                }
                return true;
            default:
                throw new ArgumentException($"{Verb} wants parked, retry all or retry <key>.");
        }
    }

    private async Task List(NpgsqlDataSource database)
    {
        await using var list = database.CreateCommand(
            $"SELECT {Key}, {Kind}, {Attempts}, parked_at, coalesce(last_error, '') FROM {Table} WHERE parked_at IS NOT NULL ORDER BY parked_at, 1");
        await using var reader = await list.ExecuteReaderAsync();
        var count = 0;
        for (; await reader.ReadAsync(); count++)
        {
            var parkedAt = reader.GetFieldValue<DateTimeOffset>(3);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{reader.GetString(0)}\t{reader.GetString(1)}\t{reader.GetInt32(2)} attempts\tparked {parkedAt:u}\t{reader.GetString(4)}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} of {Table} are parked"));
    }
}

/// <summary>The verbs of the tables with parked rows.</summary>
public static class ParkedRowsVerbs
{
    /// <summary>The verb of each part of the service that has such a table, with <c>parked</c>, <c>retry all</c> or <c>retry &lt;key&gt;</c>; ends.</summary>
    /// <returns>Whether the process is done.</returns>
    public static async Task<bool> OperateAndExit(this WebApplication app, string[] args)
    {
        foreach (var rows in app.Services.GetServices<ParkedRows>())
            if (await rows.Operate(app.Services.GetRequiredService<NpgsqlDataSource>(), args)) return true;
        return false;
    }
}
