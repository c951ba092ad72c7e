using System.Globalization;
using System.Text.RegularExpressions;

namespace Kivenkolo.Architecture.Tests;

public sealed partial class AppHostTests
{
    private static readonly string Text = Solution.Text(AppHostModel.File);

    // The test mailbox of ./run asks for no account, and no proxy stands before it.
    private static readonly string[] DeploymentsOnly = ["Smtp__User", "Smtp__Password", "Gateway__TrustedProxies__0"];

    [Fact]
    public void AppHost_and_the_sources_name_the_same_services_databases_connections_and_port() =>
        Assert.Empty(AppHostModel.Read(Text).DifferencesFrom(Sources()));

    [Theory]
    [InlineData("\"calendardb\"", "\"calendarsdb\"", "calendardb")]
    [InlineData("calendarDb, messaging", "calendarDb, null", "Calendar as calendar")]
    [InlineData("Projects.Web>(\"web\"", "Projects.Web>(\"pages\"", "Web as web")]
    [InlineData("port: 8080", "port: 8081", "8080")]
    [InlineData("#:project ../services/Partners/Partners.csproj\n", "", "Partners")]
    [InlineData("AddRabbitMQ(\"messaging\")", "AddRabbitMQ(\"broker\")", "Calendar as calendar")]
    [InlineData("builder.AddConnectionString(\"messaging\")", "builder.AddConnectionString(\"broker\")", "Calendar as calendar")]
    [InlineData(".WithReference(communications).WithReference(web)", ".WithReference(communications)", "gateway to web")]
    [InlineData(".WithReference(participation).WithReference(communications)\n    .WithEnvironment", ".WithReference(communications)\n    .WithEnvironment", "web to participation")]
    [InlineData("p => p.WithReference(identity)", "p => { }", "participation to identity")]
    [InlineData("AddService<Projects.Participation>(\"participation\", participationDb", "AddService<Projects.Participation>(\"participation\", partnersDb", "participationdb")]
    public void A_difference_is_found(string here, string changed, string toldOf)
    {
        Assert.Contains(here, Text, StringComparison.Ordinal);
        Assert.Contains(AppHostModel.Read(Text.Replace(here, changed, StringComparison.Ordinal)).DifferencesFrom(Sources()),
            difference => difference.Contains(toldOf, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AppHost_and_run_hand_each_process_the_same_configuration_keys()
    {
        foreach (var (process, keys) in AppHostModel.Keys(Text)) Assert.Equal(await HandedByRun(process), AsRunWould(keys));
    }

    [Theory]
    [InlineData("Public__Address", "Public__Url", "calendar")]
    [InlineData("partnersDb, messaging, p => Mailing(p.WithReference(identity))", "partnersDb, messaging, p => p.WithReference(identity)", "partners")]
    public async Task A_key_that_one_process_lacks_is_found(string here, string changed, string process)
    {
        Assert.Contains(here, Text, StringComparison.Ordinal);
        Assert.NotEqual(await HandedByRun(process), AsRunWould(AppHostModel.Keys(Text.Replace(here, changed, StringComparison.Ordinal))[process]));
    }

    [Fact]
    public void Services_leave_their_endpoints_to_whoever_starts_them() =>
        Assert.DoesNotContain(Solution.PathsOf("launchSettings.json"), path => path.StartsWith("services", StringComparison.Ordinal) || path.StartsWith("gateway", StringComparison.Ordinal));

    // What the code itself says: a project that runs is a process named after it; its Program.cs names its connections.
    private static Description Sources()
    {
        var processes = Solution.Running.Select(project =>
        {
            var program = File.ReadAllText(Path.Combine(project.Folder, "Program.cs"));
            return new Process(project.Name, project.Name.ToLowerInvariant(), First(Database(), program), First(Broker(), program));
        }).ToHashSet();
        return new(
            Solution.Running.Select(project => project.Name).ToHashSet(),
            processes,
            processes.Select(process => process.Database).OfType<string>().ToHashSet(),
            Ports().Matches(Solution.Text("run")).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToHashSet(),
            Calls().ToHashSet());
    }

    // The gateway leads to every service, Web shows what they know, who takes tokens asks Identity for its keys, and Demo comes from outside.
    private static IEnumerable<string> Calls()
    {
        foreach (var name in Solution.Running.Select(project => project.Name.ToLowerInvariant()))
        {
            if (name is not ("gateway" or "demo")) yield return $"gateway to {name}";
            if (name is not ("gateway" or "demo" or "web")) yield return $"web to {name}";
        }
        foreach (var project in Solution.Running.Where(project => project.Name != "Identity" && File.ReadAllText(Path.Combine(project.Folder, "Program.cs")).Contains(".AddApi(", StringComparison.Ordinal)))
            yield return $"{project.Name.ToLowerInvariant()} to identity";
        yield return "demo to gateway";
    }

    private static string? First(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    // Asked of the script itself, which has no values here. What is a connection or an address is compared above.
    private static async Task<IEnumerable<string>> HandedByRun(string process)
    {
        var told = await Command.Run("bash", ["-c", "root=$PWD; . scripts/common.sh; . scripts/processes.sh; environment_of \"$1\"", "keys", process]);
        return told.Output.Split('\n').Select(line => line.Split('=')[0])
            .Where(key => key.Contains("__", StringComparison.Ordinal) && !key.StartsWith("ConnectionStrings__", StringComparison.Ordinal) && !key.StartsWith("services__", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> AsRunWould(IEnumerable<string> keys) =>
        keys.Except(DeploymentsOnly).Where(key => key.Contains("__", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    [GeneratedRegex("AddNpgsqlDataSource\\(\"([^\"]+)\"")]
    private static partial Regex Database();

    [GeneratedRegex("AddRabbitMQClient\\(\"([^\"]+)\"")]
    private static partial Regex Broker();

    [GeneratedRegex(@"^port=(\d+)", RegexOptions.Multiline)]
    private static partial Regex Ports();
}
