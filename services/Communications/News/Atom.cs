using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Texts;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.Platform.Data;

namespace Kivenkolo.Communications.News;

/// <summary>Writes an Atom document.</summary>
internal static class Atom
{
    public const string MediaType = "application/atom+xml";

    private static readonly XNamespace Ns = "http://www.w3.org/2005/Atom";

    private static readonly LocalizedText Title = ResidentTexts.In(texts => texts.FeedTitle);

    public static string Write(IReadOnlyCollection<Message> messages, string language, CurrentSpace space, Links links)
    {
        var name = space.Name.In(language);
        var title = Title.Find(language)!.Value;
        var feed = new XElement(Ns + "feed",
            Language(language),
            new XElement(Ns + "id", Urn(space.Id, language)),
            new XElement(Ns + "title", Language(title.Language), Safe($"{name}: {title.Text}")),
            new XElement(Ns + "updated", Time(messages.Select(m => m.PublishedAt!.Value).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max())),
            new XElement(Ns + "author", new XElement(Ns + "name", Safe(name))),
            Link("self", MediaType, links.Feed(language, space.Slug), language),
            Link("alternate", "text/html", links.News(language, space.Slug), language),
            messages.Select(message => Entry(message, language, space, links)));
        return new XDeclaration("1.0", "utf-8", null) + "\n" + feed.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static XElement Entry(Message message, string language, CurrentSpace space, Links links)
    {
        var subject = message.Subject.Find(language) ?? new FoundText(language, "");
        return new XElement(Ns + "entry",
            Language(subject.Language),
            new XElement(Ns + "id", Urn(message.Id, language)),
            new XElement(Ns + "title", Safe(subject.Text)),
            new XElement(Ns + "published", Time(message.PublishedAt!.Value)),
            new XElement(Ns + "updated", Time(message.PublishedAt!.Value)),
            new XElement(Ns + "category", new XAttribute("term", message.Kind.ToString().ToLowerInvariant())),
            Link("alternate", "text/html", links.News(language, space.Slug, message.Id), language),
            new XElement(Ns + "content", new XAttribute("type", "text"), Safe(message.Body[subject.Language] ?? "")));
    }

    private static XAttribute Language(string tag) => new(XNamespace.Xml + "lang", tag);

    private static XElement Link(string relation, string type, string address, string language) => new(Ns + "link",
        new XAttribute("rel", relation), new XAttribute("type", type), new XAttribute("hreflang", language), new XAttribute("href", address));

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same id for the same thing in the same language, for ever.</summary>
    private static string Urn(Guid thing, string language) => $"urn:uuid:{DeterministicId.Of($"{thing:N} {language}")}";

    /// <summary>The text without the few characters that XML cannot hold.</summary>
    private static string Safe(string text) => text.All(c => char.IsSurrogate(c) || XmlConvert.IsXmlChar(c)) ? text
        : string.Concat(text.Where(c => char.IsSurrogate(c) || XmlConvert.IsXmlChar(c)));
}
