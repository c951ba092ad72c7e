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
/// <param name="Calls">Which process is told where another is, as <c>web to calendar</c>.</param>
public sealed record Description(
    IReadOnlySet<string> ProjectFiles, IReadOnlySet<Process> Processes, IReadOnlySet<string> Databases, IReadOnlySet<int> OutsidePorts, IReadOnlySet<string> Calls)
{
    /// <summary>Where the two differ; empty when they say the same.</summary>
    public IEnumerable<string> DifferencesFrom(Description other) =>
    [
        .. Of("project", ProjectFiles, other.ProjectFiles), .. Of("process", Processes, other.Processes),
        .. Of("database", Databases, other.Databases), .. Of("port", OutsidePorts, other.OutsidePorts),
        .. Of("call", Calls, other.Calls),
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
        var root = Parse(text);
        var connections = Connections(root);
        var processes = Created(root).ToDictionary(created => created.Call, created => ReadProcess(created.Call, created.Project, connections));
        var variables = processes.Keys.Select(call => (Variable: call.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.Text, processes[call].Name))
            .Where(pair => pair.Variable is not null).ToDictionary(pair => pair.Variable!, pair => pair.Name);
        return new(
            ProjectDirectives().Matches(text).Select(match => Path.GetFileNameWithoutExtension(match.Groups[1].Value)).ToHashSet(),
            processes.Values.ToHashSet(),
            connections.Where(connection => connection.Value.IsDatabase).Select(connection => connection.Value.Name).ToHashSet(),
            root.DescendantNodes().OfType<InvocationExpressionSyntax>().SelectMany(Port).ToHashSet(),
            processes.SelectMany(process => StatementOf(process.Key).DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Where(call => Name(call) == "WithReference").Select(call => Argument(call, 0)!.ToString()).Where(variables.ContainsKey)
                .Select(called => $"{process.Value.Name} to {variables[called]}")).ToHashSet());
    }

    /// <summary>Every resource by name: what a diagram of the system has to show.</summary>
    public static IEnumerable<string> Resources(string text)
    {
        var model = Read(text);
        return [.. model.Processes.Select(process => process.Name), .. model.Databases, "postgres", "messaging"];
    }

    /// <summary>The configuration keys that each process is handed, as environment variables.</summary>
    public static Dictionary<string, IReadOnlySet<string>> Keys(string text)
    {
        var root = Parse(text);
        var functions = root.DescendantNodes().OfType<LocalFunctionStatementSyntax>().ToLookup(function => function.Identifier.Text);
        return Created(root).ToDictionary(created => Literal(created.Call, 0)!, created => (IReadOnlySet<string>)KeysIn(StatementOf(created.Call)).ToHashSet());

        // Those set in place, and those that the page's own functions set.
        IEnumerable<string> KeysIn(SyntaxNode node) => node.DescendantNodes().OfType<InvocationExpressionSyntax>().SelectMany(call =>
            Name(call) == "WithEnvironment" ? [Literal(call, 0)!] : call.Expression is SimpleNameSyntax name ? functions[name.Identifier.Text].SelectMany(KeysIn) : []);
    }

    private static SyntaxNode Parse(string text) =>
        CSharpSyntaxTree.ParseText(text, CSharpParseOptions.Default.WithFeatures([new("FileBasedProgram", "true")])).GetRoot();

    // AddService<Projects.Calendar>("calendar", calendarDb, messaging, ...) and builder.AddProject<Projects.Gateway>("gateway")
    private static IEnumerable<(InvocationExpressionSyntax Call, string Project)> Created(SyntaxNode root) => root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(call => Name(call) is "AddService" or "AddProject")
        .Select(call => (call, (Generic(call)?.TypeArgumentList.Arguments[0] as QualifiedNameSyntax)?.Right.Identifier.Text!)).Where(created => created.Item2 is not null);

    private static GlobalStatementSyntax StatementOf(SyntaxNode node) => node.FirstAncestorOrSelf<GlobalStatementSyntax>()!;

    // var calendarDb = Database("calendardb"); and the broker, whose every way to be made has the same name.
    private static Dictionary<string, (string Name, bool IsDatabase)> Connections(SyntaxNode root) => root.DescendantNodes().OfType<VariableDeclaratorSyntax>()
        .Select(variable => (variable.Identifier.Text, Calls: variable.Initializer?.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => Name(call) is "Database" or "AddRabbitMQ" or "AddConnectionString").ToArray() ?? []))
        .Where(variable => variable.Calls.Length > 0)
        .ToDictionary(variable => variable.Text, variable => (string.Join(" or ", variable.Calls.Select(call => Literal(call, 0)).Distinct()), Name(variable.Calls[0]) == "Database"));

    private static Process ReadProcess(InvocationExpressionSyntax call, string project, Dictionary<string, (string Name, bool IsDatabase)> connections)
    {
        return new(project, Literal(call, 0)!, Connection(1), Connection(2));

        string? Connection(int argument) => Argument(call, argument) is IdentifierNameSyntax variable ? connections[variable.Identifier.Text].Name : null;
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
