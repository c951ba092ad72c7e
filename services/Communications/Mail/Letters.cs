using System.Globalization;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using MimeKit;

namespace Kivenkolo.Communications.Mail;

/// <summary>Writes the mails. Subjects are public text only.</summary>
public sealed class Letters(Links links, EndingTokens endings, Letterhead letterhead)
{
    /// <summary>A message for one subscriber, in the variant that suits them best.</summary>
    public MimeMessage OfMessage(Delivery delivery, Message message, Subscription reader, CurrentSpace space)
    {
        var subject = message.Subject.Find(reader.Language) ?? new FoundText("fi", "");
        var token = endings.For(reader.Id);
        var footer = MailWording.EndHere.Find(reader.Language)!.Value;
        var mail = letterhead.Mail(delivery.Id, space, reader.Email, subject.Text,
        [
            new(subject.Language, message.Body[subject.Language] ?? "", null),
            new(footer.Language, MailWording.ReadOnPage[footer.Language]!, links.News(reader.Language, space.Slug, message.Id)),
            new(footer.Language, footer.Text, links.End(reader.Language, space.Slug, token)),
        ]);
        mail.Headers.Add(HeaderId.ListId, $"<news.{space.Slug}.{letterhead.Domain}>");
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
        return letterhead.Mail(id, space, email, $"{MailWording.ConfirmSubject[opening.Language]}: {name}",
        [
            new(opening.Language, string.Format(CultureInfo.InvariantCulture, opening.Text, name, wanted), links.Confirm(language, space.Slug, token)),
            new(opening.Language, MailWording.ConfirmClosing[opening.Language]!, null),
        ]);
    }
}
