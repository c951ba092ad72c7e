using System.Text.RegularExpressions;

namespace Kivenkolo.Deploy.Tests;

/// <summary>The images that <c>scripts/images</c> makes are those that the chart runs. Making them takes a registry with their base.</summary>
public sealed partial class ImagesTests
{
    private static readonly string Script = File.ReadAllText(Checkout.Path("scripts", "images"));

    [Fact]
    public void Their_base_is_one_release_and_their_user_is_the_one_that_the_pods_run_as()
    {
        Assert.Matches(@"^base=\S+/dotnet/aspnet:10\.0\.\d+-\S+|@sha256:[0-9a-f]{64}$", Base().Match(Script).Value);
        Assert.Contains("-p:ContainerUser=1654 ", Script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chart_asks_for_the_names_and_the_version_that_they_have()
    {
        var version = Version().Match(await File.ReadAllTextAsync(Checkout.Path(Chart.Folder, "Chart.yaml"))).Groups[1].Value;
        Assert.Equal(
            (await Chart.Render("default")).Of("Deployment").Select(deployment => $"kivenkolo/{deployment.Component()}:{version}"),
            (await Chart.Render("default")).Of("Deployment").Select(deployment => deployment.Pod()!.Containers().Single().Text("image")));
        Assert.Equal(
            "registry.welfare.example/area/kivenkolo/web:1.2.3",
            (await Chart.Render("full")).Of("Deployment").Single(deployment => deployment.Component() == "web").Pod()!.Containers().Single().Text("image"));
        Assert.Contains("kivenkolo/$name", Script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--base localhost:1/dotnet/aspnet:10.0.12",
        "localhost:1 does not answer, where the base image localhost:1/dotnet/aspnet:10.0.12 comes from: --base names a copy")]
    [InlineData("--base localhost:1/dotnet/aspnet:latest", "an exact tag or digest")]
    [InlineData("--base localhost:1/dotnet/aspnet", "an exact tag or digest")]
    [InlineData("--tag latest", "names a release")]
    [InlineData("--push yes", "does not know '--push'")]
    public async Task What_it_needs_and_has_not_is_one_clear_line(string arguments, string toldOf)
    {
        var told = await Command.Try(Checkout.Path("scripts", "images"), arguments.Split(' '));
        Assert.NotEqual(0, told.ExitCode);
        Assert.Contains(toldOf, Assert.Single(told.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [GeneratedRegex("^base=.*$", RegexOptions.Multiline)]
    private static partial Regex Base();

    [GeneratedRegex("^appVersion: \"(.*)\"$", RegexOptions.Multiline)]
    private static partial Regex Version();
}
