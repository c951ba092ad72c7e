using System.Text.RegularExpressions;
using Kivenkolo.Contracts;

namespace Kivenkolo.Platform.Localization.Generator;

/// <summary>
/// Where something is put into a text: <c>{{name}}</c>; in the note also <c>{{name, number}}</c>, and <c>{{name, optional}}</c> for what not every
/// language says.
/// </summary>
internal sealed record Placeholder(string Name, bool IsNumber, bool IsOptional);

/// <summary>One text as its note tells of it; the placeholders are in the order in which a caller gives them.</summary>
internal sealed record Text(string Path, string Note, IReadOnlyList<Placeholder> Placeholders)
{
    /// <summary>Its own name, without those of its sections.</summary>
    public string Name { get; } = Path.Substring(Path.LastIndexOf('.') + 1);

    /// <summary>Whether it is said in another form for one than for several: it takes <c>{{count}}</c>.</summary>
    public bool IsPlural { get; } = Placeholders.Any(placeholder => placeholder.Name == "count");
}

/// <summary>A catalogue in all its languages.</summary>
internal sealed class Catalogue
{
    private static readonly Regex Braces = new(@"\{\{\s*(\w+)((?:\s*,\s*(?:number|optional))*)\s*\}\}");
    private static readonly Regex Member = new(@"^[A-Z][A-Za-z0-9]*$");

    private readonly Dictionary<string, Dictionary<string, string>> own;

    private Catalogue(string name, IReadOnlyList<Text> texts, IReadOnlyList<string> languages, Dictionary<string, Dictionary<string, string>> own) =>
        (Class, Texts, Languages, this.own) = (name, texts, languages, own);

    /// <summary>The full name of the class.</summary>
    public string Class { get; }

    /// <summary>Every text, in the order of the notes.</summary>
    public IReadOnlyList<Text> Texts { get; }

    /// <summary>The languages that have a file: the promised ones in the order of the promise, then the others by tag.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>Whether a language's own file has the text, in all its forms.</summary>
    public bool Has(string language, Text text) => Forms(language, text).All(own[language].ContainsKey);

    /// <summary>Whether a language's own file has every text.</summary>
    public bool IsComplete(string language) => Texts.All(text => Has(language, text));

    /// <summary>The language whose text its readers see.</summary>
    public string Shown(string language, Text text) => LanguageTag.Fallback([language]).First(other => own.ContainsKey(other) && Has(other, text));

    /// <summary>A text in one form of a language that <see cref="Has"/> it.</summary>
    public string In(string language, string key) => own[language][key];

    /// <summary>The placeholders in a text, in their order there.</summary>
    public static IEnumerable<Placeholder> PlaceholdersOf(string text) =>
        Braces.Matches(text).Cast<Match>().Select(match => (Name: match.Groups[1].Value, Kind: match.Groups[2].Value))
            .Select(found => new Placeholder(found.Name, found.Kind.Contains("number") || found.Name == "count", found.Kind.Contains("optional")));

    /// <summary>A text in pieces: what stands there, and the placeholders between.</summary>
    public static IEnumerable<(string Text, string? Placeholder)> Pieces(string text)
    {
        var at = 0;
        foreach (Match match in Braces.Matches(text))
        {
            if (match.Index > at) yield return (text.Substring(at, match.Index - at), null);
            yield return ("", match.Groups[1].Value);
            at = match.Index + match.Length;
        }
        if (at < text.Length) yield return (text.Substring(at), null);
    }

