using System.Text.RegularExpressions;
using Kivenkolo.Testing;

namespace Kivenkolo.Performance;

/// <summary>Which SQL a request to Calendar runs, as the database server logs it.</summary>
internal static partial class Statements
{
    /// <summary>
    /// The statements that run on Calendar's database during <paramref name="request"/>, with their values in place; the outbox's own are left out.
    /// </summary>
    public static async Task<string[]> Of(House house, Func<Task> request)
    {
        await house.Sql("ALTER SYSTEM SET log_line_prefix = '%d|'");
        await house.Sql("ALTER SYSTEM SET log_statement = 'all'");
        await house.Sql("SELECT pg_reload_conf()");
        try
        {
            await Eventually.Become(async () =>
            {
                var sofar = new FileInfo(house.DatabaseLog).Length;
                await house.Sql("SELECT 'marker'");
                return (await Since(house, sofar)).Contains("'marker'", StringComparison.Ordinal);
            }, "statements are logged");
            var before = new FileInfo(house.DatabaseLog).Length;
            await request();
            return [.. Read(await Since(house, before))];
        }
        finally
        {
            await house.Sql("ALTER SYSTEM RESET log_statement");
            await house.Sql("ALTER SYSTEM RESET log_line_prefix");
            await house.Sql("SELECT pg_reload_conf()");
        }
    }

    private static IEnumerable<string> Read(string log)
    {
        string? statement = null;
        foreach (var entry in Entry().Split(log).Where(entry => entry.Length > 0))
        {
            var text = entry.Replace("\n\t", " ", StringComparison.Ordinal).Trim();
            if (Detail().Match(text) is { Success: true } detail && statement is not null)
            {
                foreach (Match value in Value().Matches(detail.Groups[1].Value).Reverse())
                    statement = statement.Replace(value.Groups[1].Value, value.Groups[2].Value, StringComparison.Ordinal);
                continue;
            }
            if (statement is not null) yield return statement;
            statement = Executed().Match(text) is { Success: true } executed && !Housekeeping().IsMatch(executed.Groups[1].Value) ? executed.Groups[1].Value
                : null;
        }
        if (statement is not null) yield return statement;
    }

    private static async Task<string> Since(House house, long position)
    {
        await using var file = new FileStream(house.DatabaseLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = position;
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(@"^(?=[a-z]*\|)", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^calendardb\|LOG:\s+(?:statement|execute [^:]*): (.*)$")]
    private static partial Regex Executed();

    [GeneratedRegex(@"^calendardb\|DETAIL:\s+parameters: (.*)$")]
    private static partial Regex Detail();

    [GeneratedRegex(@"(\$[0-9]+) = ('(?:[^']|'')*'|NULL)")]
    private static partial Regex Value();

    [GeneratedRegex(@"outbox|jobs|deliveries|advisory|^BEGIN|^COMMIT|^DISCARD|^ROLLBACK|marker|pg_reload_conf|ALTER SYSTEM|inbox")]
    private static partial Regex Housekeeping();
}
