using System.Net.Sockets;
using Npgsql;

namespace Kivenkolo.Messaging;

/// <summary>Tells a database that is away from a message that is wrong.</summary>
internal static class Outages
{
    /// <summary>Whether the exception, or one within it, says that the database cannot be reached or is going down.</summary>
    public static bool IsOutage(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            // Class 57P: shut down, crashed or not up yet; 08: the connection (PostgreSQL, Appendix A).
            if (e is PostgresException { SqlState: var state } && (state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal))) return true;
            if (e is NpgsqlException { IsTransient: true } and not PostgresException or SocketException or IOException) return true;
        }
        return false;
    }
}
