using System.Globalization;
using System.Net;

namespace Kivenkolo.AppHost.Tests;

/// <summary>The system as AppHost starts it, with servers from Debian, from empty data.</summary>
public sealed class StartedSystemTests
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task It_becomes_healthy_is_filled_shows_the_week_and_leaves_nothing_behind()
    {
        var checkout = Files(Checkout.Root);
        var home = Files(Path.Combine(AppHost.RealHome, ".microsoft"));
        var data = AppHost.NewDirectory();
        var port = RunningSystem.FreePort();
        try
        {
            Directory.CreateDirectory(data);
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
                ["--servers=local", $"--port={port}", $"--Parameters:data={data}", "--DcpPublisher:RandomizePorts=false"],
                TestContext.Current.CancellationToken);
            // Beside the Demo that fills it, one that is refused.
            var demo = builder.CreateResourceBuilder<ProjectResource>("demo");
            builder.AddProject<Projects.Demo>("demo-refused").WithReference(builder.CreateResourceBuilder<ProjectResource>("gateway")).WaitForCompletion(demo)
                .WithEnvironment("Bootstrap__AdministrationClientId", "administration").WithEnvironment("Bootstrap__AdministrationClientSecret", "wrong");
            await using (var app = await builder.BuildAsync(TestContext.Current.CancellationToken)) await LookAt(app, $"http://localhost:{port}/");

            Assert.Equal(checkout, Files(Checkout.Root));
            Assert.Equal(home, Files(Path.Combine(AppHost.RealHome, ".microsoft")));
            Assert.NotEmpty(Directory.GetFiles(AppHost.Home, "secrets.json", SearchOption.AllDirectories));
            await Eventually.Become(
                async () => await Servers("status", data) == "postgres down\nrabbitmq down\n", "the servers are gone", TimeSpan.FromMinutes(1));
        }
        finally
        {
            await Servers("remove", data);
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task LookAt(DistributedApplication app, string address)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(StartLimit);
        await app.StartAsync(limit.Token);
        var resources = app.ResourceNotifications;

        // Demo ends well, one that is refused does not, and both are seen.
        Assert.Equal(0, await ExitOf("demo"));
        Assert.Equal(1, await ExitOf("demo-refused"));
        foreach (var name in (string[])["identity", "partners", "calendar", "participation", "communications", "web"])
        {
            Assert.Equal(0, await ExitOf($"{name}-migration"));
            await resources.WaitForResourceHealthyAsync(name, limit.Token);
        }
        await resources.WaitForResourceHealthyAsync("gateway", limit.Token);

        using var browser = app.CreateHttpClient("gateway");
        Assert.Equal(address, browser.BaseAddress?.ToString());
        Assert.Contains("lang=\"fi\"", await browser.GetStringAsync(new Uri("/fi/kivenkolo", UriKind.Relative), limit.Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/docs", UriKind.Relative), limit.Token)).StatusCode);

        Assert.True(resources.TryGetCurrentState("gateway", out var gateway));
        Assert.Equal([("API documents", $"{address}docs"), ("The week", address)], gateway.Snapshot.Urls
            .Select(url => (url.DisplayProperties.DisplayName, url.Url)).Where(url => url.DisplayName.Length > 0)
            .OrderBy(url => url.DisplayName, StringComparer.Ordinal));

        Assert.Contains("There is no queue calendar-when-nothing", await Replay("calendar-when-nothing"), StringComparison.Ordinal);
        async Task<string> Replay(string queue)
        {
            var result = await app.ResourceCommands.ExecuteCommandAsync("calendar", "replay",
                new InteractionInputCollection([new InteractionInput { Name = "queue", InputType = InputType.Text, Value = queue }]), limit.Token);
            Assert.False(result.Success);
            return $"{result.Message} {result.Data?.Value}";
        }

        async Task<int?> ExitOf(string name) =>
            (await resources.WaitForResourceAsync(name, e => e.Snapshot.ExitCode is not null, limit.Token)).Snapshot.ExitCode;
    }

    private static async Task<string> Servers(string verb, string data) =>
        (await Command.Try(Checkout.Path("scripts", "servers"), [verb, Path.Combine(data, "servers")])).Output;

    // What is there and when it was written; what builds and other tests write lies in folders of its own.
    private static string[] Files(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Below(new DirectoryInfo(folder))
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}"))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder) => folder.EnumerateFiles()
        .Concat(folder.EnumerateDirectories().Where(below => below.Name is not ("bin" or "obj" or ".git" or "TestResults")).SelectMany(Below));
}
