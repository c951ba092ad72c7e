using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kivenkolo.Contracts;

namespace Kivenkolo.Platform.Localization.Generator;

/// <summary>Which plural form a whole number takes, by language: the rules of CLDR (Unicode Technical Standard 35, part 3, "Language Plural Rules").</summary>
internal static class PluralRules
{
    /// <summary>The names of the forms.</summary>
    public static readonly IReadOnlyList<string> All = ["zero", "one", "two", "few", "many", "other"];

    // CLDR has Kurmanji under the name of all Kurdish, and nothing under Dari's own: it counts as Persian does.
    private static readonly Dictionary<string, string> OtherNames = new() { ["kmr"] = "ku", ["prs"] = "fa" };

    private static readonly Regex Relation = new(@"^(?<operand>[a-z])(?: % (?<modulus>\d+))? (?<not>!?)= (?<ranges>\S+)$");

    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> Rules = new(Read);

    /// <summary>The forms that a language has, fractions' included; only <c>other</c> for one that CLDR does not know.</summary>
    public static IEnumerable<string> Known(string language) => Of(language).Keys;

    /// <summary>The forms that whole numbers take.</summary>
    public static IEnumerable<string> Needed(string language) => Of(language).Where(rule => rule.Value.Contains("@integer")).Select(rule => rule.Key);

    /// <summary>C# that tells whether the whole number <c>count</c>, 0 or more, takes the form.</summary>
    public static string Condition(string language, string form)
    {
        var rule = Of(language)[form].Split('@')[0].Trim();
        var alternatives = rule.Split([" or "], default).Select(all => all.Split([" and "], default).Select(Expression).ToList())
            .Where(all => !all.Contains("false")).Select(all => string.Join(" && ", all.Where(one => one != "true").DefaultIfEmpty("true")));
        return string.Join(" || ", alternatives);
    }

    private static string Expression(string relation)
    {
        var parts = Relation.Match(relation.Trim());
        var ranges = parts.Groups["ranges"].Value.Split(',').Select(range => range.Split([".."], default)).ToList();
        var isNot = parts.Groups["not"].Length > 0;
        // n and i are the number itself; the others count fraction digits or powers of ten, and a whole number has none.
        if (parts.Groups["operand"].Value is not ("n" or "i"))
            return ranges.Any(range => range[0] == "0") == isNot ? "false" : "true";
        var value = parts.Groups["modulus"].Success ? $"count % {parts.Groups["modulus"].Value}" : "count";
        var pattern = string.Join(" or ", ranges.Select(range => range.Length == 1 ? range[0] : $"(>= {range[0]} and <= {range[1]})"));
        return $"({value}) is {(isNot ? "not " : "")}({pattern})";
    }

    private static Dictionary<string, string> Of(string language) =>
        LanguageTag.Lookup(language.ToLowerInvariant()).Select(tag => OtherNames.TryGetValue(tag, out var other) ? other : tag)
            .Where(Rules.Value.ContainsKey).Select(tag => Rules.Value[tag]).FirstOrDefault() ?? new() { ["other"] = "@integer 0" };

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        using var file = typeof(PluralRules).Assembly.GetManifestResourceStream("plurals.json");
        using var copy = new MemoryStream();
        file!.CopyTo(copy);
        using var reader = CatalogueFile.Json(copy.ToArray());
        return XElement.Load(reader).Element("supplemental")!.Element("plurals-type-cardinal")!.Elements().ToDictionary(
            language => CatalogueFile.NameOf(language).ToLowerInvariant(),
            language => language.Elements().ToDictionary(rule => CatalogueFile.NameOf(rule).Replace("pluralRule-count-", ""), rule => rule.Value));
    }
}
