using System.Net;
using System.Text.Json.Nodes;

namespace Kivenkolo.Deploy.Tests;

/// <summary>
/// What the NetworkPolicies of a render let through, as lines: <c>calendar -> identity 8080/TCP</c> leaves calendar, and
/// <c>identity &lt;- calendar 8080/TCP</c> enters identity. Both are needed for one to reach the other.
/// </summary>
internal static class Flows
{
    public static SortedSet<string> Of(Rendered rendered)
    {
        var pods = rendered.Pods().Select(pod => pod.Pod.Map("metadata.labels")).ToArray();
        var flows = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            var name = pod["app.kubernetes.io/component"];
            var policies = rendered.Of("NetworkPolicy").Where(policy => Selects(policy.At("spec.podSelector"), pod)).ToArray();
            foreach (var (direction, rules, peers, arrow) in new[] { ("Egress", "egress", "to", "->"), ("Ingress", "ingress", "from", "<-") })
            {
                var of = policies.Where(policy => policy.Each("spec.policyTypes").Any(type => type.ToString() == direction)).ToArray();
                if (of.Length == 0) flows.Add($"{name} {arrow} anyone");
                foreach (var rule in of.SelectMany(policy => policy.Each($"spec.{rules}")))
                    foreach (var peer in Peers(rule.Each(peers).ToArray(), pods))
                        foreach (var port in Ports(rule.Each("ports").ToArray())) flows.Add($"{name} {arrow} {peer} {port}");
            }
        }
        return flows;
    }

    /// <summary>Whether a rule's block of addresses lets the address through.</summary>
    public static bool Holds(JsonNode block, IPAddress address) =>
        IPNetwork.Parse(block.Text("cidr")!).Contains(address) && !block.Each("except").Any(hole => IPNetwork.Parse(hole.ToString()).Contains(address));

    public static bool Selects(JsonNode? selector, Dictionary<string, string> labels) =>
        selector.Map("matchLabels").All(label => labels.GetValueOrDefault(label.Key) == label.Value)
        && selector.Each("matchExpressions").All(one => one.Text("operator") == "In"
            && one.Each("values").Any(value => labels.GetValueOrDefault(one.Text("key")!) == value.ToString()));

    // No peers and no ports mean all of them.
    private static IEnumerable<string> Peers(JsonNode[] peers, Dictionary<string, string>[] pods) => peers.Length == 0 ? ["anyone"] : peers.SelectMany(peer =>
    {
        if (peer.At("ipBlock") is { } block) return [block.Text("cidr") is "0.0.0.0/0" or "2000::/3" ? "public" : block.Text("cidr")!];
        if (peer.At("namespaceSelector") is { } space) return [$"namespaces({Labels(space)})"];
        var ours = pods.Where(pod => Selects(peer.At("podSelector"), pod)).Select(pod => pod["app.kubernetes.io/component"]).ToArray();
        return ours.Length > 0 ? ours : (string[])[$"pods({Labels(peer.At("podSelector"))})"];
    });

    private static IEnumerable<string> Ports(JsonNode[] ports) =>
        ports.Length == 0 ? ["all ports"] : ports.Select(port => $"{port.Text("port") ?? "*"}/{port.Text("protocol")}");

    private static string Labels(JsonNode? selector) => string.Join(',', selector.Map("matchLabels").Select(label => $"{label.Key}={label.Value}"));
}
