using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kivenkolo.Deploy.Tests;

/// <summary>A process, or a migration, as AppHost describes it.</summary>
/// <param name="Calls">Who it is told of.</param>
/// <param name="Outward">Whether it sends requests to addresses that somebody outside chose.</param>
/// <param name="Keys">The configuration that it is handed, but for connections and other processes.</param>
/// <param name="Secrets">Those of the keys whose value is a secret.</param>
/// <param name="Health">The path that says whether it is ready.</param>
/// <param name="Port">The port that it is given; null where any does.</param>
internal sealed record ProcessModel(
    string Name, string[] Calls, string? Database, bool Messaging, bool Mail, bool Outward, string[] Keys, string[] Secrets, string? Health, int? Port);

/// <summary>The system as AppHost describes it.</summary>
internal sealed record SystemModel(ProcessModel[] Processes, ProcessModel[] Migrations)
{
    public const string Connection = "ConnectionStrings__", Call = "services__";

    private const string Migration = "-migration";

    private static readonly Lazy<Task<SystemModel>> Once = new(Read);

    private static readonly string[] Demonstration = ["demo", "mailbox"];

    public static Task<SystemModel> OfAppHost() => Once.Value;

    /// <summary>The variables that are configuration of the process's own.</summary>
    public static string[] Own(IEnumerable<string> variables) =>
    [
        .. variables.Where(name => name.Contains("__", StringComparison.Ordinal) && !name.StartsWith(Connection, StringComparison.Ordinal)
            && !name.StartsWith(Call, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private static async Task<SystemModel> Read()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--servers=existing"]);
        // As for publishing: names stand where values would.
        var context = new DistributedApplicationExecutionContext(DistributedApplicationOperation.Publish);
        var secrets = builder.Resources.OfType<ParameterResource>()
            .Where(parameter => parameter.Secret).Select(parameter => $"{{{parameter.Name}.value}}").ToHashSet();
        var processes = new List<ProcessModel>();
        foreach (var project in builder.Resources.OfType<ProjectResource>().Where(project => !Demonstration.Contains(project.Name)))
        {
            var configuration = await ExecutionConfigurationBuilder.Create(project).WithEnvironmentVariablesConfig()
                .BuildAsync(context, NullLogger.Instance, default);
            var told = configuration.EnvironmentVariables.ToDictionary();
            var (keys, connections) = (Own(told.Keys), told.Keys.Named(Connection));
            var program = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(project.GetProjectMetadata().ProjectPath)!, "Program.cs"));
            processes.Add(new(
                project.Name,
                told.Keys.Named(Call),
                connections.SingleOrDefault(name => name != "messaging"),
                Messaging: connections.Contains("messaging"),
                Mail: keys.Contains("Smtp__Host"),
                Outward: program.Contains(".AddOutsideTargets(", StringComparison.Ordinal),
                keys,
                [.. keys.Where(key => secrets.Contains(told[key]))],
                // calendar_http_/health_200_check
                project.Annotations.OfType<HealthCheckAnnotation>().SelectMany(check => check.Key.Split('_')).SingleOrDefault(part => part.StartsWith('/')),
                project.Annotations.OfType<EndpointAnnotation>().SingleOrDefault(endpoint => endpoint.Name == "http")?.Port));
        }
        return new(
            [.. processes.Where(process => !process.Name.EndsWith(Migration, StringComparison.Ordinal))],
            [.. processes.Where(process => process.Name.EndsWith(Migration, StringComparison.Ordinal))]);
    }
}
