using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kivenkolo.Platform.Localization.Generator;

/// <summary>
/// Makes classes of text catalogues: an item <c>Catalogue</c> in a project names the files of one (<c>fi.json</c>, <c>sv.json</c>, ..., as i18next has
/// them, with <c>notes.json</c> beside them), the class, and the languages in which every text is promised. A text that is missing there, that has
/// other placeholders or not the plural forms of its language stops the build; elsewhere the next language is taken
/// (<see cref="Contracts.LanguageTag.Fallback"/>).
/// </summary>
[Generator]
public sealed class CatalogueGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (file, ct) =>
            {
                var options = file.Right.GetOptions(file.Left);
                options.TryGetValue("build_metadata.AdditionalFiles.Class", out var name);
                options.TryGetValue("build_metadata.AdditionalFiles.Promised", out var promised);
                return string.IsNullOrEmpty(name) ? null : new CatalogueFile(name!, promised ?? "", file.Left.Path, file.Left.GetText(ct)?.ToString() ?? "");
            })
            .Where(static file => file is not null);
        context.RegisterSourceOutput(files.Collect(), static (output, files) => Write(output, files!));
    }

    private static void Write(SourceProductionContext output, ImmutableArray<CatalogueFile> files)
    {
        foreach (var of in files.GroupBy(file => file.Class))
        {
            var faults = new List<Fault>();
            var catalogue = Catalogue.Read([.. of.OrderBy(file => file.Path, StringComparer.Ordinal)], faults);
            foreach (var fault in faults) output.ReportDiagnostic(fault.Diagnostic());
            if (catalogue is null) continue;
            output.AddSource($"{catalogue.Class}.g.cs", SourceText.From(CatalogueWriter.Base(catalogue), Encoding.UTF8));
            foreach (var language in catalogue.Languages)
                output.AddSource($"{catalogue.Class}.{language}.g.cs", SourceText.From(CatalogueWriter.Language(catalogue, language), Encoding.UTF8));
        }
    }
}
