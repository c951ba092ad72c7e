using System.Reflection;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kivenkolo.AppHost;

/// <summary>The words that AppHost.cs describes the system in.</summary>
internal static class Extensions
{
    /// <summary>A secret that is generated once and kept among the user's secrets.</summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name) => builder.AddParameter(
        name, new GenerateParameterDefault { MinLength = 32, MinUpper = 1, MinLower = 1, MinNumeric = 1, Special = false }, secret: true, persist: true);

    /// <summary>A process that listens, on loopback alone; its <c>/health</c> says whether it is ready.</summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> publicAddress) where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name).InDevelopment(publicAddress).WithHttpEndpoint().WithHttpHealthCheck("/health");

    /// <summary>
    /// What every process is told. Development alone allows plain HTTP, and webhooks to this machine. Aspire by itself would have each believe anyone about
    /// a caller's address.
    /// </summary>
    public static IResourceBuilder<ProjectResource> InDevelopment(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<ParameterResource> publicAddress) => project.DisableForwardedHeaders()
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development").WithEnvironment("DOTNET_ENVIRONMENT", "Development")
        .WithEnvironment("Public__Address", publicAddress).WithEnvironment("Identity__Issuer", publicAddress);

    /// <summary>A database of the service's own. The service starts when its migration, the same program with <c>--migrate</c>, has run to its end.</summary>
    /// <param name="service">The service.</param>
    /// <param name="database">Its database.</param>
    /// <param name="publicAddress">The address as people see it.</param>
    /// <param name="configure">What the migration is told besides, as is the service.</param>
    public static IResourceBuilder<ProjectResource> WithMigratedDatabase<TProject>(this IResourceBuilder<ProjectResource> service,
        IResourceBuilder<IResourceWithConnectionString> database, IResourceBuilder<ParameterResource> publicAddress,
        Action<IResourceBuilder<ProjectResource>>? configure = null) where TProject : IProjectMetadata, new()
    {
        var migration = service.ApplicationBuilder.AddProject<TProject>($"{service.Resource.Name}-migration")
            .InDevelopment(publicAddress).WithArgs("--migrate").WithReference(database).WaitFor(database).WithParentRelationship(service);
        configure?.Invoke(migration);
        configure?.Invoke(service);
        return service.WithReference(database).WaitForCompletion(migration);
    }

    /// <summary>The broker, and a command that puts failed messages back into their queue.</summary>
    public static IResourceBuilder<ProjectResource> WithMessaging(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<IResourceWithConnectionString> broker) =>
        service.WithReference(broker).WaitFor(broker).WithProcessCommand("replay", "Replay failed messages",
            async context => await service.Resource.Maintain(context, "--replay", context.Arguments["queue"].Value!),
            new ProcessCommandOptions
            {
                Description = "Puts every message of the queue's _error back into the queue.",
                IconName = "ArrowRepeatAll",
                Arguments = [new InteractionInput { Name = "queue", Label = "Queue", InputType = InputType.Text, Required = true }],
            });

    /// <summary>The mail server.</summary>
    public static IResourceBuilder<ProjectResource> WithMail(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ProjectResource> mailbox,
        IResourceBuilder<ParameterResource> from, IResourceBuilder<ParameterResource> user, IResourceBuilder<ParameterResource> password)
    {
        var smtp = mailbox.GetEndpoint("smtp");
        return service
            .WithEnvironment("Smtp__Host", smtp.Property(EndpointProperty.Host)).WithEnvironment("Smtp__Port", smtp.Property(EndpointProperty.Port))
            .WithEnvironment("Smtp__UseTls", "false").WithEnvironment("Smtp__From", from)
            .WithEnvironment("Smtp__User", user).WithEnvironment("Smtp__Password", password);
    }

    /// <summary>Receives mail for anyone, and keeps each as a file.</summary>
    public static IResourceBuilder<ProjectResource> AddMailbox<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> data) where TProject : IProjectMetadata, new()
    {
        var mailbox = builder.AddProject<TProject>(name).DisableForwardedHeaders().WithEndpoint(scheme: "tcp", name: "smtp");
        return mailbox.WithArgs(mailbox.GetEndpoint("smtp").Property(EndpointProperty.TargetPort), ReferenceExpression.Create($"{data}/mailbox"));
    }

    /// <summary>The address in a list of links, by its name.</summary>
    public static IResourceBuilder<ProjectResource> WithLink(this IResourceBuilder<ProjectResource> service, string path, string text) =>
        service.WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = path, DisplayText = text });

    // The service's own program, told what the service is told, does something and ends.
    private static async ValueTask<ProcessCommandSpec> Maintain(this ProjectResource service, ExecuteCommandContext context, params string[] arguments)
    {
        var told = await ExecutionConfigurationBuilder.Create(service).WithEnvironmentVariablesConfig()
            .BuildAsync(context.Services.GetRequiredService<DistributedApplicationExecutionContext>(), NullLogger.Instance, context.CancellationToken);
        var project = service.GetProjectMetadata().ProjectPath;
        var configuration = typeof(Extensions).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        return new ProcessCommandSpec("dotnet")
        {
            Arguments = ["run", "--no-build", "--no-launch-profile", "--configuration", configuration, "--project", project, "--", .. arguments],
            EnvironmentVariables = told.EnvironmentVariables.ToDictionary(),
        };
    }
}

/// <summary>The value of a parameter that is not given another.</summary>
internal sealed class DefaultValue(string value) : ParameterDefault
{
    public override string GetDefaultValue() => value;

    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", value);
}
