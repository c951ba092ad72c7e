using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Kivenkolo.Deploy.Tests;

/// <summary>What Helm makes of <c>deploy/chart</c>.</summary>
/// <param name="Text">As it is given to the cluster.</param>
/// <param name="Objects">The same, read as Kubernetes reads it: a number that is not quoted is a number.</param>
public sealed record Rendered(string Text, JsonObject[] Objects)
{
    public IEnumerable<JsonObject> Of(string kind) => Objects.Where(o => o.Text("kind") == kind);

    /// <summary>Every pod that the objects make, by the name of what makes it.</summary>
    public IEnumerable<(string Name, JsonNode Pod)> Pods() =>
        Objects.Select(o => (o.FullName(), o.Pod())).Where(pod => pod.Item2 is not null).Select(pod => (pod.Item1, pod.Item2!));
}

public static class Chart
{
    public const string Folder = "deploy/chart";

    private static readonly Lazy<Task<string>> Tools = new(async () =>
        (await Command.Run(Checkout.Path("scripts", "chart-tools"), [], deadline: TimeSpan.FromMinutes(5))).Output.Trim());

    private static readonly ConcurrentDictionary<string, Lazy<Task<Rendered>>> Renders = new();

    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    /// <summary>The sets of values that everything is tried with: <c>values/*.yaml</c> beside this file.</summary>
    public static TheoryData<string> Values => ["default", "minimal", "full"];

    /// <summary>Helm's <c>template</c> with a set of values; made once for all tests.</summary>
    public static Task<Rendered> Render(string values) => Renders.GetOrAdd(values, name => new(async () => Parse(await Template(Folder, name)))).Value;

    /// <summary>The same of a chart in which one text of one file is another: a seeded mistake.</summary>
    public static async Task<Rendered> RenderChanged(string values, string file, string here, string changed)
    {
        using var copy = new Copy();
        var path = Path.Combine(copy.Folder, file);
        var text = await File.ReadAllTextAsync(path);
        Assert.Contains(here, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(here, changed, StringComparison.Ordinal));
        return Parse(await Template(copy.Folder, values));
    }

    public static async Task<string> Template(string folder, string values)
    {
        var told = await Helm("template", "kivenkolo", folder, "--namespace", "kivenkolo", "--values", ValuesFile(values));
        return told.ExitCode == 0 ? told.Output : throw new InvalidOperationException(told.Errors);
    }

    public static async Task<CommandResult> Helm(params string[] arguments) => await Command.Try(Path.Combine(await Tools.Value, "helm", "helm"), arguments);

    /// <summary>What Kubernetes' own schemas say against the objects, a line for each.</summary>
    public static async Task<string[]> AgainstSchemas(IEnumerable<JsonObject> objects)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(objects));
            var told = await Command.Run("node", [Path.Combine(await Tools.Value, "validate.mjs"), file]);
            return told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally { File.Delete(file); }
    }

    /// <summary>Fails unless one of the findings speaks of it.</summary>
    public static void Tells(IEnumerable<string> findings, string of) => Assert.Contains(findings, finding => finding.Contains(of, StringComparison.Ordinal));

    public static string ValuesFile(string name) => Checkout.Path("tests", "Deploy.Tests", "values", $"{name}.yaml");

    public static Rendered Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        var objects = new List<JsonObject>();
        while (parser.Accept<DocumentStart>(out _))
            if (Json(Yaml.Deserialize<object?>(parser)) is JsonObject document) objects.Add(document);
        return new(text, [.. objects]);
    }

    private static JsonNode? Json(object? value) => value switch
    {
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key.ToString()!, Json(pair.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(Json)]),
        _ => JsonSerializer.SerializeToNode(value),
    };

    private sealed class Copy : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("kivenkolo-chart-").FullName;

        public Copy()
        {
            foreach (var file in Directory.EnumerateFiles(Checkout.Path(Chart.Folder), "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(Folder, Path.GetRelativePath(Checkout.Path(Chart.Folder), file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>How to find one's way in an object.</summary>
public static class Objects
{
    /// <summary>What lies at <c>a.b.c</c>; null when there is nothing.</summary>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var step in path.Split('.')) node = (node as JsonObject)?[step];
        return node;
    }

    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();

    public static IEnumerable<JsonNode> Each(this JsonNode? node, string path) => (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    public static Dictionary<string, string> Map(this JsonNode? node, string path) =>
        (node.At(path) as JsonObject)?.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "") ?? [];

    public static string Name(this JsonNode o) => o.Text("metadata.name") ?? "";

    public static string FullName(this JsonNode o) => $"{o.Text("kind")} {o.Name()}";

    /// <summary>The process, or migration, that an object is of.</summary>
    public static string Component(this JsonNode o) => o.Map("metadata.labels")["app.kubernetes.io/component"];

    public static JsonNode? Pod(this JsonNode o) => o.Text("kind") switch
    {
        "Pod" => o,
        "CronJob" => o.At("spec.jobTemplate.spec.template"),
        _ => o.At("spec.template"),
    };

    public static IEnumerable<JsonNode> Containers(this JsonNode pod) =>
        pod.Each("spec.initContainers").Concat(pod.Each("spec.containers")).Concat(pod.Each("spec.ephemeralContainers"));

    /// <summary>Variables by name: a value, or <c>secret/key</c>.</summary>
    public static Dictionary<string, string> Environment(this JsonNode pod) => pod.Containers().SelectMany(container => container.Each("env")).ToDictionary(
        variable => variable.Text("name")!,
        variable => variable.Text("value") ?? $"{variable.Text("valueFrom.secretKeyRef.name")}/{variable.Text("valueFrom.secretKeyRef.key")}");

    /// <summary>What follows a prefix such as <c>ConnectionStrings__</c> in the names of variables, up to the next two underscores.</summary>
    public static string[] Named(this IEnumerable<string> variables, string prefix) =>
        [.. variables.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name.Split("__")[1]).Order(StringComparer.Ordinal)];
}
