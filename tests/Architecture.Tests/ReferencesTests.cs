using System.Text.RegularExpressions;

namespace Kivenkolo.Architecture.Tests;

public sealed partial class ReferencesTests
{
    // What a project may refer to. Services are not here: they have Contracts, ServiceDefaults and what lies in Platform in common and never each other.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["ServiceDefaults"] = ["Contracts"],
        ["Kernel"] = [],
        ["Data"] = ["Contracts", "Kernel", "ServiceDefaults"],
        ["Messaging"] = ["Contracts", "Data", "ServiceDefaults"],
        ["Scheduling"] = ["Data", "Kernel", "ServiceDefaults"],
        ["Delivery"] = ["Contracts", "Data", "Kernel", "Scheduling", "ServiceDefaults"],
        ["Clients"] = ["Contracts"],
        ["Demo"] = ["Contracts", "Kernel", "ServiceDefaults"],
        ["Gateway"] = ["ServiceDefaults"],
        ["Web"] = ["Clients", "Contracts", "Data", "Kernel", "Localization", "ServiceDefaults"],
        ["Localization"] = ["Contracts"],
        ["Localization.Generator"] = [],
    };

    private static readonly string[] Shared =
        ["Contracts", "Data", "Delivery", "Kernel", "Localization", "Messaging", "Scheduling", "ServiceDefaults"];

    // Whoever knows the database or the broker: these, what refers to them, and nobody else.
    private static readonly Dictionary<string, string[]> KnownTo = new()
    {
        ["Npgsql"] = ["Data"],
        ["EntityFrameworkCore"] = ["Data", "Identity"],
        ["MassTransit"] = ["Messaging"],
        ["RabbitMQ"] = ["Messaging"],
        ["MailKit"] = ["Delivery"],
        ["Http.Resilience"] = ["Web"],
    };

    // Keys of data protection are rows of the service's own database; the tools that write migrations are not shipped.
    private static readonly string[] NotTheClient = ["Microsoft.AspNetCore.DataProtection.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Design"];

    [Fact]
    public void Services_know_each_other_through_Contracts_only() => Assert.Empty(Solution.Services.SelectMany(Forbidden));

    [Fact]
    public void A_service_that_refers_to_another_is_found()
    {
        var calendar = new Project("Calendar", "services/Calendar", ["Contracts", "Participation"], []);
        Assert.Equal(["Calendar refers to Participation"], Forbidden(calendar));
    }

    [Theory, InlineData("Contracts"), InlineData("Kernel")]
    public void Contracts_and_the_kernel_refer_to_nothing(string name)
    {
        Assert.Empty(Solution.Named(name).References);
        Assert.Empty(Solution.Named(name).Packages);
        Assert.NotEmpty(Forbidden(new Project(name, "", ["ServiceDefaults"], [])));
    }

    [Fact]
    public void Only_Platform_s_projects_take_the_clients_of_the_database_the_broker_and_the_mail_server() =>
        Assert.Empty(Solution.Services.Append(Solution.Named("ServiceDefaults")).SelectMany(Reaching));

    [Fact]
    public void A_project_that_takes_a_client_past_the_platform_is_found()
    {
        Assert.Equal(["ServiceDefaults takes Npgsql.DependencyInjection"], Reaching(new("ServiceDefaults", "", [], ["Npgsql.DependencyInjection"])));
        Assert.Equal(["Calendar takes MassTransit"], Reaching(new("Calendar", "", [], ["MassTransit"])));
        Assert.Equal(["Gateway takes Microsoft.Extensions.Http.Resilience"], Reaching(new("Gateway", "", [], ["Microsoft.Extensions.Http.Resilience"])));
        Assert.Equal(["Data takes RabbitMQ.Client"], Reaching(new("Data", "", [], ["Npgsql", "RabbitMQ.Client"])));
    }

    // Web has a database for the keys of its cookies, and no use of the broker.
    [Theory, InlineData("ServiceDefaults"), InlineData("Gateway"), InlineData("Web", "Web carries Npgsql")]
    public void The_database_and_the_broker_come_to_none_of_these_by_another_way(string name, params string[] but) =>
        Assert.Equal(but, Carried(name, Solution.Text(Path.GetRelativePath(Checkout.Root, Path.Combine(Solution.Named(name).Folder, "packages.lock.json")))));

    [Fact]
    public void A_database_s_client_that_comes_by_another_way_is_found() =>
        Assert.NotEmpty(Carried("Gateway", Solution.Text("services/Calendar/packages.lock.json")));

    [Fact]
    public void The_solution_holds_every_project() =>
        Assert.Empty(Missing(Solution.Text("Kivenkolo.sln"), Solution.PathsOf(".csproj")));

    [Fact]
    public void A_project_that_the_solution_lacks_or_that_is_gone_is_found()
    {
        var solution = Solution.Text("Kivenkolo.sln");
        Assert.Equal(["services/Forgotten/Forgotten.csproj is not in the solution"],
            Missing(solution, [.. Solution.PathsOf(".csproj"), "services/Forgotten/Forgotten.csproj"]));
        Assert.NotEmpty(Missing(solution + "\"Gone\\Gone.csproj\"", Solution.PathsOf(".csproj")));
    }

    private static IEnumerable<string> Forbidden(Project project) => project.References
        .Except(Allowed.GetValueOrDefault(project.Name, Shared))
        .Select(reference => $"{project.Name} refers to {reference}");

    private static IEnumerable<string> Reaching(Project project) => project.Packages.Except(NotTheClient)
        .Where(package => KnownTo.Any(client => package.Contains(client.Key, StringComparison.Ordinal) && !client.Value.Contains(project.Name)))
        .Select(package => $"{project.Name} takes {package}");

    // A lock file names every package that comes along.
    private static IEnumerable<string> Carried(string name, string locked) => new[] { "\"Npgsql", "\"MassTransit", "\"RabbitMQ" }
        .Where(client => locked.Contains(client, StringComparison.Ordinal)).Select(client => $"{name} carries {client[1..]}");

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
