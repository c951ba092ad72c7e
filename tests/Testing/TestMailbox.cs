using System.Net;
using Kivenkolo.Mailbox;
using MimeKit;

namespace Kivenkolo.Testing;

/// <summary>The mail server and everyone's mailbox: the receiver that <c>./run</c> starts too, in this process.</summary>
public sealed class TestMailbox : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kivenkolo-mail-").FullName;
    private HashSet<string> _forgotten = [];
    private MailReceiver? _receiver;

    /// <summary>Where it listens, also while it is away.</summary>
    public int Port { get; private set; }

    public void Start()
    {
        _receiver = new MailReceiver(_directory, TimeProvider.System);
        _receiver.Start(new IPEndPoint(IPAddress.Loopback, Port));
        Port = _receiver.EndPoint.Port;
    }

    /// <summary>The mail server goes away.</summary>
    public async Task Stop()
    {
        if (_receiver is not null) await _receiver.DisposeAsync();
        _receiver = null;
    }

    /// <summary>What has come since the last <see cref="Forget"/>, in order of arrival.</summary>
    public MimeMessage[] Mails() =>
        [.. Directory.GetFiles(_directory, "*.eml").Where(file => !Path.GetFileName(file).StartsWith('.') && !_forgotten.Contains(file)).Order()
            .Select(file => MimeMessage.Load(file))];

    public int Count() => Directory.GetFiles(_directory, "*.eml").Count(file => !Path.GetFileName(file).StartsWith('.') && !_forgotten.Contains(file));

    public MimeMessage[] Mails(string to) => [.. Mails().Where(mail => mail.Headers["Delivered-To"] == to)];

    public Task<MimeMessage> Next(string to, Func<MimeMessage, bool>? which = null) =>
        Eventually.Get(() => Task.FromResult(Mails(to).FirstOrDefault(which ?? (_ => true))), $"a mail comes to {to}");

    /// <summary>Looks only at what comes from now on.</summary>
    public void Forget() => _forgotten = [.. Directory.GetFiles(_directory, "*.eml")];

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(_directory, recursive: true);
    }
}

/// <summary>A mail server that answers as it is told: a reply for each command, or null to break off.</summary>
public sealed class StubbornMailServer : IAsyncDisposable
{
    private readonly System.Net.Sockets.TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<string> _taken = [];
    private readonly List<string> _heard = [];
    private readonly Task _serving;

    /// <param name="answer">From a command such as <c>RCPT TO:&lt;a@b&gt;</c>, or <c>.</c> at the end of a mail, to its reply; the number is that of the
    /// conversation, from 1.</param>
    public StubbornMailServer(Func<int, string, string?> answer)
    {
        _listener.Start();
        _serving = Serve(answer);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The mails whose last line was received, whatever was answered then.</summary>
    public string[] Taken => Copy(_taken);

    /// <summary>Every command it was given.</summary>
    public string[] Heard => Copy(_heard);

    private static string[] Copy(List<string> list) { lock (list) return [.. list]; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stopping.Dispose();
    }

    // Conversations go on side by side: a client keeps its connections for the next mail.
    private async Task Serve(Func<int, string, string?> answer)
    {
        var conversations = new List<Task>();
        try
        {
            for (var conversation = 1; ; conversation++)
                conversations.Add(Converse(await _listener.AcceptTcpClientAsync(_stopping.Token), conversation, answer));
        }
        catch (Exception e) when (e is OperationCanceledException or System.Net.Sockets.SocketException or ObjectDisposedException) { }
        await Task.WhenAll(conversations);
    }

    private async Task Converse(System.Net.Sockets.TcpClient client, int conversation, Func<int, string, string?> answer)
    {
        using (client)
        {
            try { await Converse(client.GetStream(), command => answer(conversation, command)); }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException) { }
        }
    }

    private async Task Converse(Stream stream, Func<string, string?> answer)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 stubborn");
        while (await reader.ReadLineAsync(_stopping.Token) is { } command)
        {
            lock (_heard) _heard.Add(command);
            if (command == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var mail = new List<string>();
                while (await reader.ReadLineAsync(_stopping.Token) is { } line && line != ".") mail.Add(line);
                lock (_taken) _taken.Add(string.Join('\n', mail));
                command = ".";
            }
            if (answer(command) is not { } reply) return;
            await writer.WriteLineAsync(reply);
            if (command == "QUIT") return;
        }
    }
}
