using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kivenkolo.Architecture.Tests;

/// <summary>Alert rules and dashboards name only metrics that the services really emit, as Prometheus writes them.</summary>
public sealed partial class MetricsTests
{
    private static readonly HashSet<string> Emitted =
        [.. Solution.Sources("services").Concat(Solution.Sources("ServiceDefaults")).Concat(Solution.Sources("gateway"))
        .Where(source => source.Text.Contains("meter", StringComparison.OrdinalIgnoreCase)).SelectMany(InPrometheus)];

    public static TheoryData<string> Files =>
        [.. Solution.PathsOf(".yaml", ".json").Where(path => path == "deploy/alerts.yaml" || path.StartsWith("deploy/dashboards", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Files))]
    public void Every_metric_named_is_emitted(string file)
    {
        var named = Named(Solution.Text(file));
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Emitted));
    }

    [Fact]
    public void A_metric_that_is_not_emitted_is_found() =>
        Assert.Equal(["kivenkolo_outbox_age_minutes"], Named("max(kivenkolo_outbox_age_minutes) > kivenkolo_outbox_waiting").Except(Emitted));

    [Fact]
    public void There_is_an_alert_for_each_thing_that_calls_for_a_person()
    {
        var alerts = Solution.Text("deploy/alerts.yaml");
        foreach (var metric in (string[])["kivenkolo_outbox_age_seconds", "kivenkolo_outbox_parked", "kivenkolo_jobs_parked", "kivenkolo_deliveries_parked",
            "kivenkolo_messages_failed_total", "kivenkolo_health", "kivenkolo_partners_webhook_deliveries_total"])
            Assert.Contains(metric, alerts, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_alert_is_explained_to_the_operator()
    {
        var guide = Solution.Text("docs/operations.md");
        Assert.All(Alerts().Matches(Solution.Text("deploy/alerts.yaml")).Select(match => match.Groups[1].Value), alert =>
            Assert.Contains(alert, guide, StringComparison.Ordinal));
    }

    private static HashSet<string> Named(string text) => [.. Metric().Matches(text).Select(match => match.Value)];

    // meter.CreateCounter<long>("kivenkolo.messages.failed", "{message}", ...) is kivenkolo_messages_failed_total.
    private static IEnumerable<string> InPrometheus(Source source) =>
        CSharpSyntaxTree.ParseText(source.Text).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        .SelectMany(call =>
        {
            var method = (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.Text ?? "";
            string[] texts = [.. call.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<LiteralExpressionSyntax>()
                .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(literal => literal.Token.ValueText)];
            if (!method.StartsWith("Create", StringComparison.Ordinal) || texts is not [var name, ..]
                || !name.StartsWith("kivenkolo.", StringComparison.Ordinal)) return [];
            var unit = texts.Contains("s") ? "_seconds" : "";
            var plain = name.Replace('.', '_') + unit;
            return method switch
            {
                "CreateCounter" or "CreateObservableCounter" => [$"{plain}_total"],
                "CreateHistogram" => (string[])[$"{plain}_bucket", $"{plain}_sum", $"{plain}_count"],
                _ => [plain],
            };
        });

    [GeneratedRegex(@"\bkivenkolo_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex Alerts();
}
