using System.Net;
using System.Net.Sockets;

namespace Kivenkolo.Testing;

/// <summary>A server of any kind that takes connections, reads what it is told and never answers.</summary>
public sealed class HangingServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;
    private int asked;

    public HangingServer()
    {
        listener.Start();
        serving = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections were made.</summary>
    public int Asked => Volatile.Read(ref asked);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await serving;
        stopping.Dispose();
    }

    private async Task Serve()
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                open.Add(await listener.AcceptTcpClientAsync(stopping.Token));
                Interlocked.Increment(ref asked);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
        finally { foreach (var client in open) client.Dispose(); }
    }
}

/// <summary>Whether a service holds a transaction open while it waits for somebody outside.</summary>
public static class OpenTransactions
{
    /// <summary>The service's transactions that are still open a while after the server was asked, and were open then.</summary>
    public static async Task<int> While<TProgram>(HangingServer server, ServiceUnderTest<TProgram> service) where TProgram : class
    {
        await Eventually.Become(() => server.Asked > 0, "the server is asked");
        var then = (DateTime)(await service.Scalar("SELECT clock_timestamp()"))!;
        // A transaction of the service's own work takes milliseconds; one that waits for the server lasts as long as it hangs.
        await Eventually.Become(async () => (DateTime)(await service.Scalar("SELECT clock_timestamp()"))! - then > TimeSpan.FromSeconds(2), "two seconds pass");
        return (int)(long)(await service.Scalar(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND xact_start < $1", then))!;
    }
}
