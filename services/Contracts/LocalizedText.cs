using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kivenkolo.Contracts;

/// <summary>A text found for a reader, and the language it is really in.</summary>
/// <param name="Language">The tag of the variant found; the reader is told when it is not the one asked for.</param>
/// <param name="Text">The text.</param>
public readonly record struct FoundText(string Language, string Text);

/// <summary>
/// One text in several languages, by language tag. Immutable; equal when it holds the same variants. In JSON an object:
/// <c>{"fi": "Talokokous", "fi-simple": "Talon kokous"}</c>. Empty variants are not kept.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class LocalizedText : IEquatable<LocalizedText>, IEnumerable<KeyValuePair<string, string>>
{
    /// <summary>The most variants one text may have.</summary>
    public const int MaximumVariants = 40;

    /// <summary>No variant at all.</summary>
    public static readonly LocalizedText Empty = new([]);

    // The order in which a reader whose language is missing is served: the statutory languages, then English.
    private static readonly string[] LastResorts = ["fi", "sv", "en"];

    // In order of tag. So few that looking through them is quicker than any table.
    private readonly KeyValuePair<string, string>[] variants;

    /// <summary>Takes the variants given; blank ones are left out, the last of two for the same tag wins.</summary>
    public LocalizedText(IEnumerable<KeyValuePair<string, string>> variants)
    {
        var kept = new List<KeyValuePair<string, string>>();
        foreach (var (tag, text) in variants)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            var variant = KeyValuePair.Create(tag.ToLowerInvariant(), text.Trim());
            var at = kept.FindIndex(other => string.CompareOrdinal(other.Key, variant.Key) >= 0);
            if (at < 0) kept.Add(variant);
            else if (kept[at].Key == variant.Key) kept[at] = variant;
            else kept.Insert(at, variant);
        }
        this.variants = [.. kept];
    }

    /// <summary>One text in one language.</summary>
    public LocalizedText(string language, string text) : this([KeyValuePair.Create(language, text)]) { }

    /// <summary>The tags of the variants, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Languages => Array.ConvertAll(variants, variant => variant.Key);

    /// <summary>The number of characters in the longest variant; 0 when there is none.</summary>
    public int LongestLength => variants.Length == 0 ? 0 : variants.Max(variant => variant.Value.Length);

    /// <summary>Whether there is no variant.</summary>
    public bool IsEmpty => variants.Length == 0;

    /// <summary>The variant of exactly this tag; null when there is none.</summary>
    public string? this[string language]
    {
        get
        {
            foreach (var (tag, text) in variants)
                if (tag.Equals(language, StringComparison.OrdinalIgnoreCase)) return text;
            return null;
        }
    }

    /// <summary>
    /// The best variant for a reader of <paramref name="languages"/>, the best of them first: RFC 4647 look-up (<c>fi-simple</c>, then <c>fi</c>), then
    /// fi, sv, en, then whichever there is. Null only when the text is empty.
    /// </summary>
    public FoundText? Find(params IEnumerable<string> languages)
    {
        foreach (var tag in languages.SelectMany(LanguageTag.Lookup).Concat(LastResorts))
            if (this[tag] is { } text) return new(tag, text);
        return IsEmpty ? null : new(variants[0].Key, variants[0].Value);
    }

    /// <summary>The text of <see cref="Find"/>; the empty string when there is no variant.</summary>
    public string In(string language) => Find(language)?.Text ?? "";

    /// <summary>This text with one variant set, or removed when <paramref name="text"/> is blank.</summary>
    public LocalizedText With(string language, string? text) =>
        new(variants.Where(v => !v.Key.Equals(language, StringComparison.OrdinalIgnoreCase)).Append(KeyValuePair.Create(language, text ?? "")));

    /// <inheritdoc/>
    public bool Equals(LocalizedText? other) => other is not null && variants.Length == other.variants.Length
        && variants.Zip(other.variants).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value == pair.Second.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LocalizedText);

    /// <inheritdoc/>
    public override int GetHashCode() => variants.Aggregate(0, (hash, v) => HashCode.Combine(hash, v.Key, v.Value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => variants.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads and writes the object of variants; refuses tags that are not well formed and repeated ones.</summary>
    internal sealed class Converter : JsonConverter<LocalizedText>
    {
        public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A text is an object of variants by language tag.");
            var text = (JsonConverter<string>)options.GetConverter(typeof(string));
            var read = new List<KeyValuePair<string, string>>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var tag = text.ReadAsPropertyName(ref reader, typeof(string), options);
                if (!LanguageTag.IsWellFormed(tag)) throw new JsonException("A variant's name is a language tag such as fi or fi-simple.");
                if (!reader.Read() || reader.TokenType != JsonTokenType.String) throw new JsonException("A variant is a string.");
                if (read.Exists(variant => variant.Key.Equals(tag, StringComparison.OrdinalIgnoreCase))) throw new JsonException("A language is given twice.");
                read.Add(KeyValuePair.Create(tag, text.Read(ref reader, typeof(string), options)!));
                if (read.Count > MaximumVariants) throw new JsonException("A text has at most 40 variants.");
            }
            return new(read);
        }

        public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (tag, text) in value.variants) writer.WriteString(tag, text);
            writer.WriteEndObject();
        }
    }
}
