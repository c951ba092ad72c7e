using System.Text.Json.Nodes;

namespace Kivenkolo.Deploy.Tests;

/// <summary>How the pods run: closed in, found by what never changes, and taken down without anybody noticing.</summary>
public sealed class PodTests
{
    // Kubernetes' standard "restricted", every control of it: https://kubernetes.io/docs/concepts/security/pod-security-standards/
    private static readonly string[] Volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public static TheoryData<string> Values => Chart.Values;

    [Theory, MemberData(nameof(Values))]
    public async Task Every_pod_job_and_init_container_passes_restricted_and_has_no_token_and_no_disk_to_write_on(string values)
    {
        var rendered = await Chart.Render(values);
        Assert.Equal(13, rendered.Pods().Count());
        Assert.Empty(Open(rendered));
    }

    [Theory]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: false", "may run as root")]
    [InlineData("runAsUser: 1654", "runAsUser: 0", "runs as root")]
    [InlineData("    type: RuntimeDefault", "    type: Unconfined", "seccomp")]
    [InlineData("automountServiceAccountToken: false", "automountServiceAccountToken: true", "token")]
    [InlineData("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "privileges")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "root file system")]
    [InlineData("drop: [ALL]", "drop: [NET_RAW]", "capabilities")]
    [InlineData("drop: [ALL]", "drop: [ALL]\n        add: [SYS_ADMIN]", "capabilities")]
    [InlineData("enableServiceLinks: false", "enableServiceLinks: false\nhostNetwork: true", "host")]
    [InlineData("emptyDir:\n      sizeLimit: 64Mi", "hostPath:\n      path: /tmp", "hostPath")]
    [InlineData("\ncontainers:\n", "\ninitContainers:\n  - name: waits\n    image: busybox:1.36\ncontainers:\n", "waits")]
    public async Task A_pod_that_is_more_open_is_found(string here, string changed, string toldOf) =>
        Chart.Tells(Open(await Chart.RenderChanged("full", "templates/_pod.tpl", here, changed)), toldOf);

    [Theory, MemberData(nameof(Values))]
    public async Task What_is_found_by_labels_is_found_by_those_that_no_release_changes(string values) => Assert.Empty(Unstable(await Chart.Render(values)));

    [Theory]
    [InlineData(
        "app.kubernetes.io/component: {{ index . 1 }}",
        "app.kubernetes.io/component: {{ index . 1 }}\napp.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}", "version")]
    [InlineData("app.kubernetes.io/component: {{ index . 1 }}", "helm.sh/chart: {{ (index . 0).Chart.Version }}", "helm.sh/chart")]
    public async Task A_selector_that_holds_a_version_is_found(string here, string changed, string toldOf) =>
        Chart.Tells(Unstable(await Chart.RenderChanged("full", "templates/_model.tpl", here, changed)), toldOf);

    [Theory, MemberData(nameof(Values))]
    public async Task Every_process_is_replaced_spread_and_stopped_so_that_nobody_notices(string values) => Assert.Empty(Abrupt(await Chart.Render(values)));

    [Theory]
    [InlineData("templates/deployments.yaml", "maxUnavailable: 0", "maxUnavailable: 1", "unavailable")]
    [InlineData("templates/deployments.yaml", "maxSurge: 1", "maxSurge: 2", "surge")]
    [InlineData("templates/deployments.yaml", "terminationGracePeriodSeconds: 45", "terminationGracePeriodSeconds: 30", "grace")]
    [InlineData("templates/deployments.yaml", "kubernetes.io/hostname", "kubernetes.io/arch", "spread")]
    [InlineData("templates/deployments.yaml", "  maxUnavailable: 1\n", "  minAvailable: 1\n", "budget")]
    [InlineData("templates/deployments.yaml", "{{- if not $.Values.autoscaling.enabled }}", "{{- if true }}", "autoscaler")]
    [InlineData("templates/deployments.yaml", "minReplicas: {{ $own.replicas }}", "minReplicas: 0", "autoscaler")]
    [InlineData(
        "templates/_pod.tpl", "httpGet: { path: /alive, port: http }\n      periodSeconds: 10",
        "httpGet: { path: /health, port: http }\n      periodSeconds: 10", "liveness")]
    [InlineData("templates/_pod.tpl", "path: /health", "path: /alive", "readiness")]
    [InlineData("templates/_pod.tpl", "failureThreshold: 30", "failureThreshold: 10", "startup")]
    [InlineData("templates/_pod.tpl", "          seconds: 5", "          seconds: 0", "grace")]
    [InlineData("templates/_pod.tpl", "timeoutSeconds: 5", "timeoutSeconds: 1", "time")]
    [InlineData("templates/_pod.tpl", "      {{- toYaml (index . 4) | nindent 6 }}", "      limits: { cpu: 1 }", "limit")]
    [InlineData("templates/_model.tpl", ":{{ $images.tag | default (index . 0).Chart.AppVersion }}", ":latest", "latest")]
    public async Task A_process_that_is_replaced_less_gently_is_found(string file, string here, string changed, string toldOf) =>
        Chart.Tells(Abrupt(await Chart.RenderChanged("full", file, here, changed)), toldOf);

    [Fact]
    public async Task There_are_two_of_every_process_unless_somebody_says_otherwise() =>
        Assert.All((await Chart.Render("default")).Of("Deployment"), deployment => Assert.Equal("2", deployment.Text("spec.replicas")));

    [Theory, MemberData(nameof(Values))]
    public async Task No_disk_is_shared_or_kept(string values)
    {
        var rendered = await Chart.Render(values);
        Assert.Empty(rendered.Of("PersistentVolumeClaim"));
        var volumes = rendered.Pods().SelectMany(pod => pod.Pod.Each("spec.volumes"));
        Assert.All(volumes, volume => Assert.True(volume.At("emptyDir") is not null || volume.At("secret") is not null));
    }

    [Fact]
    public async Task Telemetry_goes_where_it_is_sent_by_OTLP_under_the_name_of_the_process() =>
        Assert.All((await Chart.Render("full")).Of("Deployment"), deployment =>
        {
            var told = deployment.Pod()!.Environment();
            Assert.Equal(
                ("http://collector.monitoring:4318", "http/protobuf", deployment.Component()),
                (told["OTEL_EXPORTER_OTLP_ENDPOINT"], told["OTEL_EXPORTER_OTLP_PROTOCOL"], told["OTEL_SERVICE_NAME"]));
        });

    private static IEnumerable<string> Open(Rendered rendered)
    {
        foreach (var (name, pod) in rendered.Pods())
        {
            var spec = pod.At("spec");
            if (spec.Text("automountServiceAccountToken") != "false") yield return $"{name} has a token";
            foreach (var part in (string[])["hostNetwork", "hostPID", "hostIPC"])
                if (spec.Text(part) == "true") yield return $"{name}: {part} of the host";
            foreach (var volume in spec.Each("volumes"))
                foreach (var kind in volume.AsObject().Select(member => member.Key).Except(["name", .. Volumes])) yield return $"{name} has a volume {kind}";
            if (spec.Each("securityContext.sysctls").Any() || spec.At("securityContext.seLinuxOptions") is not null)
                yield return $"{name} changes the kernel or SELinux";
            foreach (var container in pod.Containers())
                foreach (var found in Open(spec!, container)) yield return $"{name} {container.Text("name")} {found}";
        }
    }

    private static IEnumerable<string> Open(JsonNode pod, JsonNode container)
    {
        // What a container says goes before what its pod says.
        string? Said(string what) => container.Text($"securityContext.{what}") ?? pod.Text($"securityContext.{what}");

        if (Said("runAsNonRoot") != "true") yield return "may run as root";
        if (Said("runAsUser") is null or "0") yield return "runs as root or as somebody unknown";
        if (Said("seccompProfile.type") is not ("RuntimeDefault" or "Localhost")) yield return "has no seccomp profile";
        if (Said("windowsOptions.hostProcess") == "true" || container.Text("securityContext.privileged") == "true") yield return "is the host's";
        if (container.Text("securityContext.allowPrivilegeEscalation") != "false") yield return "may gain privileges";
        if (container.Text("securityContext.readOnlyRootFilesystem") != "true") yield return "writes on its root file system";
        if (container.Text("securityContext.procMount") is not (null or "Default") || container.At("securityContext.seLinuxOptions") is not null)
            yield return "changes proc or SELinux";
        if (container.Each("ports").Any(port => port.At("hostPort") is not null)) yield return "has a port of the host";
        var dropped = container.Each("securityContext.capabilities.drop").Select(one => one.ToString());
        var added = container.Each("securityContext.capabilities.add").Select(one => one.ToString());
        if (!dropped.Contains("ALL") || added.Except(["NET_BIND_SERVICE"]).Any()) yield return "keeps capabilities";
    }

    private static IEnumerable<string> Unstable(Rendered rendered)
    {
        foreach (var o in rendered.Objects)
        {
            var selector = o.Map(o.Text("kind") switch
            {
                "Service" => "spec.selector",
                "NetworkPolicy" => "spec.podSelector.matchLabels",
                _ => "spec.selector.matchLabels",
            });
            foreach (var label in selector.Keys.Except(["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component"]))
                yield return $"{o.FullName()} selects by {label}";
            // What it selects is there.
            if (o.Text("kind") is "Deployment" or "Service" or "PodDisruptionBudget"
                && rendered.Pods().All(pod => selector.Except(pod.Pod.Map("metadata.labels")).Any()))
                yield return $"{o.FullName()} selects nothing";
        }
    }

    private static IEnumerable<string> Abrupt(Rendered rendered)
    {
        foreach (var (name, pod) in rendered.Pods())
            foreach (var container in pod.Containers())
            {
                if (container.Text("image")?.Split('/')[^1].Split(':') is not [_, not "latest"])
                    yield return $"{name} runs latest or no version at all";
                if (!container.Map("resources.requests").Keys.ToHashSet().SetEquals(["cpu", "memory"])) yield return $"{name} requests nothing";
                if (container.At("resources.limits.memory") is null) yield return $"{name} has no limit";
            }
        foreach (var deployment in rendered.Of("Deployment"))
        {
            var (name, pod) = (deployment.Name(), deployment.At("spec.template.spec")!);
            if (deployment.Text("spec.strategy.rollingUpdate.maxSurge") != "1") yield return $"{name}: surge";
            if (deployment.Text("spec.strategy.rollingUpdate.maxUnavailable") != "0") yield return $"{name}: unavailable";
            var container = pod.Each("containers").Single();
            if (container.Text("livenessProbe.httpGet.path") != "/alive") yield return $"{name}: liveness knows more than the process";
            if (container.Text("readinessProbe.httpGet.path") != "/health") yield return $"{name}: readiness does not know the database";
            // Identity waits sixty seconds for its database before it listens.
            if (container.Text("startupProbe.httpGet.path") != "/alive" || Number("startupProbe.periodSeconds") * Number("startupProbe.failureThreshold") < 75)
                yield return $"{name}: startup";
            // /health gives each of its checks three seconds.
            foreach (var probe in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
                if (Number($"{probe}.timeoutSeconds") <= 3 || container.Text($"{probe}.httpGet.port") != "http")
                    yield return $"{name}: {probe} has too little time";
            // .NET gives what is under way thirty seconds.
            var (pause, grace) = (Number("lifecycle.preStop.sleep.seconds"), Of(pod, "terminationGracePeriodSeconds") ?? 30);
            if (pause < 3 || grace < pause + 35) yield return $"{name}: grace";
            var spread = pod.Each("topologySpreadConstraints").Select(one => one.Text("topologyKey"));
            if (!spread.Contains("kubernetes.io/hostname") || !spread.Contains("topology.kubernetes.io/zone"))
                yield return $"{name}: not spread over nodes and zones";
            var labels = deployment.Map("spec.selector.matchLabels");
            if (pod.Each("topologySpreadConstraints").Any(one => one.Map("labelSelector.matchLabels").Except(labels).Any()))
                yield return $"{name}: spread by others' labels";
            if (rendered.Of("PodDisruptionBudget").SingleOrDefault(one => !one.Map("spec.selector.matchLabels").Except(labels).Any()) is not { } budget
                || Of(budget, "spec.maxUnavailable") != 1)
                yield return $"{name}: no budget of one unavailable";
            if (rendered.Of("HorizontalPodAutoscaler").SingleOrDefault(scaler => scaler.Text("spec.scaleTargetRef.name") == name) is not { } scaled) continue;
            var (least, most) = (Of(scaled, "spec.minReplicas"), Of(scaled, "spec.maxReplicas"));
            if (deployment.At("spec.replicas") is not null || least is null or < 1 || most < least)
                yield return $"{name}: the release and the autoscaler disagree";

            int Number(string path) => Of(container, path) ?? 0;
        }

        static int? Of(JsonNode node, string path) => node.At(path)?.GetValue<int>();
    }
}
