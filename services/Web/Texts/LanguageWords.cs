using Kivenkolo.Contracts;

namespace Kivenkolo.Web.Texts;

/// <summary>The names of languages in one language.</summary>
/// <param name="Known">By tag: the name, and how one says that something is in it ("suomi", "suomeksi").</param>
public sealed record LanguageWords(IReadOnlyDictionary<string, (string Name, string In)> Known)
{
    /// <summary>"suomi"; the tag itself for a language without a name here.</summary>
    public string Name(string tag) => Find(tag)?.Name ?? tag;

    /// <summary>"suomeksi"; the tag itself for a language without a name here.</summary>
    public string In(string tag) => Find(tag)?.In ?? tag;

    /// <summary>What speakers call their language: how a language is offered to those who read no other.</summary>
    public static string OwnName(string tag) =>
        LanguageTag.Lookup(tag).Select(t => Own.GetValueOrDefault(t)).FirstOrDefault(name => name is not null) ?? tag;

    private (string Name, string In)? Find(string tag)
    {
        foreach (var t in LanguageTag.Lookup(tag))
            if (Known.TryGetValue(t.ToLowerInvariant(), out var words)) return words;
        return null;
    }

    private static readonly Dictionary<string, string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fi"] = "Suomi", ["fi-simple"] = "Selkokieli", ["sv"] = "Svenska", ["sv-simple"] = "Lätt svenska", ["en"] = "English",
        ["ar"] = "العربية", ["ckb"] = "کوردیی ناوەندی", ["kmr"] = "Kurmancî", ["so"] = "Soomaali", ["ru"] = "Русский",
        ["uk"] = "Українська", ["fa"] = "فارسی", ["prs"] = "دری", ["et"] = "Eesti",
    };
}
