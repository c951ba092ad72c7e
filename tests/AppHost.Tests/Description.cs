using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kivenkolo.AppHost.Tests;

/// <summary>A process of the system, as AppHost describes it.</summary>
/// <param name="Name">The resource's name.</param>
/// <param name="Folder">Where its project is, below the checkout.</param>
/// <param name="Keys">What it is told, by key; values refer to other resources in the form of the manifest.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="Listens">Whether it has an HTTP endpoint.</param>
/// <param name="Health">The paths of its health checks.</param>
/// <param name="Waits">Whom it waits for, and how: <c>WaitUntilHealthy calendardb</c>, <c>WaitForCompletion calendar-migration</c>.</param>
/// <param name="Parent">The resource that it is shown under.</param>
/// <param name="Commands">Commands of its own.</param>
internal sealed record Described(
    string Name, string Folder, IReadOnlyDictionary<string, string> Keys, string[] Arguments, bool Listens, string[] Health, string[] Waits,
    string? Parent, string[] Commands)
{
    public string[] Databases => [.. Connections.Where(name => name.EndsWith("db", StringComparison.Ordinal))];

    public string[] Brokers => [.. Connections.Where(name => !name.EndsWith("db", StringComparison.Ordinal))];

    /// <summary>The services it is told of.</summary>
    public string[] Calls => Tails(@"^services__(\w+)__http__0$");

    private string[] Connections => Tails(@"^ConnectionStrings__(\w+)$");

    public static async Task<Described[]> Read(IDistributedApplicationTestingBuilder builder) =>
        await Task.WhenAll(builder.Resources.OfType<ProjectResource>().Select(Read));

    private static async Task<Described> Read(ProjectResource project)
    {
        var told = await ExecutionConfigurationBuilder.Create(project).WithEnvironmentVariablesConfig().WithArgumentsConfig()
            .BuildAsync(new(DistributedApplicationOperation.Publish), NullLogger.Instance, TestContext.Current.CancellationToken);
        return new(project.Name,
            Path.GetRelativePath(Checkout.Root, Path.GetDirectoryName(project.GetProjectMetadata().ProjectPath)!),
            told.EnvironmentVariables.ToDictionary(), [.. told.Arguments.Select(argument => argument.Value)],
            project.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.UriScheme == "http"),
            [.. project.Annotations.OfType<HealthCheckAnnotation>().Select(check => Regex.Match(check.Key, "_(/[a-z]+)_").Groups[1].Value)],
            [.. project.Annotations.OfType<WaitAnnotation>().Select(wait => $"{wait.WaitType} {wait.Resource.Name}")],
            project.Annotations.OfType<ResourceRelationshipAnnotation>().FirstOrDefault(relation => relation.Type == "Parent")?.Resource.Name,
            [.. project.Annotations.OfType<ResourceCommandAnnotation>().Select(command => command.Name)]);
    }

    private string[] Tails(string pattern) =>
        [.. Keys.Keys.Select(key => Regex.Match(key, pattern))
            .Where(match => match.Success).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
}
