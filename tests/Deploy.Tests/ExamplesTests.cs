namespace Kivenkolo.Deploy.Tests;

/// <summary>The examples fit the chart's own values: whoever applies them has only to say what is theirs.</summary>
public sealed class ExamplesTests
{
    private static readonly string[] Files =
        [.. Directory.EnumerateFiles(Checkout.Path("deploy", "examples"), "*.yaml").Where(file => Path.GetFileName(file) != "values.yaml")];

    private static Rendered Examples(string here = "", string changed = "")
    {
        var text = string.Join("\n---\n", Files.Select(File.ReadAllText));
        Assert.Contains(here, text, StringComparison.Ordinal);
        return Chart.Parse(here.Length == 0 ? text : text.Replace(here, changed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_database_role_and_secret_of_the_chart_is_in_the_examples() => Assert.Empty(Missing(await Chart.Render("default"), Examples()));

    [Theory]
    [InlineData("name: webdb\n", "name: pagesdb\n", "webdb")]
    [InlineData("passwordSecret: { name: kivenkolo-calendardb }", "passwordSecret: { name: calendardb }", "kivenkolo-calendardb")]
    [InlineData("owner: partners\n", "owner: postgres\n", "partnersdb")]
    [InlineData("  name: kivenkolo-postgres\nspec", "  name: postgres\nspec", "kivenkolo-postgres")]
    [InlineData("  name: kivenkolo-messaging\n", "  name: broker\n", "kivenkolo-messaging")]
    public async Task A_name_that_does_not_fit_is_found(string here, string changed, string toldOf) =>
        Chart.Tells(Missing(await Chart.Render("default"), Examples(here, changed)), toldOf);

    [Fact]
    public async Task The_namespace_takes_what_is_restricted_alone_and_is_one_that_Kubernetes_knows()
    {
        var space = Assert.Single(Examples().Of("Namespace"));
        Assert.Equal("restricted", space.Map("metadata.labels")["pod-security.kubernetes.io/enforce"]);
        Assert.Empty(await Chart.AgainstSchemas([space]));
    }

    [Fact]
    public async Task The_values_are_taken_by_the_chart()
    {
        var told = await Chart.Helm("lint", "--strict", Chart.Folder, "--values", Checkout.Path("deploy", "examples", "values.yaml"));
        Assert.True(told.ExitCode == 0, told.Output + told.Errors);
    }

    private static IEnumerable<string> Missing(Rendered chart, Rendered examples)
    {
        var cluster = examples.Of("Cluster").Single();
        var roles = cluster.Each("spec.managed.roles").ToDictionary(role => role.Text("name")!, role => role.Text("passwordSecret.name"));
        var databases = examples.Of("Database").ToDictionary(database => database.Text("spec.name")!);
        foreach (var deployment in chart.Of("Deployment"))
        {
            var told = deployment.Pod()!.Environment();
            if (told.TryGetValue("ConnectionStrings__messaging", out var broker)
                && examples.Of("RabbitmqCluster").All(rabbit => broker != $"{rabbit.Name()}-default-user/connection_string"))
                yield return $"nobody makes {broker}";
            if (!told.TryGetValue("PGPASSWORD", out var secret)) continue;
            var name = told.Keys.Named("ConnectionStrings__").Single(connection => connection.EndsWith("db", StringComparison.Ordinal));
            if (!told[$"ConnectionStrings__{name}"].Contains($"Host={cluster.Name()}-rw;", StringComparison.Ordinal))
                yield return $"{name} is not in kivenkolo-postgres";
            if (!databases.TryGetValue(name, out var database) || database.Text("spec.cluster.name") != cluster.Name())
                yield return $"there is no database {name}";
            else if (roles.GetValueOrDefault(database.Text("spec.owner")!) is not { } password || $"{password}/password" != secret)
                yield return $"the owner of {name} has not the secret {secret}";
        }
        if (chart.Pods().SelectMany(pod => pod.Pod.Each("spec.volumes"))
            .Any(volume => volume.Text("secret.secretName") is { } authority && authority != $"{cluster.Name()}-ca"))
            yield return "another authority than kivenkolo-postgres";
    }
}