    /// <summary>Reads and checks the files of one catalogue; null when nothing can be made of it.</summary>
    public static Catalogue? Read(IReadOnlyList<CatalogueFile> files, List<Fault> faults)
    {
        var promised = files[0].Promised.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        if (files.FirstOrDefault(file => file.Name == "notes") is not { } notes)
        {
            faults.Add(new(files[0], "", "has no notes.json beside it, which says what each text is for"));
            return null;
        }
        if (!promised.Contains("fi")) faults.Add(new(notes, "", "promises no Finnish (fi), which the others fall back to"));
        var texts = (notes.Read(faults) ?? []).Select(note => new Text(note.Key, note.Value, [.. PlaceholdersOf(note.Value).Distinct()])).ToList();
        foreach (var text in texts)
        {
            if (text.Note.Trim().Length < 4) faults.Add(new(notes, text.Path, "does not say what the text is for"));
            foreach (var part in text.Path.Split('.').Where((part, i) => !Member.IsMatch(part) && !(i > 0 && part == text.Name && !char.IsUpper(part[0]))))
                faults.Add(new(notes, text.Path, $"has a part that is no name of a member: {part}"));
            if (!char.IsUpper(text.Name[0]) && text.Placeholders.Count > 0) faults.Add(new(notes, text.Path, "is looked up by its name, so it takes nothing"));
        }

        var own = new Dictionary<string, Dictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        var keys = texts.GroupBy(text => text.Path).ToDictionary(same => same.Key, same => same.First());
        foreach (var file in files.Where(file => file != notes))
        {
            var read = own[file.Name.ToLowerInvariant()] = new();
            foreach (var (key, value) in (file.Read(faults) ?? []).Select(text => (text.Key, text.Value))) read[key] = value;
            Check(file, read, keys, promised.Contains(file.Name, StringComparer.OrdinalIgnoreCase), faults);
        }
        foreach (var missing in promised.Where(language => !own.ContainsKey(language)))
            faults.Add(new(notes, "", $"has no {missing}.json beside it, and the language is promised"));
        var others = own.Keys.Except(promised, StringComparer.OrdinalIgnoreCase).OrderBy(tag => tag, StringComparer.Ordinal);
        return faults.Count > 0 ? null : new(files[0].Class, texts, [.. promised, .. others], own);
    }

    /// <summary>The keys under which a language has a text: one for each plural form that whole numbers take there.</summary>
    public static IEnumerable<string> Forms(string language, Text text) =>
        text.IsPlural ? PluralRules.Needed(language).Select(form => $"{text.Path}_{form}") : [text.Path];

    private static void Check(CatalogueFile file, Dictionary<string, string> read, Dictionary<string, Text> keys, bool isPromised, List<Fault> faults)
    {
        foreach (var (key, value) in read.Select(text => (text.Key, text.Value)))
        {
            var form = PluralRules.All.FirstOrDefault(form => key.EndsWith("_" + form, StringComparison.Ordinal));
            if (!keys.TryGetValue(form is null ? key : key.Substring(0, key.Length - form.Length - 1), out var text) || text.IsPlural != form is not null)
            {
                faults.Add(new(file, key, "is no text of the catalogue: notes.json does not have it so"));
                continue;
            }
            if (string.IsNullOrWhiteSpace(value)) faults.Add(new(file, key, "says nothing; leave the key out"));
            if (form is not null && !PluralRules.Known(file.Name).Contains(form))
                faults.Add(new(file, key, $"is in a form that the language does not have; it has {string.Join(", ", PluralRules.Known(file.Name))}"));
            var given = new HashSet<string>(PlaceholdersOf(value).Select(placeholder => placeholder.Name));
            // One, two and the like may be said in words.
            bool MayLack(Placeholder placeholder) => placeholder.IsOptional || (placeholder.Name == "count" && form != "other");
            var expected = text.Placeholders.Where(placeholder => given.Contains(placeholder.Name) || !MayLack(placeholder))
                .Select(placeholder => placeholder.Name).ToList();
            if (!given.SetEquals(expected))
                faults.Add(new(file, key, $"has not the placeholders of its note: {string.Join(", ", expected.Select(name => "{{" + name + "}}"))}"));
            else if (Braces.Replace(value, "").Contains("{{")) faults.Add(new(file, key, "has braces that are no placeholder"));
        }
        foreach (var text in keys.Values)
        {
            var missing = Forms(file.Name, text).Where(key => !read.ContainsKey(key)).ToList();
            // Nothing of it is a text yet to be translated; a part of it is a mistake in any language.
            if (missing.Count > 0 && (isPromised || missing.Count < Forms(file.Name, text).Count()))
                faults.Add(new(file, text.Path, $"is missing: {string.Join(", ", missing.Select(key => key.Substring(key.LastIndexOf('.') + 1)))}"));
        }
    }
}
