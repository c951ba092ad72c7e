using System.Text.Json.Nodes;
using k8s;

namespace Kivenkolo.Deploy.Tests;

/// <summary>What is rendered is what a cluster takes, the same each time, and nothing is made up where a name is missing.</summary>
public sealed class RenderingTests
{
    public static TheoryData<string> Values => Chart.Values;

    [Theory, MemberData(nameof(Values))]
    public async Task Helm_finds_nothing_to_say_against_the_chart(string values)
    {
        var told = await Chart.Helm("lint", "--strict", Chart.Folder, "--values", Chart.ValuesFile(values));
        Assert.True(told.ExitCode == 0 && !told.Output.Contains("[WARNING]", StringComparison.Ordinal), told.Output + told.Errors);
    }

    [Theory, MemberData(nameof(Values))]
    public async Task Every_object_is_one_that_Kubernetes_knows_with_members_that_it_knows(string values)
    {
        var rendered = await Chart.Render(values);
        Assert.NotEmpty(rendered.Objects);
        Assert.Empty(Unknown(rendered));
        Assert.Empty(await Chart.AgainstSchemas(rendered.Objects));
    }

    [Theory]
    [InlineData("templates/deployments.yaml", "maxUnavailable: 0", "maxUnavailible: 0", "maxUnavailible")]
    [InlineData("templates/_pod.tpl", "readOnlyRootFilesystem", "readOnlyRootFileSystem", "readOnlyRootFileSystem")]
    [InlineData("templates/networkpolicies.yaml", "policyTypes:", "policyType:", "policyType")]
    [InlineData("templates/migrations.yaml", "backoffLimit", "backOffLimit", "backOffLimit")]
    public async Task A_member_that_Kubernetes_does_not_know_is_found(string file, string here, string changed, string toldOf) =>
        Chart.Tells(Unknown(await Chart.RenderChanged("full", file, here, changed)), toldOf);

    [Theory]
    [InlineData("templates/_pod.tpl", "path: /alive, port: http", "path: /alive, port: http, scheme: http", "scheme")]
    [InlineData("templates/_pod.tpl", "periodSeconds: 5", "periodSeconds: soon", "periodSeconds")]
    [InlineData("templates/_pod.tpl", "value: {{ $value | quote }}", "value: {{ $value }}", "env")]
    [InlineData("templates/deployments.yaml", "kind: PodDisruptionBudget", "kind: PodDisruptionBudgets", "PodDisruptionBudgets")]
    [InlineData("templates/ingress.yaml", "pathType: Prefix", "pathType: 7", "pathType")]
    [InlineData("templates/migrations.yaml", "restartPolicy: Never", "restartPolicy: [Never]", "restartPolicy")]
    public async Task A_value_that_Kubernetes_refuses_is_found(string file, string here, string changed, string toldOf) =>
        Chart.Tells(await Chart.AgainstSchemas((await Chart.RenderChanged("full", file, here, changed)).Objects), toldOf);

    [Theory, MemberData(nameof(Values))]
    public async Task Two_renders_are_the_same_to_the_byte(string values) =>
        Assert.Equal((await Chart.Render(values)).Text, await Chart.Template(Chart.Folder, values));

    [Fact]
    public async Task A_render_that_changes_each_time_is_found()
    {
        const string random = "{{ randAlphaNum 20 }}";
        Assert.NotEqual((await WithMade(random)).Text, (await WithMade(random)).Text);
    }

    [Theory, MemberData(nameof(Values))]
    public async Task The_chart_creates_no_Secret_and_hands_out_none_that_it_creates_itself(string values) =>
        Assert.Empty(MadeSecrets(await Chart.Render(values)));

    [Fact]
    public async Task A_Secret_that_the_chart_creates_is_found() => Assert.Equal(["Secret made"], MadeSecrets(await WithMade("made")));

    private static Task<Rendered> WithMade(string name)
    {
        const string rest = "{{- with .Values.ingress }}";
        return Chart.RenderChanged("default", "templates/ingress.yaml", rest, $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: {name} }}\n---\n{rest}");
    }

    [Theory]
    [InlineData("publicAddress")]
    [InlineData("mail.host")]
    [InlineData("postgres.host")]
    [InlineData("databases.identitydb.secret")]
    [InlineData("databases.webdb.secret")]
    [InlineData("messaging.secret")]
    [InlineData("messaging.key")]
    [InlineData("secrets.identity")]
    [InlineData("secrets.web")]
    [InlineData("ingress.tlsSecret")]
    [InlineData("identityProvider.secret")]
    public async Task A_name_that_is_missing_is_named(string name)
    {
        var (above, last) = (string.Concat(name.Split('.')[..^1].Select(part => "/" + part)), name.Split('.')[^1]);
        Assert.Contains($"at '{above}/{last}'", await Refused($"{name}="), StringComparison.Ordinal);
        Assert.Contains($"at '{above}': missing property '{last}'", await Refused($"{name}=null"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publicAddress=http://kivenkolo.example", "/publicAddress")]
    [InlineData("images.tag=latest", "/images/tag")]
    [InlineData("databases.calendardb.sekret=x", "sekret")]
    [InlineData("networkPolicies.postgres=[]", "/networkPolicies/postgres")]
    [InlineData("processes.web.replicas=0", "/processes/web/replicas")]
    [InlineData("telemetry.endpoint=http://collector", "/telemetry/endpoint")]
    [InlineData("processes.web.resources.limits.memory=null", "/processes/web/resources/limits")]
    public async Task A_value_that_would_do_harm_is_refused(string value, string toldOf) =>
        Assert.Contains(toldOf, await Refused(value), StringComparison.Ordinal);

    private static async Task<string> Refused(string value)
    {
        var set = value.EndsWith(']') ? "--set-json" : "--set";
        var told = await Chart.Helm("template", "kivenkolo", Chart.Folder, "--values", Chart.ValuesFile("full"), set, value);
        Assert.NotEqual(0, told.ExitCode);
        return told.Errors;
    }

    private static IEnumerable<string> MadeSecrets(Rendered rendered) => rendered.Of("Secret").Select(secret => secret.FullName());

    // Loaded into the classes of Kubernetes' own C# client, which takes no member that it does not know.
    private static IEnumerable<string> Unknown(Rendered rendered) => rendered.Objects.SelectMany(o => Unknown(o));

    private static IEnumerable<string> Unknown(JsonObject o)
    {
        try
        {
            KubernetesYaml.LoadAllFromString(o.ToJsonString(), strict: true);
            return [];
        }
        catch (Exception e) { return [$"{o.FullName()}: {e.Message} {e.InnerException?.Message}"]; }
    }
}
