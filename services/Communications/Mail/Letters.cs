using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Communications.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using MimeKit;

namespace Kivenkolo.Communications.Mail;

/// <summary>Writes the mails. Subjects are public text only.</summary>
public sealed class Letters(Links links, EndingTokens endings, Letterhead letterhead)
{
    /// <summary>A message for one subscriber, in the variant that suits them best.</summary>
    public MimeMessage OfMessage(MessageMail own, Message message, Subscription reader, CurrentSpace space)
    {
        var subject = message.Subject.Find(reader.Language) ?? new FoundText("fi", "");
        var token = endings.For(reader.Id);
        var texts = ResidentTexts.For(reader.Language);
        var mail = letterhead.Mail(own.Id, space, reader.Email, subject.Text,
        [
            new(subject.Language, message.Body[subject.Language] ?? "", null),
            new(texts.Language, texts.Mail.ReadOnPage, links.News(reader.Language, space.Slug, message.Id)),
            new(texts.Language, texts.Mail.EndHere, links.End(reader.Language, space.Slug, token)),
        ]);
        mail.Headers.Add(HeaderId.ListId, $"<news.{space.Slug}.{letterhead.Domain}>");
        mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{links.OneClick(space.Slug, token)}>");
        mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        return mail;
    }

    /// <summary>Asks the address whether it wants what was asked for it.</summary>
    public MimeMessage OfConfirmation(Guid id, string token, string email, string language, IEnumerable<Topic> topics, CurrentSpace space)
    {
        var texts = ResidentTexts.For(language);
        var name = space.Name.In(language);
        var wanted = string.Join(", ", topics.Select(topic => Name(topic, texts.Topics)));
        return letterhead.Mail(id, space, email, $"{texts.Mail.ConfirmSubject}: {name}",
        [
            new(texts.Language, texts.Mail.ConfirmOpening(name, wanted), links.Confirm(language, space.Slug, token)),
            new(texts.Language, texts.Mail.ConfirmClosing, null),
        ]);
    }

    private static string Name(Topic topic, ResidentTopicsTexts texts) => topic switch
    {
        Topic.Weekly => texts.Weekly,
        Topic.Urgent => texts.Urgent,
        _ => throw new ArgumentOutOfRangeException(nameof(topic)),
    };
}
