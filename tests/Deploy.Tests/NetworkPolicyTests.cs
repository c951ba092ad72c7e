using System.Net;
using System.Text.Json.Nodes;
using Kivenkolo.ServiceDefaults.Outside;

namespace Kivenkolo.Deploy.Tests;

/// <summary>Nothing reaches anything, but for what the model says.</summary>
public sealed class NetworkPolicyTests
{
    [Fact]
    public async Task Every_edge_of_the_model_is_open_and_none_more() => Assert.Empty(await Differences(await Chart.Render("full")));

    [Theory]
    [InlineData(
        "templates/_model.tpl", "participation: { calls: [identity]", "participation: { calls: [identity, calendar]",
        "only in the chart: participation -> calendar")]
    [InlineData("templates/_model.tpl", "web: { calls: [identity, partners,", "web: { calls: [identity,", "not in the chart: web -> partners")]
    [InlineData(
        "templates/_model.tpl", "messaging: true, mail: true, outward: true }\ncalendar", "mail: true, outward: true }\ncalendar",
        "not in the chart: partners -> pods(is=messaging)")]
    [InlineData(
        "templates/_model.tpl", "database: participationdb, messaging: true", "database: participationdb, messaging: true, mail: true",
        "only in the chart: participation -> 10.2.0.25/32")]
    [InlineData(
        "templates/_model.tpl", "database: communicationsdb, messaging: true, mail: true",
        "database: communicationsdb, messaging: true, mail: true, outward: true", "only in the chart: communications -> public")]
    [InlineData(
        "templates/networkpolicies.yaml", "    - { protocol: UDP, port: {{ .Values.networkPolicies.dnsPort }} }\n", "",
        "not in the chart: web -> namespaces(is=dns) 5353/UDP")]
    [InlineData(
        "templates/networkpolicies.yaml", "    - { protocol: TCP, port: {{ .Values.networkPolicies.dnsPort }} }\n", "",
        "not in the chart: web -> namespaces(is=dns) 5353/TCP")]
    [InlineData(
        "templates/networkpolicies.yaml", "        {{- if eq $name \"gateway\" }}", "        {{- if true }}",
        "only in the chart: web <- namespaces(is=ingress)")]
    [InlineData(
        "templates/networkpolicies.yaml", "          - {{ $name }}-migration\n", "          - {{ $name }}\n",
        "not in the chart: web-migration -> pods(is=postgres)")]
    [InlineData("templates/networkpolicies.yaml", "    {{- if $process.database }}\n", "    {{- if false }}\n", "not in the chart: web -> pods(is=postgres)")]
    [InlineData("templates/networkpolicies.yaml", "  ingress:\n    - from:", "  ingress:\n    - {}\n    - from:", "only in the chart: web <- anyone")]
    public async Task A_flow_too_many_or_too_few_is_found(string file, string here, string changed, string toldOf) =>
        Assert.Contains(await Differences(await Chart.RenderChanged("full", file, here, changed)), found => found.StartsWith(toldOf, StringComparison.Ordinal));

    [Theory]
    [InlineData("default")]
    [InlineData("full")]
    public async Task Who_is_named_by_no_rule_is_denied(string values) => Assert.Empty(Undenied(await Chart.Render(values)));

    [Theory]
    [InlineData("policyTypes: [Ingress, Egress]\n{{- range", "policyTypes: [Ingress]\n{{- range")]
    [InlineData("policyTypes: [Ingress, Egress]\n{{- range", "policyTypes: [Ingress, Egress]\n  egress: [{}]\n{{- range")]
    [InlineData("app.kubernetes.io/instance: {{ .Release.Name }} }\n  policyTypes", "app.kubernetes.io/component: web }\n  policyTypes")]
    public async Task A_default_that_lets_something_through_is_found(string here, string changed) =>
        Assert.NotEmpty(Undenied(await Chart.RenderChanged("full", "templates/networkpolicies.yaml", here, changed)));

