using System.Globalization;
using System.Text.RegularExpressions;

namespace Kivenkolo.Architecture.Tests;

public sealed partial class AppHostTests
{
    private static readonly string Text = Solution.Text(AppHostModel.File);

    // The test mailbox of ./run asks for no account.
    private static readonly string[] DeploymentsOnly = ["Smtp__User", "Smtp__Password"];

    [Fact]
    public void AppHost_and_the_sources_name_the_same_services_databases_connections_and_port() =>
        Assert.Empty(AppHostModel.Read(Text).DifferencesFrom(Sources()));

    [Theory]
    [InlineData("\"calendardb\"", "\"calendarsdb\"", "calendardb")]
    [InlineData("calendarDb, messaging", "calendarDb, null", "Calendar as calendar")]
    [InlineData("Projects.Web>(\"web\"", "Projects.Web>(\"pages\"", "Web as web")]
    [InlineData("port: 8080", "port: 8081", "8080")]
    [InlineData("#:project ../services/Partners/Partners.csproj\n", "", "Partners")]
    [InlineData("AddService<Projects.Participation>(\"participation\", participationDb", "AddService<Projects.Participation>(\"participation\", partnersDb", "participationdb")]
    public void A_difference_is_found(string here, string changed, string toldOf)
    {
        Assert.Contains(here, Text, StringComparison.Ordinal);
        Assert.Contains(AppHostModel.Read(Text.Replace(here, changed, StringComparison.Ordinal)).DifferencesFrom(Sources()),
            difference => difference.Contains(toldOf, StringComparison.Ordinal));
    }

    [Fact]
    public void AppHost_and_run_hand_out_the_same_configuration_keys()
    {
        var run = Handed(Solution.Text("scripts/processes.sh")).ToHashSet();
        var appHost = AppHostModel.Keys(Text).Except(DeploymentsOnly).Where(key => !key.StartsWith("ASPNETCORE", StringComparison.Ordinal)).ToHashSet();
        Assert.Equal(run.Order(StringComparer.Ordinal), appHost.Order(StringComparer.Ordinal));
        Assert.NotEqual(run.Order(StringComparer.Ordinal), AppHostModel.Keys(Text.Replace("Public__Address", "Public__Url", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
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
            Ports().Matches(Solution.Text("run")).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToHashSet());
    }

    private static string? First(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    private static IEnumerable<string> Handed(string script) => HandedKeys().Matches(script).Select(match => match.Groups[1].Value)
        .Where(key => !key.StartsWith("ConnectionStrings__", StringComparison.Ordinal) && !key.StartsWith("services__", StringComparison.Ordinal));

    [GeneratedRegex("AddNpgsqlDataSource\\(\"([^\"]+)\"")]
    private static partial Regex Database();

    [GeneratedRegex("AddRabbitMQClient\\(\"([^\"]+)\"")]
    private static partial Regex Broker();

    [GeneratedRegex(@"^port=(\d+)", RegexOptions.Multiline)]
    private static partial Regex Ports();

    [GeneratedRegex(@"^\s*(?:echo "")?([A-Z][A-Za-z]+__[A-Za-z_]+)=", RegexOptions.Multiline)]
    private static partial Regex HandedKeys();
}
