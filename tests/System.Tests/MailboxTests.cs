using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Kivenkolo.Mailbox;

namespace Kivenkolo.SystemTests;

/// <summary>The test mailbox holds a real SMTP conversation: what it acknowledges is there, byte for byte.</summary>
public sealed class MailboxTests : IAsyncLifetime
{
    private const string Greeting = "EHLO test\r\n";
    private const string Envelope = "MAIL FROM:<house@kivenkolo.example>\r\nRCPT TO:<someone@example.org>\r\n";

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"kivenkolo-mail-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
    private MailReceiver _receiver = null!;

    public ValueTask InitializeAsync()
    {
        _receiver = new MailReceiver(_directory, TimeProvider.System);
        _receiver.Start(new IPEndPoint(IPAddress.Loopback, 0));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_message_is_kept_with_its_dots_its_bare_line_feeds_and_its_letters()
    {
        var replies = await Say(Greeting + Envelope + "DATA\r\nSubject: Tee\r\n\r\n..\r\n..dot\r\nbare\n.\nline feed\r\nÄÖ چای\r\n.\r\nQUIT\r\n");

        Assert.Equal(["220", "250", "250", "250", "354", "250", "221"], replies);
        Assert.Equal(
            "Return-Path: <house@kivenkolo.example>\r\nDelivered-To: someone@example.org\r\nSubject: Tee\r\n\r\n.\r\n.dot\r\nbare\n.\nline feed\r\nÄÖ چای\r\n",
            Assert.Single(await Mails()));
    }

    [Fact]
    public async Task Two_messages_in_one_session_are_two_files_that_only_their_owner_reads()
    {
        await Say(Greeting + Envelope + "DATA\r\none\r\n.\r\n" + Envelope + "DATA\r\ntwo\r\n.\r\nQUIT\r\n");

        Assert.Collection(await Mails(), first =>
            Assert.EndsWith("one\r\n", first, StringComparison.Ordinal), second => Assert.EndsWith("two\r\n", second, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(_directory))
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b.fi>\r\n", "503")]
    [InlineData(Greeting + "RCPT TO:<a@b.fi>\r\n", "503")]
    [InlineData(Greeting + "DATA\r\n", "503")]
    [InlineData(Greeting + "MAIL FROM:<a@b.fi>\r\nDATA\r\n", "554")]
    [InlineData(Greeting + "MAIL FROM:a@b.fi\r\n", "501")]
    [InlineData(Greeting + "MAIL FROM:<a@b.fi>\r\nRCPT TO:<>\r\n", "501")]
    [InlineData(Greeting + "MAIL FROM:<a@b.fi> SIZE=99999999\r\n", "552")]
    [InlineData("EHLO\r\n", "501")]
    [InlineData("MAKE TEA\r\n", "500")]
    [InlineData(Greeting + "MAIL FROM:<a@b.fi>\r\nRSET\r\nRCPT TO:<a@b.fi>\r\n", "503")]
    public async Task What_is_out_of_order_or_malformed_is_refused(string said, string reply)
    {
        Assert.Equal(reply, (await Say(said + "QUIT\r\n"))[^2]);
        Assert.Empty(await Mails());
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_whole_and_the_session_goes_on()
    {
        var line = new string('x', 60_000) + "\r\n";
        var large = new StringBuilder().Insert(0, line, 180).ToString();

        var replies = await Say(Greeting + Envelope + "DATA\r\n" + large + ".\r\n" + Envelope + "DATA\r\nsmall\r\n.\r\nQUIT\r\n");

        Assert.Equal(["552", "250", "250", "354", "250", "221"], replies[^6..]);
        Assert.EndsWith("small\r\n", Assert.Single(await Mails()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_breaks_off_is_not_kept()
    {
        await Say(Greeting + Envelope + "DATA\r\nhalf a mess");

        Assert.Empty(await Mails());
    }

    /// <summary>Says everything at once, as PIPELINING allows, and returns the codes of the replies.</summary>
    private async Task<string[]> Say(string everything)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_receiver.EndPoint);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var reading = reader.ReadToEndAsync();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(everything));
        client.Client.Shutdown(SocketShutdown.Send);
        return [.. (await reading.WaitAsync(TimeSpan.FromSeconds(20))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[3] == ' ').Select(line => line[..3])];
    }

    private async Task<string[]> Mails()
    {
        var mails = new List<string>();
        foreach (var file in Directory.EnumerateFiles(_directory, "*.eml").Order(StringComparer.Ordinal)) mails.Add(await File.ReadAllTextAsync(file));
        return [.. mails];
    }
}
