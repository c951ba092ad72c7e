namespace Kivenkolo.Deploy.Tests;

/// <summary>The chart and AppHost describe one system: the same processes, databases, configuration, ports and probes. The policies have its edges.</summary>
public sealed class ModelTests
{
    // What a cluster has that a developer's machine has not.
    private static readonly string[] DeploymentsOnly = ["Identity__External__", "Gateway__TrustedProxies__1", "RateLimits__", "Gateway__RequestsPerMinute"];

    [Fact]
    public async Task The_chart_and_AppHost_say_the_same() => Assert.Empty(Differences(await Chart.Render("full"), await SystemModel.OfAppHost()));

    [Fact]
    public async Task AppHost_describes_what_is_to_be_compared()
    {
        var model = await SystemModel.OfAppHost();
        Assert.Equal(7, model.Processes.Length);
        Assert.Equal(6, model.Migrations.Length);
        Assert.Equal(["/health"], model.Processes.Select(process => process.Health).Distinct());
        Assert.Contains("Identity__KeyProtectionSecret", model.Processes.SelectMany(process => process.Secrets));
    }

    [Theory]
    [InlineData("templates/_model.tpl", "component: {{ index . 1 }}", "component: {{ index . 1 | replace \"web\" \"pages\" }}", "process web")]
    [InlineData("templates/_model.tpl", "database: calendardb", "database: partnersdb", "calendar: database")]
    [InlineData(
        "templates/_model.tpl", "participation: { calls: [identity], database: participationdb, messaging: true",
        "participation: { calls: [identity], database: participationdb", "participation: broker")]
    [InlineData("templates/_model.tpl", "calendar: { calls: [identity]", "calendar: { calls: []", "calendar: told of")]
    [InlineData("templates/_pod.tpl", "Public__Address:", "Public__Url:", "Public__Address")]
    [InlineData("templates/_pod.tpl", "Web__KeyProtectionSecret: { secret", "Web__ProtectionSecret: { secret", "Web__KeyProtectionSecret")]
    [InlineData(
        "templates/_pod.tpl", "Bootstrap__WebClientSecret: { secret: {{ $values.secrets.web }}, key: client-secret }", "Bootstrap__WebClientSecret: chosen",
        "Bootstrap__WebClientSecret is no secret")]
    [InlineData("templates/_pod.tpl", "path: /health", "path: /alive", "readiness")]
    [InlineData("templates/_model.tpl", "-}}8080{{-", "-}}8081{{-", "port")]
    [InlineData("templates/migrations.yaml", "{{- if $process.database }}", "{{- if and $process.database (ne $name \"web\") }}", "process web-migration")]
    public async Task A_difference_is_found(string file, string here, string changed, string toldOf) =>
        Chart.Tells(Differences(await Chart.RenderChanged("full", file, here, changed), await SystemModel.OfAppHost()), toldOf);

    private static IEnumerable<string> Differences(Rendered rendered, SystemModel model)
    {
        var described = model.Processes.Concat(model.Migrations).ToDictionary(process => process.Name);
        var there = rendered.Of("Deployment").Concat(rendered.Of("Job")).ToDictionary(o => o.Component());
        foreach (var name in described.Keys.Except(there.Keys)) yield return $"not in the chart: process {name}";
        foreach (var name in there.Keys.Except(described.Keys)) yield return $"only in the chart: process {name}";
        foreach (var (name, o) in there.Where(pair => described.ContainsKey(pair.Key)))
        {
            var (process, told, container) = (described[name], o.Pod()!.Environment(), o.Pod()!.Containers().Single());
            string[] databases = [.. told.Keys.Named(SystemModel.Connection).Where(connection => connection != "messaging")];
            if (databases.SingleOrDefault() != process.Database) yield return $"{name}: database {string.Join(' ', databases)}, not {process.Database}";
            foreach (var database in databases)
                if (!told[SystemModel.Connection + database].Contains($"Database={database};", StringComparison.Ordinal))
                    yield return $"{name}: {database} by another name";
            if (told.ContainsKey(SystemModel.Connection + "messaging") != process.Messaging) yield return $"{name}: broker";
            var calls = told.Keys.Named(SystemModel.Call);
            if (!calls.SequenceEqual(process.Calls)) yield return $"{name}: told of {string.Join(' ', calls)}, not of {string.Join(' ', process.Calls)}";
            var keys = SystemModel.Own(told.Keys).Where(key => !DeploymentsOnly.Any(only => key.StartsWith(only, StringComparison.Ordinal))).ToArray();
            foreach (var key in process.Keys.Except(keys)) yield return $"{name} is not told {key}";
            foreach (var key in keys.Except(process.Keys)) yield return $"{name} alone is told {key}";
            foreach (var variable in container.Each("env").Where(variable => process.Secrets.Contains(variable.Text("name"))))
                if (variable.At("valueFrom.secretKeyRef") is null) yield return $"{name}: {variable.Text("name")} is no secret";
            if (o.Text("kind") == "Job") continue;
            if (container.Text("readinessProbe.httpGet.path") != process.Health) yield return $"{name}: readiness";
            var port = container.Each("ports").Single().At("containerPort")?.GetValue<int>();
            if (process.Port is { } given && given != port) yield return $"{name}: port";
            var service = rendered.Of("Service").Single(one => one.Component() == name);
            if (service.Each("spec.ports").Single().At("port")?.GetValue<int>() != port) yield return $"{name}: port of its service";
        }
    }
}
