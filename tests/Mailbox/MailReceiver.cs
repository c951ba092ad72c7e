using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kivenkolo.Mailbox;

/// <summary>
/// Receives mail for any address by SMTP (RFC 5321) and keeps each message as an <c>.eml</c> file, readable by its owner only.
/// For demonstrations and tests: it delivers nothing onwards and asks for no password.
/// </summary>
public sealed class MailReceiver(string directory, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<Task> conversations = [];
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;
    private int received;

    /// <summary>Where it listens; with port 0 asked for, the one that was free.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)listener!.LocalEndpoint;

    /// <summary>Begins to listen.</summary>
    public void Start(IPEndPoint where)
    {
        Directory.CreateDirectory(directory);
        listener = new TcpListener(where);
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Goes on until <paramref name="cancellation"/>.</summary>
    public async Task Received(CancellationToken cancellation)
    {
        try { await accepting.WaitAsync(cancellation); }
        catch (OperationCanceledException) { }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener?.Dispose();
        await accepting;
        Task[] left;
        lock (conversations) left = [.. conversations];
        await Task.WhenAll(left);
        stopping.Dispose();
    }

    private async Task Accept()
    {
        while (!stopping.IsCancellationRequested)
        {
            TcpClient client;
            try { client = await listener!.AcceptTcpClientAsync(stopping.Token); }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException) { return; }
            catch (SocketException) { continue; }

            var conversation = Converse(client);
            lock (conversations) conversations.Add(conversation);
            _ = conversation.ContinueWith(ended => { lock (conversations) conversations.Remove(ended); }, TaskScheduler.Default);
        }
    }

    private async Task Converse(TcpClient client)
    {
        using (client)
        {
            try { await new Conversation(client.GetStream(), Keep).Run(stopping.Token); }
            // The other side went away, or this one is told to stop: nothing that was acknowledged is lost.
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException) { }
        }
    }

    private async Task Keep(Envelope envelope, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture,
            $"{clock.GetUtcNow():yyyyMMdd'T'HHmmss.fff}-{Environment.ProcessId}-{Interlocked.Increment(ref received):D6}.eml");
        var unfinished = Path.Combine(directory, $".{name}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(unfinished, options))
        {
            await file.WriteAsync(envelope.Head(), cancellation);
            await file.WriteAsync(envelope.Message, cancellation);
        }
        File.Move(unfinished, Path.Combine(directory, name));
    }
}
