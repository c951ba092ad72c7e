using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kivenkolo.Platform.Localization.Generator;

/// <summary>One file of a catalogue: the texts of a language, or the notes for translators.</summary>
/// <param name="Class">The full name of the class that is made of the catalogue.</param>
/// <param name="Promised">Tags of the languages in which every text is promised, with blanks between.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Text">What is in it.</param>
internal sealed record CatalogueFile(string Class, string Promised, string Path, string Text)
{
    /// <summary>The language's tag, or <c>notes</c>.</summary>
    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Every text by its path (<c>House.Menu</c>), in the order of the file; null, and a fault told, when it cannot be read.</summary>
    public List<KeyValuePair<string, string>>? Read(List<Fault> faults)
    {
        try
        {
            using var reader = Json(Encoding.UTF8.GetBytes(Text));
            var texts = new List<KeyValuePair<string, string>>();
            Add(XElement.Load(reader), "", texts, faults);
            foreach (var twice in texts.GroupBy(text => text.Key).Where(same => same.Count() > 1)) faults.Add(new(this, twice.Key, "is there twice"));
            return texts;
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            faults.Add(new(this, "", $"is not JSON: {e.Message}"));
            return null;
        }
    }

    /// <summary>JSON as the framework gives it to a compiler's plug-in, which brings no library along: as XML.</summary>
    public static XmlDictionaryReader Json(byte[] text) => JsonReaderWriterFactory.CreateJsonReader(text, XmlDictionaryReaderQuotas.Max);

    /// <summary>The name of a JSON member; one that is no name in XML is kept in an attribute.</summary>
    public static string NameOf(XElement member) => member.Attribute("item")?.Value ?? member.Name.LocalName;

    private void Add(XElement section, string prefix, List<KeyValuePair<string, string>> texts, List<Fault> faults)
    {
        foreach (var member in section.Elements())
        {
            var key = prefix + NameOf(member);
            switch (member.Attribute("type")?.Value)
            {
                case "object": Add(member, key + ".", texts, faults); break;
                case "string": texts.Add(new(key, member.Value)); break;
                default: faults.Add(new(this, key, "is neither a text nor a section of texts")); break;
            }
        }
    }
}

/// <summary>What is wrong with a key of a file.</summary>
internal sealed record Fault(CatalogueFile File, string Key, string What)
{
    private static readonly DiagnosticDescriptor Descriptor =
        new("TEXT001", "Text catalogue", "{0}", "Texts", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>As the compiler tells it, at the key's place in the file where it has one.</summary>
    public Diagnostic Diagnostic()
    {
        var at = 0;
        foreach (var part in Key.Split('.'))
        {
            var found = File.Text.IndexOf($"\"{part}\"", at, StringComparison.Ordinal);
            if (found >= 0) at = found;
        }
        var lines = SourceText.From(File.Text).Lines;
        var position = lines.GetLinePosition(at);
        var told = Key.Length == 0 ? $"{File.Name} {What}" : $"{Key} in {File.Name} {What}";
        return Microsoft.CodeAnalysis.Diagnostic.Create(Descriptor, Location.Create(File.Path, new(at, 0), new(position, position)), told);
    }
}
