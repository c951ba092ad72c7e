using System.ComponentModel.DataAnnotations;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Kivenkolo.Platform.Delivery;

/// <summary>The mail server, section <c>Smtp</c>.</summary>
public sealed class SmtpSettings
{
    /// <summary>Where it is.</summary>
    [Required]
    public string Host { get; set; } = "";

    /// <summary>Its port: 465 speaks TLS from the first byte, others begin it with STARTTLS.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>The sender's address.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "";

    /// <summary>The account at the mail server; none when empty.</summary>
    public string? User { get; set; }

    /// <summary>Its password.</summary>
    public string? Password { get; set; }

    /// <summary>Whether the conversation is encrypted; only a developer's machine may say no.</summary>
    public bool UseTls { get; set; } = true;
}

/// <summary>What the mail server made of a mail.</summary>
public enum SendOutcome
{
    /// <summary>It took the mail.</summary>
    Sent,

    /// <summary>It could not be reached, or said to try later.</summary>
    Unavailable,

    /// <summary>It will never take this mail.</summary>
    Refused,
}

/// <summary>
/// Hands mails to the mail server. A mail server's answers quote addresses, so no exception and no answer leaves this class: only its kind and
/// its status code are logged.
/// </summary>
public sealed partial class Smtp(IOptions<SmtpSettings> options, ILogger<Smtp> log)
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(15);

    /// <summary>The sender's address.</summary>
    public string From => options.Value.From;

    /// <summary>Sends one mail within 20 seconds, or tells why not.</summary>
    public async Task<SendOutcome> Send(MimeMessage mail, CancellationToken ct)
    {
        var settings = options.Value;
        using var client = new SmtpClient { Timeout = (int)SendWithin.TotalMilliseconds };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            deadline.CancelAfter(ConnectWithin);
            await client.ConnectAsync(settings.Host, settings.Port, Security(settings), deadline.Token);
            if (!string.IsNullOrEmpty(settings.User)) await client.AuthenticateAsync(settings.User, settings.Password ?? "", deadline.Token);
            deadline.CancelAfter(SendWithin);
            await client.SendAsync(mail, deadline.Token);
        }
        catch (SmtpCommandException e)
        {
            Answered((int)e.StatusCode, e.ErrorCode);
            // An answer of 5xx to the recipient or the content holds for good (RFC 5321 section 4.2.1); one to our own account may be mended.
            var forGood = (int)e.StatusCode >= 500 && e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
            return forGood ? SendOutcome.Refused : SendOutcome.Unavailable;
        }
        // Whatever else it is, it may quote the address; the mail is tried again until its day is over.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            NotReached(e.GetType().Name);
            return SendOutcome.Unavailable;
        }

        // The mail is with the server; how the conversation ends changes nothing.
        try { await client.DisconnectAsync(quit: true, deadline.Token); }
        catch (Exception e) { NotReached(e.GetType().Name); }
        return SendOutcome.Sent;
    }

    private static SecureSocketOptions Security(SmtpSettings settings) =>
        !settings.UseTls ? SecureSocketOptions.None : settings.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server answered {Status} ({Error})")]
    private partial void Answered(int status, SmtpErrorCode error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server was not reached: {Kind}")]
    private partial void NotReached(string kind);
}
