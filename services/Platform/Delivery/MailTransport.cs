using System.Collections.Concurrent;
using System.Diagnostics;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Kivenkolo.Platform.Delivery;

/// <summary>
/// Hands mails to the mail server, over connections that are kept for the next mail for half a minute. A mail server's answers quote addresses, so
/// no exception and no answer leaves this class: only its kind and its status code are logged. What knows a repeat is the Message-ID.
/// </summary>
public sealed partial class MailTransport : ITransport<MimeMessage, SendOutcome>, IDisposable
{
    /// <summary>The mail server's name among the targets of deliveries.</summary>
    public const string Target = "mail-server";

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    private readonly SmtpSettings settings;
    private readonly ILogger log;
    private readonly ConcurrentStack<(SmtpClient Client, long Since)> idle = [];
    private readonly Timer sweep;

    /// <summary>Connects when the first mail comes.</summary>
    public MailTransport(IOptions<SmtpSettings> options, ILogger<MailTransport> log)
    {
        (settings, this.log) = (options.Value, log);
        sweep = new Timer(_ => Sweep(), null, KeptFor, KeptFor);
    }

    /// <summary>Sends one mail within 20 seconds, or tells why not.</summary>
    public async Task<SendOutcome> Send(MimeMessage message, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        SmtpClient? client = null;
        try
        {
            deadline.CancelAfter(ConnectWithin);
            client = await Reuse(deadline.Token) ?? await Connect(deadline.Token);
            deadline.CancelAfter(SendWithin);
            await client.SendAsync(message, deadline.Token);
            Keep(client);
            return SendOutcome.Sent;
        }
        catch (SmtpCommandException e)
        {
            Answered(log, (int)e.StatusCode, e.ErrorCode);
            if (client is not null) Keep(client); // the conversation goes on after a refusal
            // An answer of 5xx to the recipient or the content holds for good (RFC 5321 section 4.2.1); one to our own account may be mended.
            var forGood = (int)e.StatusCode >= 500 && e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
            return forGood ? SendOutcome.Refused : SendOutcome.Unavailable;
        }
        // Whatever else it is, it may quote the address; the mail is tried again until its day is over.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            NotReached(log, e.GetType().Name);
            client?.Dispose();
            return SendOutcome.Unavailable;
        }
        catch
        {
            client?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sweep.Dispose();
        while (idle.TryPop(out var kept)) kept.Client.Dispose();
    }

    private async Task<SmtpClient> Connect(CancellationToken ct)
    {
        var client = new SmtpClient { Timeout = (int)SendWithin.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, Security, ct);
            if (!string.IsNullOrEmpty(settings.User)) await client.AuthenticateAsync(settings.User, settings.Password ?? "", ct);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>A connection that is still answered; null when there is none.</summary>
    private async Task<SmtpClient?> Reuse(CancellationToken ct)
    {
        while (idle.TryPop(out var kept))
        {
            try
            {
                await kept.Client.NoOpAsync(ct);
                return kept.Client;
            }
            catch (Exception) when (!ct.IsCancellationRequested) { kept.Client.Dispose(); } // the server has ended it
            catch
            {
                kept.Client.Dispose();
                throw;
            }
        }
        return null;
    }

    private void Keep(SmtpClient client)
    {
        if (client.IsConnected) idle.Push((client, Stopwatch.GetTimestamp()));
        else client.Dispose();
    }

    private void Sweep()
    {
        var young = new List<(SmtpClient Client, long Since)>();
        while (idle.TryPop(out var kept))
        {
            if (Stopwatch.GetElapsedTime(kept.Since) < KeptFor) young.Add(kept);
            else kept.Client.Dispose();
        }
        foreach (var kept in young) idle.Push(kept);
    }

    private SecureSocketOptions Security =>
        !settings.UseTls ? SecureSocketOptions.None : settings.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server answered {Status} ({Error})")]
    private static partial void Answered(ILogger log, int status, SmtpErrorCode error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server was not reached: {Kind}")]
    private static partial void NotReached(ILogger log, string kind);
}
