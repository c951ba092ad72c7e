using System.Collections.Immutable;
using Kivenkolo.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kivenkolo.Architecture.Tests;

/// <summary>
/// Compiles a service's domain by itself: the types that its DbContext keeps, and whatever of the service they need, against the base class
/// library, Contracts and NodaTime. Where a domain type leans on EF Core, MassTransit or ASP.NET Core, it does not compile.
/// </summary>
public static class DomainCompilation
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    // Rows that belong to a framework, kept in the service's database.
    private static readonly string[] Frameworks = ["DataProtectionKey", "KnownSpace", "OutboxRow", "InboxRow", "IdempotencyRow"];

    private static readonly ImmutableArray<MetadataReference> Platform =
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Append(typeof(object).Assembly.Location).Append(typeof(LocalizedText).Assembly.Location).Append(typeof(NodaTime.Instant).Assembly.Location)
            .Distinct().Where(IsManaged).Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>What in the domain does not hold without a framework; empty when it is plain C#.</summary>
    /// <param name="service">The service's sources, its DbContext among them.</param>
    /// <param name="shared">Sources in which a plain type of the platform may be found, such as a marker interface or a role.</param>
    public static string[] Complaints(IReadOnlyCollection<Source> service, IReadOnlyCollection<Source> shared)
    {
        var trees = service.Concat(shared).SelectMany(Types).ToArray();
        var declaring = trees.SelectMany(tree => Declared(tree).Select(name => (name, tree))).ToLookup(pair => pair.name, pair => pair.tree);
        var kept = service.SelectMany(Kept).Where(name => !Frameworks.Contains(name)).Distinct().ToArray();
        var included = kept.SelectMany(name => declaring[name]).ToHashSet();

        // The compiler tells what is missing; what the service declares itself is added until nothing more can be.
        while (true)
        {
            var errors = Compile(included);
            var found = errors.SelectMany(error => Missing(error).SelectMany(name => declaring[name])).Where(tree => !included.Contains(tree)).ToArray();
            if (found.Length == 0) return [.. errors.Select(error => error.ToString()).Order(StringComparer.Ordinal)];
            included.UnionWith(found);
        }
    }

    private static Diagnostic[] Compile(IEnumerable<SyntaxTree> trees) => [.. CSharpCompilation
        .Create("Domain", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)], Platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
        .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !IsUsing(diagnostic))];

    // A using is no dependency; what is taken from there would be missing itself.
    private static bool IsUsing(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetRoot().FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null;

    // A file with several types is taken apart: an enum may lie beside the slice that answers with it.
    private static IEnumerable<SyntaxTree> Types(Source source)
    {
        var root = CSharpSyntaxTree.ParseText(source.Text).GetCompilationUnitRoot();
        var all = root.DescendantNodes(node => node is not (BaseTypeDeclarationSyntax or GlobalStatementSyntax))
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).ToArray();
        return all.Select(type => root.RemoveNodes(all.Where(other => other != type), SyntaxRemoveOptions.KeepNoTrivia)!)
            .Select(unit => CSharpSyntaxTree.Create(unit, path: source.Path));
    }

    private static IEnumerable<string> Kept(Source source) => CSharpSyntaxTree.ParseText(source.Text).GetRoot().DescendantNodes().OfType<GenericNameSyntax>()
        .Where(generic => generic.Identifier.Text == "DbSet").Select(generic => generic.TypeArgumentList.Arguments[0].ToString());

    private static IEnumerable<string> Declared(SyntaxTree tree) => tree.GetRoot().DescendantNodes().SelectMany<SyntaxNode, string>(node => node switch
    {
        BaseTypeDeclarationSyntax type => [type.Identifier.Text],
        MethodDeclarationSyntax { ParameterList.Parameters: [{ Modifiers: var modifiers }, ..] } method when modifiers.Any(SyntaxKind.ThisKeyword) =>
            [method.Identifier.Text],
        _ => [],
    });

    private static IEnumerable<string> Missing(Diagnostic error)
    {
        var node = error.Location.SourceTree!.GetRoot().FindNode(error.Location.SourceSpan);
        return node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Text);
    }

    private static bool IsManaged(string file)
    {
        try { return System.Reflection.AssemblyName.GetAssemblyName(file) is not null; }
        catch (BadImageFormatException) { return false; }
    }
}
