using System.Text.RegularExpressions;

namespace Kivenkolo.Architecture.Tests;

public sealed partial class ReferencesTests
{
    // What a project may refer to. Services are not here: they have Contracts, Messaging and ServiceDefaults in common and never each other.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["ServiceDefaults"] = ["Contracts"],
        ["Messaging"] = ["Contracts", "ServiceDefaults"],
        ["Demo"] = ["Contracts"],
        ["Gateway"] = ["ServiceDefaults"],
        ["Web"] = ["Contracts", "ServiceDefaults"],
    };

    private static readonly string[] Shared = ["Contracts", "Messaging", "ServiceDefaults"];

    [Fact]
    public void Services_know_each_other_through_Contracts_only() => Assert.Empty(Solution.Services.SelectMany(Forbidden));

    [Fact]
    public void A_service_that_refers_to_another_is_found()
    {
        var calendar = new Project("Calendar", "services/Calendar", ["Contracts", "Participation"], []);
        Assert.Equal(["Calendar refers to Participation"], Forbidden(calendar));
    }

    [Fact]
    public void Contracts_refers_to_nothing()
    {
        Assert.Empty(Solution.Named("Contracts").References);
        Assert.Empty(Solution.Named("Contracts").Packages);
        Assert.NotEmpty(Forbidden(new Project("Contracts", "", ["ServiceDefaults"], [])));
    }

    [Fact]
    public void The_solution_holds_every_project() =>
        Assert.Empty(Missing(Solution.Text("Kivenkolo.sln"), Solution.PathsOf(".csproj")));

    [Fact]
    public void A_project_that_the_solution_lacks_or_that_is_gone_is_found()
    {
        var solution = Solution.Text("Kivenkolo.sln");
        Assert.Equal(["services/Forgotten/Forgotten.csproj is not in the solution"], Missing(solution, [.. Solution.PathsOf(".csproj"), "services/Forgotten/Forgotten.csproj"]));
        Assert.NotEmpty(Missing(solution + "\"Gone\\Gone.csproj\"", Solution.PathsOf(".csproj")));
    }

    private static IEnumerable<string> Forbidden(Project project) => project.References
        .Except(Allowed.GetValueOrDefault(project.Name, Shared))
        .Select(reference => $"{project.Name} refers to {reference}");

    private static IEnumerable<string> Missing(string solution, IEnumerable<string> projects)
    {
        var held = ProjectPaths().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/')).ToHashSet();
        var there = projects.ToHashSet();
        return there.Except(held).Select(path => $"{path} is not in the solution")
            .Concat(held.Except(there).Select(path => $"{path} is in the solution and not on disk"));
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPaths();
}
