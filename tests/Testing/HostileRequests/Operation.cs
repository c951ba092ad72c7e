using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kivenkolo.Testing.HostileRequests;

/// <summary>A part of an address that a request fills in.</summary>
internal sealed record Parameter(string Name, bool IsInPath, JsonObject Schema);

/// <summary>What one verb on one path of a committed OpenAPI document takes, and who may call it by the committed manifest.</summary>
internal sealed partial record Operation(
    string Service, string Id, HttpMethod Verb, string Path, Parameter[] Parameters, JsonObject? Body, string[] Answers, string Access, JsonObject Document)
{
    /// <summary>Every operation of every service that has a document.</summary>
    public static Operation[] ReadAll() =>
        [.. Directory.EnumerateFiles(Checkout.Path("services"), "openapi.json", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).SelectMany(ReadFile)];

    /// <summary>Every operation of one service.</summary>
    public static Operation[] Read(string service) => [.. ReadFile(Checkout.Path("services", service, "openapi.json"))];

    public bool IsFor(Caller caller) => Access == "everyone" || caller switch
    {
        Caller.Administration => true,
        Caller.Partner => Access.Contains("partner(", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>The schema behind a reference, and behind "this or null".</summary>
    public JsonObject Resolve(JsonObject schema)
    {
        while (true)
        {
            if (schema["$ref"]?.GetValue<string>() is { } reference) schema = Document["components"]!["schemas"]![reference.Split('/')[^1]]!.AsObject();
            else if (schema["oneOf"] is JsonArray either && either.Count == 2)
                schema = either.Select(e => e!.AsObject()).Single(e => e["type"]?.ToJsonString() != "\"null\"");
            else return schema;
        }
    }

    /// <summary>Whether null is as good as a value.</summary>
    public static bool TakesNull(JsonObject schema) => schema["oneOf"] is not null
        || (schema["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null")) || (schema["enum"] as JsonArray)
            ?.Contains(null) == true;

    private static IEnumerable<Operation> ReadFile(string file)
    {
        var service = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file)!);
        var document = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        var manifest = AccessTable.Committed(service);
        foreach (var (path, verbs) in document["paths"]!.AsObject())
        {
            foreach (var (verb, described) in verbs!.AsObject())
            {
                var operation = described!.AsObject();
                var line = Array.Find(manifest, l => l.Verb.Equals(verb, StringComparison.OrdinalIgnoreCase) && Bare(l.Route) == path)
                    ?? throw new InvalidOperationException($"{verb} {path} is in {file} and not in the manifest beside it.");
                yield return new Operation(service, operation["operationId"]!.GetValue<string>(), new HttpMethod(line.Verb), path,
                    [.. (operation["parameters"] as JsonArray ?? [])
                        .Select(p => new Parameter(p!["name"]!.GetValue<string>(), p["in"]!.GetValue<string>() == "path", p["schema"]!.AsObject()))],
                    operation["requestBody"]?["content"]?["application/json"]?["schema"]?.AsObject(),
                    [.. operation["responses"]!.AsObject().Select(answer => answer.Key)], line.Access, document);
            }
        }
    }

    // As the document writes the route of the manifest: without constraints and without a slash at the end.
    private static string Bare(string route) => Constraint().Replace(route, "{$1}").TrimEnd('/');

    [GeneratedRegex(@"\{(\w+):\w+\}")]
    private static partial Regex Constraint();
}

/// <summary>Who sends a request.</summary>
internal enum Caller
{
    Resident,
    Partner,
    Administration,
}
