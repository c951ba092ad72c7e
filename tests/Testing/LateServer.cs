using System.Net;
using System.Net.Sockets;

namespace Kivenkolo.Testing;

/// <summary>A way to a server that hangs up on every caller until it is opened, as a server does that has not started yet.</summary>
public sealed class LateServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private int _turnedAway;
    private volatile bool _open;

    /// <param name="port">Where the server itself listens.</param>
    public LateServer(int port)
    {
        _listener.Start();
        _serving = Serve(port);
    }

    /// <summary>The port to call instead of the server's own.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many callers have been hung up on.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    /// <summary>From now on callers reach the server.</summary>
    public void Open() => _open = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
    }

    private async Task Serve(int port)
    {
        var calls = new List<Task>();
        try
        {
            while (true) calls.Add(Answer(await _listener.AcceptTcpClientAsync(_end.Token), port));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
        await Task.WhenAll(calls);
    }

    private async Task Answer(TcpClient caller, int port)
    {
        using var called = caller;
        if (!_open)
        {
            Interlocked.Increment(ref _turnedAway);
            return;
        }
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, port, _end.Token);
            await Task.WhenAny(called.GetStream().CopyToAsync(server.GetStream(), _end.Token), server.GetStream().CopyToAsync(called.GetStream(), _end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException) { }
    }
}
