using System.Globalization;
using System.Net;
using System.Text;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Contracts;
using Kivenkolo.Messaging;
using MimeKit;
using MimeKit.Text;

namespace Kivenkolo.Communications.Mail;

/// <summary>Makes the mails: plain text, and the same as simple HTML that says its language and direction. Subjects are public text only.</summary>
public sealed class Letters(Links links, EndingTokens endings, Smtp smtp, TimeProvider clock)
{
    /// <summary>A message for one subscriber, in the variant that suits them best.</summary>
    public MimeMessage OfMessage(Delivery delivery, Message message, Subscription reader, CurrentSpace space)
    {
        var subject = message.Subject.Find(reader.Language) ?? new FoundText("fi", "");
        var token = endings.For(reader.Id);
        var footer = MailWording.EndHere.Find(reader.Language)!.Value;
        var mail = Mail(delivery.Id, space, reader.Email, subject.Text,
        [
            new(subject.Language, message.Body[subject.Language] ?? "", null),
            new(footer.Language, MailWording.ReadOnPage[footer.Language]!, links.News(reader.Language, space.Slug, message.Id)),
            new(footer.Language, footer.Text, links.End(reader.Language, space.Slug, token)),
        ]);
        mail.Headers.Add(HeaderId.ListId, $"<news.{space.Slug}.{Domain}>");
        mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{links.OneClick(space.Slug, token)}>");
        mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        return mail;
    }

    /// <summary>Asks the address whether it wants what was asked for it.</summary>
    public MimeMessage OfConfirmation(Guid id, string token, string email, string language, IEnumerable<Topic> topics, CurrentSpace space)
    {
        var opening = MailWording.ConfirmOpening.Find(language)!.Value;
        var name = space.Name.In(language);
        var wanted = string.Join(", ", topics.Select(topic => MailWording.Name(topic)[opening.Language]));
        return Mail(id, space, email, $"{MailWording.ConfirmSubject[opening.Language]}: {name}",
        [
            new(opening.Language, string.Format(CultureInfo.InvariantCulture, opening.Text, name, wanted), links.Confirm(language, space.Slug, token)),
            new(opening.Language, MailWording.ConfirmClosing[opening.Language]!, null),
        ]);
    }

    private string Domain => smtp.From[(smtp.From.LastIndexOf('@') + 1)..];

    private MimeMessage Mail(Guid id, CurrentSpace space, string to, string subject, Part[] parts)
    {
        var mail = new MimeMessage
        {
            // The same for every attempt: a mailbox that gets it twice knows it is one.
            MessageId = $"{id:N}@{Domain}",
            Date = clock.GetUtcNow(),
            Subject = WeekLetter.OneLine(subject),
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = string.Join("\n\n", parts.Select(part => part.Link is null ? part.Text : $"{part.Text}\n{part.Link}")) + "\n" },
                new TextPart(TextFormat.Html) { Text = Html(subject, parts) },
            },
        };
        mail.From.Add(new MailboxAddress(WeekLetter.OneLine(space.Name.In("fi")), smtp.From));
        mail.To.Add(new MailboxAddress("", to));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private static string Html(string subject, Part[] parts)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{parts[0].Language}\" dir=\"{LanguageTag.Direction(parts[0].Language)}\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(subject)}</title></head>\n<body>\n");
        foreach (var part in parts)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div lang=\"{part.Language}\" dir=\"{LanguageTag.Direction(part.Language)}\">\n");
            foreach (var paragraph in part.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
                html.Append("<p>").AppendJoin("<br>\n", paragraph.Split('\n').Select(WebUtility.HtmlEncode)).Append("</p>\n");
            if (part.Link is { } link) html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{WebUtility.HtmlEncode(link)}\">{WebUtility.HtmlEncode(link)}</a></p>\n");
            html.Append("</div>\n");
        }
        return html.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>A part of a mail in one language, with a link below it or none.</summary>
    private sealed record Part(string Language, string Text, string? Link);
}
