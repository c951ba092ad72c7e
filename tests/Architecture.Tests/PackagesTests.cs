using System.Text.RegularExpressions;

namespace Kivenkolo.Architecture.Tests;

public sealed partial class PackagesTests
{
    // Each for its reason in docs/decisions: no mediator, no mapper, no validator beside the platform's, no assertion or mocking libraries.
    private static readonly string[] Unwanted =
    [
        "MediatR", "Mediator", "AutoMapper", "Mapster", "FluentValidation", "FluentAssertions", "Scrutor", "Moq", "NSubstitute", "Newtonsoft.Json",
        "MassTransit.EntityFrameworkCore", "Testcontainers",
    ];

    [Fact]
    public void Versions_are_exact_and_in_one_place() =>
        Assert.Empty(Loose(Solution.Text("Directory.Packages.props"))
            .Concat(Solution.PathsOf(".csproj").SelectMany(path => Stated(path, Solution.Text(path)))));

    [Fact]
    public void MassTransit_is_the_last_version_with_a_free_licence()
    {
        var packages = Solution.Text("Directory.Packages.props");
        Assert.Equal(["[8.5.12]", "[8.5.12]"], MassTransit(packages));
        Assert.NotEqual(["[8.5.12]", "[8.5.12]"], MassTransit(packages.Replace("[8.5.12]", "9.0.0", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_project_takes_a_package_that_was_decided_against() =>
        Assert.Empty(Solution.Projects.SelectMany(project => Refused(project)));

    // The orchestrator that Aspire brings is a package for the operating system that restores it; a lock file of another one's would fail.
    private static readonly string[] WithoutLockFile = ["AppHost", "AppHost.Tests", "Deploy.Tests"];

    [Fact]
    public void Every_project_says_in_a_lock_file_what_it_is_built_with_and_the_build_takes_nothing_else()
    {
        Assert.Empty(Unlocked(Solution.PathsOf("packages.lock.json")));
        Assert.Equal(["Calendar"], Unlocked(Solution.PathsOf("packages.lock.json").Except(["services/Calendar/packages.lock.json"])));
        Assert.Contains("-p:RestoreLockedMode=true", Solution.Text("scripts/build"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loose_version_a_stated_one_and_an_unwanted_package_are_found()
    {
        Assert.NotEmpty(Loose("""<PackageVersion Include="Npgsql" Version="10.*" />"""));
        Assert.NotEmpty(Loose("""<PackageVersion Include="Npgsql" Version="[10,)" />"""));
        Assert.NotEmpty(Stated("a.csproj", """<PackageReference Include="Npgsql" Version="10.0.3" />"""));
        Assert.NotEmpty(Stated("a.csproj", """<PackageReference Include="Npgsql" VersionOverride="10.0.3" />"""));
        Assert.NotEmpty(Refused(new Project("Calendar", "", [], ["MediatR"])));
    }

    private static IEnumerable<string> Unlocked(IEnumerable<string> files) => Solution.Projects
        .Where(project => !WithoutLockFile.Contains(project.Name))
        .Where(project => !files.Contains(Path.GetRelativePath(Checkout.Root, Path.Combine(project.Folder, "packages.lock.json"))))
            .Select(project => project.Name);

    private static IEnumerable<string> Refused(Project project) => project.Packages.Intersect(Unwanted).Select(package => $"{project.Name} takes {package}");

    private static IEnumerable<string> Loose(string packages) => Version().Matches(packages)
        .Where(match => !Exact().IsMatch(match.Groups[2].Value)).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value} is not exact");

    private static IEnumerable<string> Stated(string path, string project) => StatedVersion().Matches(project).Select(match => $"{path}: {match.Value}");

    private static string[] MassTransit(string packages) =>
        [.. Version().Matches(packages).Where(match => match.Groups[1].Value.StartsWith("MassTransit", StringComparison.Ordinal))
            .Select(match => match.Groups[2].Value)];

    [GeneratedRegex("""<PackageVersion\s+Include="([^"]+)"\s+Version="([^"]+)""")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\[?\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.-]+)?\]?$")]
    private static partial Regex Exact();

    [GeneratedRegex("""<PackageReference[^>]*Version(Override)?="[^"]*""")]
    private static partial Regex StatedVersion();
}