    [Fact]
    public async Task Deliveries_go_outward_and_never_where_the_services_themselves_would_refuse_to_send_them()
    {
        var outward = await Outward(Chart.Render("full"));
        Assert.Equal(["calendar", "partners"], outward.Select(block => block.From).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(Leaks(outward));
    }

    [Theory]
    [InlineData("10.0.0.0/8 ", "", "10.1.2.3")]
    [InlineData("169.254.0.0/16 ", "", "169.254.169.254")]
    [InlineData("cidr: 2000::/3", "cidr: ::/0", "fe80::1")]
    [InlineData("192.168.0.0/16 ", "192.168.0.0/16 8.0.0.0/8 ", "8.8.8.8 is closed")]
    public async Task A_private_address_that_is_reached_or_a_public_one_that_is_not_is_found(string here, string changed, string toldOf) =>
        Chart.Tells(Leaks(await Outward(Chart.RenderChanged("full", "templates/networkpolicies.yaml", here, changed))), toldOf);

    private static async Task<IEnumerable<string>> Differences(Rendered rendered)
    {
        var open = Flows.Of(rendered);
        var expected = Expected(await SystemModel.OfAppHost());
        return [.. open.Except(expected).Select(flow => $"only in the chart: {flow}"), .. expected.Except(open).Select(flow => $"not in the chart: {flow}")];
    }

    // The model's edges, and what a cluster has that the model does not: names, proxies, and the outside.
    private static HashSet<string> Expected(SystemModel model)
    {
        var flows = new HashSet<string>();
        foreach (var process in model.Processes)
        {
            Leaves(process.Name, process.Database, process.Messaging, process.Mail);
            foreach (var called in process.Calls)
            {
                flows.Add($"{process.Name} -> {called} 8080/TCP");
                flows.Add($"{called} <- {process.Name} 8080/TCP");
            }
            flows.Add($"{process.Name} -> namespaces(is=telemetry) 4318/TCP");
            if (process.Outward) flows.Add($"{process.Name} -> public */TCP");
            if (process.Database is not null) Leaves($"{process.Name}-migration", process.Database, messaging: false, mail: false);
        }
        flows.Add("gateway <- namespaces(is=ingress) 8080/TCP");
        flows.Add("identity -> 10.3.0.0/24 443/TCP");
        return flows;

        void Leaves(string name, string? database, bool messaging, bool mail)
        {
            foreach (var protocol in (string[])["UDP", "TCP"])
                foreach (var server in (string[])["namespaces(is=dns)", "169.254.20.10/32"]) flows.Add($"{name} -> {server} 5353/{protocol}");
            if (database is not null) flows.Add($"{name} -> pods(is=postgres) 5432/TCP");
            if (messaging) flows.Add($"{name} -> pods(is=messaging) 5672/TCP");
            if (mail) flows.Add($"{name} -> 10.2.0.25/32 465/TCP");
        }
    }

    private static IEnumerable<string> Undenied(Rendered rendered)
    {
        var denials = rendered.Of("NetworkPolicy").Where(policy => policy.At("spec.ingress") is null && policy.At("spec.egress") is null
            && policy.Each("spec.policyTypes").Select(type => type.ToString()).ToHashSet().SetEquals(["Ingress", "Egress"])).ToArray();
        return rendered.Pods().Where(pod => !denials.Any(policy => Flows.Selects(policy.At("spec.podSelector"), pod.Pod.Map("metadata.labels"))))
            .Select(pod => pod.Name);
    }

    private static async Task<(string From, JsonNode Block)[]> Outward(Task<Rendered> rendering) =>
    [
        .. (await rendering).Of("NetworkPolicy").SelectMany(policy => policy.Each("spec.egress").SelectMany(rule => rule.Each("to"))
            .Select(peer => peer.At("ipBlock")).OfType<JsonNode>().Where(block => block.Text("cidr") is "0.0.0.0/0" or "2000::/3" or "::/0")
            .Select(block => (policy.Component(), block))),
    ];

    private static IEnumerable<string> Leaks((string From, JsonNode Block)[] outward)
    {
        string[] addresses =
        [
            "8.8.8.8", "1.1.1.1", "193.166.3.1", "2001:708:10::1", "2a00:1450::1", "10.1.2.3", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.1.1",
            "169.254.169.254", "169.254.20.10", "100.64.0.1", "127.0.0.1", "0.0.0.0", "168.63.129.16", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1",
            "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fd00::1", "fc00::1", "ff02::1", "2001:db8::1",
            "2001::1", "2002:a00:1::", "3fff::1", "2620:4f:8000::1",
        ];
        foreach (var from in outward.Select(block => block.From).Distinct())
            foreach (var address in addresses.Select(IPAddress.Parse))
            {
                var isOpen = outward.Where(block => block.From == from).Any(block => Flows.Holds(block.Block, address));
                if (isOpen != OutsideTargets.IsPublic(address)) yield return $"{from}: {address} is {(isOpen ? "open" : "closed")}";
            }
    }
}
