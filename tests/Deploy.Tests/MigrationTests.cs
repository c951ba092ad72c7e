using System.Globalization;
using System.Text.Json.Nodes;

namespace Kivenkolo.Deploy.Tests;

/// <summary>Migrations run before anything of a release, with nothing that the release makes, and stop it when they fail.</summary>
public sealed class MigrationTests
{
    public static TheoryData<string> Values => Chart.Values;

    [Theory, MemberData(nameof(Values))]
    public async Task Each_database_has_a_job_of_each_release_before_all_else_with_its_own_secret_alone(string values)
    {
        var rendered = await Chart.Render(values);
        Assert.Equal(
            rendered.Of("Deployment").Where(HasDatabase).Select(deployment => $"{deployment.Component()}-migration"),
            rendered.Of("Job").Select(job => job.Component()));
        Assert.Empty(Wrong(rendered));
    }

    [Theory]
    [InlineData("templates/migrations.yaml", "pre-install,pre-upgrade", "post-install,post-upgrade", "comes later")]
    [InlineData("templates/migrations.yaml", "pre-install,pre-upgrade", "pre-install", "comes later")]
    [InlineData("templates/migrations.yaml", "before-hook-creation", "hook-failed", "is in the way")]
    [InlineData("templates/migrations.yaml", "restartPolicy: Never", "restartPolicy: Never\n      serviceAccountName: made\n", "needs ServiceAccount made")]
    [InlineData("templates/migrations.yaml", "activeDeadlineSeconds: 600", "activeDeadlineSeconds: 60", "time")]
    [InlineData("templates/networkpolicies.yaml", "helm.sh/hook-weight: \"-1\"", "helm.sh/hook-weight: \"1\"", "needs NetworkPolicy kivenkolo-migrations")]
    [InlineData(
        "templates/_pod.tpl", "{{- $secret := (get $values.databases .).secret }}", "{{- $secret := $values.databases.identitydb.secret }}",
        "another's database")]
    [InlineData("templates/_pod.tpl", "if and $process.messaging (not $migrates)", "if $process.messaging", "broker")]
    [InlineData("templates/_pod.tpl", "args: [\"--migrate\"]", "args: []", "does not migrate")]
    [InlineData(
        "templates/_pod.tpl", "  - name: tmp\n    emptyDir:", "  - name: late\n    configMap: { name: made }\n  - name: tmp\n    emptyDir:",
        "needs ConfigMap made")]
    public async Task A_migration_that_leans_on_what_comes_later_or_has_too_much_is_found(string file, string here, string changed, string toldOf) =>
        Chart.Tells(Wrong(await Chart.RenderChanged("full", file, here, changed)), toldOf);

    private static IEnumerable<string> Wrong(Rendered rendered)
    {
        var before = rendered.Objects.Where(o => Weight(o) is not null).ToDictionary(o => o.FullName(), o => Weight(o)!.Value);
        foreach (var job in rendered.Of("Job"))
        {
            var (name, pod) = (job.Component(), job.Pod()!);
            var container = pod.Containers().Single();
            if (Weight(job) is not { } weight)
            {
                yield return $"{name} comes later than the release";
                continue;
            }
            if (job.Map("metadata.annotations").GetValueOrDefault("helm.sh/hook-delete-policy") != "before-hook-creation")
                yield return $"{name}: the job of the release before is in the way";
            if (pod.Text("spec.restartPolicy") != "Never" || job.At("spec.backoffLimit")?.GetValue<int>() is not <= 3)
                yield return $"{name} does not say that it failed";
            // It waits two minutes for its server.
            if (job.At("spec.activeDeadlineSeconds")?.GetValue<int>() is not (>= 240 and <= 900)) yield return $"{name} has too little time, or no end";
            if (container.Each("args").Select(argument => argument.ToString()).ToArray() is not ["--migrate"]) yield return $"{name} does not migrate";

            var service = rendered.Of("Deployment").Single(deployment => deployment.Component() + "-migration" == name);
            if (service.Pod()!.Containers().Single().Text("image") != container.Text("image")) yield return $"{name} is another image than its service";
            var told = pod.Environment();
            var foreign = rendered.Of("Deployment").Where(HasDatabase).Where(other => other != service)
                .Select(other => other.Pod()!.Environment()["PGPASSWORD"].Split('/')[0]).ToHashSet();
            var connections = told.Keys.Named("ConnectionStrings__");
            if (told.Values.Any(value => foreign.Contains(value.Split('/')[0])) || connections.Except([service.Component() + "db", "messaging"]).Any())
                yield return $"{name} has another's database";
            if (connections.Contains("messaging")) yield return $"{name} has the broker";

            foreach (var needed in Needs(pod).Concat(Opens(rendered, pod)).Where(needed => rendered.Objects.Any(o => o.FullName() == needed) || Later(needed)))
                if (!before.TryGetValue(needed, out var when) || when >= weight) yield return $"{name} needs {needed}, which comes later";
        }
    }

    // Existing Secrets come from outside; all else that a pod names would have to be made by somebody.
    private static bool Later(string needed) => !needed.StartsWith("Secret ", StringComparison.Ordinal);

    private static IEnumerable<string> Needs(JsonNode pod)
    {
        if (pod.Text("spec.serviceAccountName") is { } account) yield return $"ServiceAccount {account}";
        foreach (var volume in pod.Each("spec.volumes"))
        {
            if (volume.Text("secret.secretName") is { } secret) yield return $"Secret {secret}";
            if (volume.Text("configMap.name") is { } map) yield return $"ConfigMap {map}";
            if (volume.Text("persistentVolumeClaim.claimName") is { } claim) yield return $"PersistentVolumeClaim {claim}";
        }
        foreach (var variable in pod.Containers().SelectMany(container => container.Each("env").Concat(container.Each("envFrom"))))
        {
            if ((variable.Text("valueFrom.secretKeyRef.name") ?? variable.Text("secretRef.name")) is { } secret) yield return $"Secret {secret}";
            if ((variable.Text("valueFrom.configMapKeyRef.name") ?? variable.Text("configMapRef.name")) is { } map) yield return $"ConfigMap {map}";
        }
    }

    // The policies that let it reach its server.
    private static IEnumerable<string> Opens(Rendered rendered, JsonNode pod) => rendered.Of("NetworkPolicy")
        .Where(policy => policy.Each("spec.egress").Any() && Flows.Selects(policy.At("spec.podSelector"), pod.Map("metadata.labels")))
        .Select(policy => policy.FullName());

    private static int? Weight(JsonNode o)
    {
        var annotations = o.Map("metadata.annotations");
        var hooks = annotations.GetValueOrDefault("helm.sh/hook", "").Split(',');
        if (!hooks.Contains("pre-install") || !hooks.Contains("pre-upgrade")) return null;
        return int.Parse(annotations.GetValueOrDefault("helm.sh/hook-weight", "0"), CultureInfo.InvariantCulture);
    }

    private static bool HasDatabase(JsonNode deployment) => deployment.Pod()!.Environment().ContainsKey("PGPASSWORD");
}
