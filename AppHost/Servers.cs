using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Kivenkolo.AppHost;

/// <summary>Where databases and the broker come from. A service cannot tell: it is handed a connection string.</summary>
internal sealed record Servers(
    Func<string, IResourceBuilder<IResourceWithConnectionString>> AddDatabase, Func<string, IResourceBuilder<IResourceWithConnectionString>> AddBroker);

internal static class ServersExtensions
{
    /// <summary>
    /// As <c>servers</c> says: <c>containers</c> that outlive a run with their data; <c>local</c>, the programs of Debian by <c>scripts/servers</c>;
    /// <c>existing</c>, what the connection strings name.
    /// </summary>
    /// <exception cref="ArgumentException">It says anything else.</exception>
    public static async Task<Servers> AddServers(this IDistributedApplicationBuilder builder, IResourceBuilder<ParameterResource> data) =>
        builder.Configuration["servers"] switch
        {
            null or "containers" => builder.Containers(),
            "local" => builder.Local(Path.Combine((await data.Resource.GetValueAsync(default))!, "servers")),
            "existing" => new(name => builder.AddConnectionString(name), name => builder.AddConnectionString(name)),
            var other => throw new ArgumentException($"servers is containers, local or existing, not '{other}'."),
        };

    private static Servers Containers(this IDistributedApplicationBuilder builder)
    {
        var postgres = builder.AddPostgres("postgres").WithDataVolume().WithLifetime(ContainerLifetime.Persistent);
        return new(name => postgres.AddDatabase(name), name => builder.AddRabbitMQ(name)
            .WithDataVolume().WithLifetime(ContainerLifetime.Persistent).WithManagementPlugin()
            // Its data lies under the node's name, which follows the container's host name unless it is given.
            .WithEnvironment("RABBITMQ_NODENAME", $"{name}@localhost"));
    }

    private static Servers Local(this IDistributedApplicationBuilder builder, string directory)
    {
        var script = Path.GetFullPath("../scripts/servers", builder.AppHostDirectory);
        var told = Describe(script, directory);
        var postgres = $"Host={told["POSTGRES_HOST"]};Port={told["POSTGRES_PORT"]};Username={told["POSTGRES_USER"]};Password={told["POSTGRES_PASSWORD"]}";
        var broker = new Uri(told["MESSAGING"]);
        builder.Services.AddHealthChecks()
            .AddAsyncCheck("local-postgres", ct => Answers(async () =>
            {
                await using var server = NpgsqlDataSource.Create($"{postgres};Database=postgres;Timeout=3");
                await using var connection = await server.OpenConnectionAsync(ct);
            }))
            .AddAsyncCheck("local-rabbitmq", ct => Answers(async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync(broker.Host, broker.Port, ct);
            }));
        var servers = builder.AddExecutable("servers", script, builder.AppHostDirectory, "run", directory)
            .WithHealthCheck("local-postgres").WithHealthCheck("local-rabbitmq");
        return new(name => Add(name, $"{postgres};Database={name}"), name => Add(name, told["MESSAGING"]));

        IResourceBuilder<IResourceWithConnectionString> Add(string name, string value) =>
            builder.AddConnectionString(name, expression => expression.AppendLiteral(value)).WaitFor(servers);
    }

    // Ports and passwords are chosen once and kept beside the data.
    private static Dictionary<string, string> Describe(string script, string directory)
    {
        using var process = Process.Start(new ProcessStartInfo(script, ["describe", directory]) { RedirectStandardOutput = true })!;
        var told = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{script} describe {directory} ended with {process.ExitCode}.");
        return told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private static async Task<HealthCheckResult> Answers(Func<Task> connect)
    {
        try
        {
            await connect();
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is NpgsqlException or SocketException) { return HealthCheckResult.Unhealthy(e.Message); }
    }
}
