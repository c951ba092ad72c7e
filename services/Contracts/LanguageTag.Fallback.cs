namespace Kivenkolo.Contracts;

// In a file of its own, and without what is new in the framework: the generator of text catalogues is compiled with it.
public static partial class LanguageTag
{
    private static readonly HashSet<string> Nordic = new(StringComparer.OrdinalIgnoreCase)
    {
        "fi", "sv", "no", "nb", "nn", "da", "is", "fo", "se", "smn", "sms",
    };

    /// <summary>
    /// The tag and its ever shorter prefixes, as RFC 4647 section 3.4 (Lookup) tries them: <c>fi-simple</c>, then <c>fi</c>.
    /// A single-letter subtag left at the end is removed with the one after it.
    /// </summary>
    public static IEnumerable<string> Lookup(string tag)
    {
        for (var rest = tag; ;)
        {
            yield return rest;
            var cut = rest.LastIndexOf('-');
            if (cut < 0) yield break;
            if (cut >= 2 && rest[cut - 2] == '-') cut -= 2;
            rest = rest.Substring(0, cut);
        }
    }

    /// <summary>
    /// The languages in which the house's own words are looked for, for a reader of <paramref name="languages"/> (the best first): those with their
    /// prefixes, then what is written here: plain Finnish for all whose language is not a Nordic one, then Finnish, Swedish and English.
    /// </summary>
    public static IEnumerable<string> Fallback(IEnumerable<string> languages)
    {
        var isNordic = false;
        foreach (var language in languages)
        {
            isNordic |= Nordic.Contains(language.Split('-')[0]);
            foreach (var tag in Lookup(language)) yield return tag;
        }
        if (!isNordic) yield return "fi-simple";
        yield return "fi";
        yield return "sv";
        yield return "en";
    }
}
