using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kivenkolo.SystemTests;

public sealed class RunCommandRefusals
{
    [Fact]
    public async Task A_port_that_another_program_has_is_named_in_one_line()
    {
        await using var run = new RunCommand();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        Refused(await run.Try("--port", port), $"port {port} is taken");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("80a")]
    [InlineData("")]
    public async Task A_port_that_cannot_be_is_refused(string port)
    {
        await using var run = new RunCommand();

        Refused(await run.Try("--port", port), "--port takes a number from 1 to 65535");
    }

    [Fact]
    public async Task An_unknown_option_is_refused()
    {
        await using var run = new RunCommand();

        Refused(await run.Try("--fast"), "does not know '--fast'");
    }

    [Fact]
    public async Task A_missing_SDK_is_named_in_one_line()
    {
        await using var run = new RunCommand();
        using var tools = Tools.Without("dotnet");

        Refused(await run.TryWith(new() { ["PATH"] = tools.Path }), "the .NET 10 SDK is missing");
    }

    [Fact]
    public async Task An_SDK_that_does_not_fit_is_told_from_a_missing_one()
    {
        await using var run = new RunCommand();
        using var tools = Tools.Without("dotnet");
        tools.Add("dotnet", "#!/bin/sh\necho 'A compatible .NET SDK was not found.' >&2\nexit 145\n");

        Refused(await run.TryWith(new() { ["PATH"] = tools.Path }), "no .NET SDK that global.json accepts");
    }

    [Fact]
    public async Task Data_without_the_passwords_to_it_is_half_written_and_reset_deletes_it()
    {
        await using var run = new RunCommand();
        Directory.CreateDirectory(Path.Combine(run.Data, "servers", "postgres", "data"));

        Refused(await run.Try("--port", FreePort()), "is half-written: ./run reset");

        Assert.Equal(0, (await run.Try("reset", "--yes")).ExitCode);
        Assert.False(Directory.Exists(run.Data));
    }

    [Fact]
    public async Task A_cluster_whose_making_was_interrupted_is_half_written()
    {
        await using var run = new RunCommand();
        Directory.CreateDirectory(Path.Combine(run.Data, "servers", "postgres", "data"));
        await File.WriteAllTextAsync(Path.Combine(run.Data, "secrets.env"), "COORDINATOR_EMAIL=a\n");
        await File.WriteAllTextAsync(Path.Combine(run.Data, "servers", "servers.env"), string.Concat(
            "POSTGRES_PORT RABBITMQ_PORT RABBITMQ_MANAGEMENT_PORT RABBITMQ_PROMETHEUS_PORT RABBITMQ_DISTRIBUTION_PORT RABBITMQ_EPMD_PORT"
                .Split(' ').Select(name => $"{name}={FreePort()}\n"))
            + "POSTGRES_HOST=127.0.0.1\nPOSTGRES_USER=k\nPOSTGRES_PASSWORD=p\nRABBITMQ_USER=k\nRABBITMQ_PASSWORD=p\n");

        Refused(await run.Try("--port", FreePort()), "half-written: its first start was interrupted. ./run reset starts afresh");
        Assert.Empty(await run.Processes());
    }

    [Fact]
    public async Task Nothing_is_deleted_without_a_yes()
    {
        await using var run = new RunCommand();
        Directory.CreateDirectory(run.Data);

        Refused(await run.Try("reset"), "nothing was deleted");
        Assert.True(Directory.Exists(run.Data));
    }

    [Fact]
    public async Task What_was_never_started_has_no_status_and_stops_at_once()
    {
        await using var run = new RunCommand();

        Refused(await run.Try("status"), "has not been started here");
        Refused(await run.Try("status", "--json"), "has not been started here");
        Assert.Equal(0, (await run.Try("stop")).ExitCode);
    }

    [Fact]
    public async Task Missing_packages_without_root_are_named_in_one_line()
    {
        using var tools = Tools.Without("sudo");
        var script = tools.Add("packages", await File.ReadAllTextAsync(Checkout.Path("scripts", "packages")));
        string[] asNobody = System.Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];

        var result = await Command.Try(asNobody[0], [.. asNobody[1..], script, "rabbitmq-server"], new() { ["PATH"] = tools.Path }, directory: "/");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("apt-get install -y --no-install-recommends rabbitmq-server", Assert.Single(Lines(result.Errors)), StringComparison.Ordinal);
    }

    private static string FreePort() => RunningSystem.FreePort().ToString(CultureInfo.InvariantCulture);

    private static void Refused(CommandResult result, string why)
    {
        Assert.NotEqual(0, result.ExitCode);
        var line = Assert.Single(Lines(result.Errors));
        Assert.StartsWith("run: ", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
