using System.ComponentModel.DataAnnotations;

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
