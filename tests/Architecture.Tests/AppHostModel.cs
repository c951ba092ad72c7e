using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kivenkolo.Architecture.Tests;

/// <summary>A process of the system: its project, its name among the others, and the connections it is given.</summary>
public sealed record Process(string Project, string Name, string? Database, string? Broker)
{
    public override string ToString() => $"{Project} as {Name}, database {Database ?? "none"}, broker {Broker ?? "none"}";
}

/// <summary>What a description of the system says: AppHost's, or that of the sources themselves.</summary>
public sealed record Description(
    IReadOnlySet<string> ProjectFiles, IReadOnlySet<Process> Processes, IReadOnlySet<string> Databases, IReadOnlySet<int> OutsidePorts)
{
    /// <summary>Where the two differ; empty when they say the same.</summary>
    public IEnumerable<string> DifferencesFrom(Description other) =>
    [
        .. Of("project", ProjectFiles, other.ProjectFiles), .. Of("process", Processes, other.Processes),
        .. Of("database", Databases, other.Databases), .. Of("port", OutsidePorts, other.OutsidePorts),
    ];

    private static IEnumerable<string> Of<T>(string what, IReadOnlySet<T> here, IReadOnlySet<T> there) =>
        here.Except(there).Select(one => $"{what} only in AppHost: {one}").Concat(there.Except(here).Select(one => $"{what} not in AppHost: {one}"));
}

/// <summary>Reads AppHost/apphost.cs with Roslyn, without the packages it needs.</summary>
public static partial class AppHostModel
{
    public const string File = "AppHost/apphost.cs";

    public static Description Read(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, CSharpParseOptions.Default.WithFeatures([new("FileBasedProgram", "true")])).GetRoot();
        var calls = root.DescendantNodes().OfType<InvocationExpressionSyntax>().ToArray();
        var databases = Databases(root);
        return new(
            ProjectDirectives().Matches(text).Select(match => Path.GetFileNameWithoutExtension(match.Groups[1].Value)).ToHashSet(),
            calls.Select(call => ReadProcess(call, databases)).OfType<Process>().ToHashSet(),
            databases.Values.ToHashSet(),
            calls.SelectMany(Port).ToHashSet());
    }

    /// <summary>Every resource by name: what a diagram of the system has to show.</summary>
    public static IEnumerable<string> Resources(string text)
    {
        var model = Read(text);
        return [.. model.Processes.Select(process => process.Name), .. model.Databases, "postgres", "messaging"];
    }

    /// <summary>The configuration keys that are handed out, as environment variables.</summary>
    public static IEnumerable<string> Keys(string text) => CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(call => Name(call) == "WithEnvironment").Select(call => Literal(call, 0)).OfType<string>().Distinct();

    // var calendarDb = Database("calendardb");
    private static Dictionary<string, string> Databases(SyntaxNode root) => root.DescendantNodes().OfType<VariableDeclaratorSyntax>()
        .Where(variable => variable.Initializer?.Value is InvocationExpressionSyntax call && Name(call) == "Database")
        .ToDictionary(variable => variable.Identifier.Text, variable => Literal((InvocationExpressionSyntax)variable.Initializer!.Value, 0)!);

    // AddService<Projects.Calendar>("calendar", calendarDb, messaging, ...) and builder.AddProject<Projects.Gateway>("gateway")
    private static Process? ReadProcess(InvocationExpressionSyntax call, Dictionary<string, string> databases)
    {
        if (Name(call) is not ("AddService" or "AddProject") || Generic(call)?.TypeArgumentList.Arguments[0] is not QualifiedNameSyntax project) return null;
        return new(project.Right.Identifier.Text, Literal(call, 0)!,
            Argument(call, 1) is IdentifierNameSyntax database ? databases[database.Identifier.Text] : null,
            Argument(call, 2) is IdentifierNameSyntax broker ? broker.Identifier.Text : null);
    }

    private static IEnumerable<int> Port(InvocationExpressionSyntax call) => Name(call) != "WithHttpEndpoint" ? [] : call.ArgumentList.Arguments
        .Where(argument => argument.NameColon?.Name.Identifier.Text == "port")
        .Select(argument => int.Parse(argument.Expression.ToString(), CultureInfo.InvariantCulture));

    private static GenericNameSyntax? Generic(InvocationExpressionSyntax call) => call.Expression switch
    {
        GenericNameSyntax generic => generic,
        MemberAccessExpressionSyntax { Name: GenericNameSyntax generic } => generic,
        _ => null,
    };

    private static string? Name(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        _ => null,
    };

    private static ExpressionSyntax? Argument(InvocationExpressionSyntax call, int index) =>
        index < call.ArgumentList.Arguments.Count ? call.ArgumentList.Arguments[index].Expression : null;

    private static string? Literal(InvocationExpressionSyntax call, int index) => (Argument(call, index) as LiteralExpressionSyntax)?.Token.ValueText;

    [GeneratedRegex(@"^#:project (\S+)", RegexOptions.Multiline)]
    private static partial Regex ProjectDirectives();
}
