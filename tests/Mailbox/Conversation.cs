using System.Net.Sockets;
using System.Text;

namespace Kivenkolo.Mailbox;

/// <summary>One client's session, command by command (RFC 5321), with SIZE, 8BITMIME, SMTPUTF8 and PIPELINING.</summary>
internal sealed class Conversation(NetworkStream stream, Func<Envelope, CancellationToken, Task> keep)
{
    private const int LargestMessage = 10 * 1024 * 1024;
    private const int MostRecipients = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5); // RFC 5321 section 4.5.3.2.7

    private readonly LineReader lines = new(stream);
    private readonly List<string> to = [];
    private string? from;
    private bool greeted;

    public async Task Run(CancellationToken stopping)
    {
        await Reply("220 localhost Kivenkolo test mailbox", stopping);
        while (true)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            waiting.CancelAfter(Patience);
            if (await lines.Read(waiting.Token) is not { } line) return;
            if (line.TooLong) { await Reply("500 5.5.2 Line too long", stopping); continue; }

            var command = Encoding.UTF8.GetString(line.Bytes.Span);
            var verb = command.Split(' ', 2)[0].ToUpperInvariant();
            var rest = command.Length > verb.Length ? command[(verb.Length + 1)..].Trim() : "";
            if (verb == "QUIT")
            {
                await Reply("221 2.0.0 Bye", stopping);
                return;
            }
            await (verb == "DATA" ? Data(waiting, stopping) : Reply(Answer(verb, rest), stopping));
        }
    }

    private string Answer(string verb, string rest)
    {
        switch (verb)
        {
            case "HELO" when rest.Length > 0: Reset(); greeted = true; return "250 localhost";
            case "EHLO" when rest.Length > 0:
                Reset();
                greeted = true;
                return $"250-localhost\r\n250-SIZE {LargestMessage}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 PIPELINING";
            case "HELO" or "EHLO": return "501 5.5.4 Whose host is calling?";
            case "MAIL": return Sender(rest);
            case "RCPT": return Recipient(rest);
            case "RSET": Reset(); return "250 2.0.0 Forgotten";
            case "NOOP": return "250 2.0.0 Still here";
            case "VRFY": return "252 2.5.2 Everyone is accepted";
            default: return "500 5.5.1 Unknown command";
        }
    }

    private string Sender(string rest)
    {
        if (!greeted) return "503 5.5.1 EHLO first";
        if (from is not null) return "503 5.5.1 One sender at a time";
        if (Address(rest, "FROM:", out var parameters) is not { } address) return "501 5.5.4 MAIL FROM:<address>";
        foreach (var parameter in parameters)
            if (parameter.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase) && (!long.TryParse(parameter[5..], out var size) || size > LargestMessage))
                return "552 5.3.4 Too large";
        from = address;
        return "250 2.1.0 Sender accepted";
    }

    private string Recipient(string rest)
    {
        if (from is null) return "503 5.5.1 MAIL first";
        if (to.Count == MostRecipients) return "452 4.5.3 Too many recipients";
        if (Address(rest, "TO:", out _) is not { Length: > 0 } address) return "501 5.5.4 RCPT TO:<address>";
        to.Add(address);
        return "250 2.1.5 Recipient accepted";
    }

    private async Task Data(CancellationTokenSource waiting, CancellationToken stopping)
    {
        if (to.Count == 0)
        {
            await Reply(from is null ? "503 5.5.1 MAIL first" : "554 5.5.1 No recipient", stopping);
            return;
        }
        await Reply("354 End with a line of a single dot", stopping);

        using var message = new MemoryStream();
        var tooLarge = false;
        while (true)
        {
            waiting.CancelAfter(Patience);
            // Broken off: nothing was promised, nothing is kept.
            if (await lines.Read(waiting.Token) is not { } line) return;
            var bytes = line.Bytes.Span;
            if (bytes is [(byte)'.'] && !line.TooLong) break;
            if (bytes is [(byte)'.', ..]) bytes = bytes[1..]; // the sender doubled it (section 4.5.2)
            tooLarge |= line.TooLong || message.Length + bytes.Length > LargestMessage;
            if (tooLarge) continue;
            message.Write(bytes);
            message.Write("\r\n"u8);
        }

        if (tooLarge) await Reply("552 5.3.4 Too large", stopping);
        else
        {
            await keep(new Envelope(from!, [.. to], message.ToArray()), stopping);
            await Reply("250 2.0.0 Kept", stopping);
        }
        Reset();
    }

    // "FROM:<someone@example.org> SIZE=100": the part in angle brackets and what follows it; no control characters.
    private static string? Address(string rest, string word, out string[] parameters)
    {
        parameters = [];
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return null;
        var path = rest[word.Length..].TrimStart();
        var end = path.IndexOf('>', StringComparison.Ordinal);
        if (path is not ['<', ..] || end < 0 || end > 320 || path.Any(char.IsControl)) return null;
        parameters = path[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return path[1..end];
    }

    private void Reset()
    {
        from = null;
        to.Clear();
    }

    private async Task Reply(string reply, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), cancellation);
}
