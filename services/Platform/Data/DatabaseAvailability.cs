using System.Net.Sockets;
using Npgsql;

namespace Kivenkolo.Platform.Data;

/// <summary>Tells a database that is away, or not brought up to date yet, from a mistake.</summary>
public static class DatabaseAvailability
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A database, schema, table or column that a migration is about to make (PostgreSQL, Appendix A).
    private static readonly string[] Missing =
        [PostgresErrorCodes.InvalidCatalogName, PostgresErrorCodes.InvalidSchemaName, PostgresErrorCodes.UndefinedTable, PostgresErrorCodes.UndefinedColumn];

    /// <summary>Whether the exception, or one within it, says that the database cannot be reached or is going down.</summary>
    public static bool IsUnavailable(Exception exception) => Within(exception).Any(e => e switch
    {
        // Class 57P: shut down, crashed or not up yet; 08: the connection.
        PostgresException { SqlState: var state } => state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { IsTransient: true } or SocketException or IOException => true,
        _ => false,
    });

    /// <summary>Whether it is an outage, or something is not there that a new release's migration makes: its replicas may start before that has run.</summary>
    public static bool IsNotReady(Exception exception) =>
        IsUnavailable(exception) || Within(exception).Any(e => e is PostgresException { SqlState: var state } && Missing.Contains(state));

    /// <summary>Does it; while the database is away, again, for up to two minutes: a server that is started at the same time needs its own.</summary>
    public static async Task RetryUntilAvailable(Func<Task> work, TimeProvider clock)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (IsUnavailable(e) && clock.GetElapsedTime(began) < Patience) { }
            await Task.Delay(Pause, clock);
        }
    }

    private static IEnumerable<Exception> Within(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException) yield return e;
    }
}
