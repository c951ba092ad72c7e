using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;

namespace Kivenkolo.Platform.Delivery;

/// <summary>A part of a mail in one language, with a link below it or none.</summary>
public sealed record MailPart(string Language, string Text, string? Link);

/// <summary>
/// What mails are written on: plain text, and the same as simple HTML that says its language and direction. A subject is public text only, for
/// it is read on locked screens and over shoulders.
/// </summary>
public sealed partial class Letterhead(IOptions<SmtpSettings> smtp, TimeProvider clock)
{
    /// <summary>The domain of the sender's address.</summary>
    public string Domain => From[(From.LastIndexOf('@') + 1)..];

    private string From => smtp.Value.From;

    /// <summary>A mail from the space to one address.</summary>
    /// <param name="id">Becomes the Message-ID, the same for every attempt: a mailbox that gets it twice knows it is one.</param>
    /// <param name="space">The sender.</param>
    /// <param name="to">The reader's address.</param>
    /// <param name="subject">Public text.</param>
    /// <param name="parts">At least one; the first one's language is the mail's.</param>
    public MimeMessage Mail(Guid id, CurrentSpace space, string to, string subject, MailPart[] parts)
    {
        var mail = new MimeMessage
        {
            MessageId = $"{id:N}@{Domain}",
            Date = clock.GetUtcNow(),
            Subject = OneLine(subject),
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text =
                    string.Join("\n\n", parts.Select(part => part.Link is null ? part.Text : $"{part.Text}\n{part.Link}")) + "\n" },
                new TextPart(TextFormat.Html) { Text = Html(subject, parts) },
            },
        };
        mail.From.Add(new MailboxAddress(OneLine(space.Name.In("fi")), From));
        mail.To.Add(new MailboxAddress("", to));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    /// <summary>A text on one line, as a subject or a line of a list needs it.</summary>
    public static string OneLine(string text) => Spaces().Replace(text, " ").Trim();

    private static string Html(string subject, MailPart[] parts)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{parts[0].Language}\" dir=\"{LanguageTag.Direction(parts[0].Language)}\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(subject)}</title></head>\n<body>\n");
        foreach (var part in parts)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div lang=\"{part.Language}\" dir=\"{LanguageTag.Direction(part.Language)}\">\n");
            foreach (var paragraph in part.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
                html.Append("<p>").AppendJoin("<br>\n", paragraph.Split('\n').Select(WebUtility.HtmlEncode)).Append("</p>\n");
            if (part.Link is { } link)
                html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{WebUtility.HtmlEncode(link)}\">{WebUtility.HtmlEncode(link)}</a></p>\n");
            html.Append("</div>\n");
        }
        return html.Append("</body>\n</html>\n").ToString();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
