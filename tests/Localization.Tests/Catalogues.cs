extern alias generator;

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using generator::Kivenkolo.Platform.Localization.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Kivenkolo.Localization.Tests;

/// <summary>One catalogue, as a project has it: the full name of its class, the promised languages, and its files by language or <c>notes</c>.</summary>
public sealed record SomeCatalogue(string Class, string Promised, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The same with one file more, or another.</summary>
    public SomeCatalogue With(string name, string text) => this with { Files = new Dictionary<string, string>(Files) { [name] = text } };
}

/// <summary>Runs the generator as a build does, on files that are nowhere on disk, and compiles what comes out of it.</summary>
public static class Catalogues
{
    // The generator is compiled with a part of Contracts, and is no reference of those who use it.
    private static readonly MetadataReference[] Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) != "Localization.Generator.dll").Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private static int compiled;

    /// <summary>Every catalogue of the house, as its projects name them.</summary>
    public static IReadOnlyList<SomeCatalogue> OfTheHouse { get; } =
    [
        .. Directory.GetFiles(Checkout.Root, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => XDocument.Load(project).Descendants("Catalogue").Select(item => Read(Path.GetDirectoryName(project)!, item))),
    ];

    /// <summary>What the build says of the catalogue, and of <paramref name="code"/> that uses it; empty when it builds.</summary>
    public static string[] Faults(SomeCatalogue catalogue, string code = "") =>
        [.. Compile(catalogue, code, out _).Where(told => told.Severity == DiagnosticSeverity.Error).Select(told => told.GetMessage(null))];

    /// <summary>The class of a catalogue that builds.</summary>
    public static Type Build(SomeCatalogue catalogue)
    {
        var errors = Compile(catalogue, "", out var compilation).Where(told => told.Severity == DiagnosticSeverity.Error);
        Assert.Empty(errors);
        using var assembly = new MemoryStream();
        Assert.Empty(compilation.Emit(assembly).Diagnostics.Where(told => told.Severity == DiagnosticSeverity.Error));
        return Assembly.Load(assembly.ToArray()).GetType(catalogue.Class, throwOnError: true)!;
    }

    /// <summary>The texts of exactly one language.</summary>
    public static object Exactly(this Type catalogue, string language) =>
        catalogue.GetMethod("Exactly")!.Invoke(null, [language]) ?? throw new InvalidOperationException($"There are no texts in {language}.");

    /// <summary>One text by its path; what it takes is given in the order of its note.</summary>
    public static string Text(this object texts, string path, params object[] given)
    {
        var parts = path.Split('.');
        foreach (var part in parts[..^1]) texts = texts.GetType().GetProperty(part)!.GetValue(texts)!;
        if (texts is IReadOnlyDictionary<string, string> table) return table[parts[^1]];
        return (string)(given.Length == 0 ? texts.GetType().GetProperty(parts[^1])!.GetValue(texts)! : texts.GetType()
            .GetMethod(parts[^1])!.Invoke(texts, given)!);
    }

    private static SomeCatalogue Read(string project, XElement item)
    {
        var folder = Path.Combine(project, Path.GetDirectoryName((string)item.Attribute("Include")!)!);
        var files = Directory.GetFiles(folder, "*.json").ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        return new((string)item.Attribute("Class")!, (string)item.Attribute("Promised")!, files);
    }

    private static ImmutableArray<Diagnostic> Compile(SomeCatalogue catalogue, string code, out Compilation compilation)
    {
        var files = catalogue.Files.Select(file => new InMemory($"/catalogue/{file.Key}.json", file.Value)).ToArray();
        var parsing = new CSharpParseOptions(LanguageVersion.CSharp14);
        var given = CSharpCompilation.Create($"Catalogue{Interlocked.Increment(ref compiled)}", [CSharpSyntaxTree.ParseText(code, parsing)], Platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new CatalogueGenerator().AsSourceGenerator()], files, parsing, new Items(catalogue))
            .RunGeneratorsAndUpdateCompilation(given, out compilation, out var told);
        return [.. told, .. compilation.GetDiagnostics()];
    }

    private sealed class InMemory(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
    }

    private sealed class Items(SomeCatalogue catalogue) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new());

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(new()
        {
            ["build_metadata.AdditionalFiles.Class"] = catalogue.Class,
            ["build_metadata.AdditionalFiles.Promised"] = catalogue.Promised,
        });
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
