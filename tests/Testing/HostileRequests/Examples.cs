using System.Globalization;
using System.Text.Json.Nodes;

namespace Kivenkolo.Testing.HostileRequests;

/// <summary>Bodies that a service would take, made from the schema: a mutation of one is then wrong in that place alone.</summary>
internal static class Examples
{
    private static readonly string Soon = DaysAhead(14);

    // What a schema cannot say in full, by the field's name.
    private static readonly Dictionary<string, Func<JsonNode>> Known = new()
    {
        ["email"] = () => "hostile@example.org",
        ["password"] = () => "Ko1-a-long-password",
        ["address"] = () => "https://partner.example/calendar.ics",
        ["contact"] = () => "hostile@example.org",
        ["url"] = () => "https://partner.example/kivenkolo",
        ["slug"] = () => "hostile-house",
        ["space"] = () => "kivenkolo",
        ["timeZone"] = () => "Europe/Helsinki",
        ["welfareAreaCode"] = () => "03",
        ["businessId"] = () => "0201256-6",
        ["language"] = () => "fi",
        ["promisedLanguages"] = () => new JsonArray("fi"),
        ["offeredLanguages"] = () => new JsonArray("en"),
        ["spokenLanguages"] = () => new JsonArray("fi"),
        ["languages"] = () => new JsonArray("fi"),
        ["scope"] = () => new JsonArray("clients"),
        ["categories"] = () => new JsonArray(new JsonObject { ["code"] = "clients", ["name"] = new JsonObject { ["fi"] = "asukkaat ja kävijät" } }),
        ["scopes"] = () => new JsonArray("proposals:read"),
        ["keywords"] = () => new JsonArray("yso:p4354"),
        ["audience"] = () => new JsonArray("yso:p2433"),
        ["rule"] = () => "FREQ=DAILY",
        ["additionalDates"] = () => new JsonArray(DaysAhead(15)),
        ["noSignUp"] = () => false, // or there are no places to count
    };

    // A headcount is of an occurrence or of a period, not of both, and is one number or one for each category, and has no version before it is there; an idea
    // cannot be named, as none with a known id is there.
    private static readonly HashSet<string> LeftOut =
        ["RecordHeadcount.occurrenceId", "RecordHeadcount.counts", "RecordHeadcount.start", "RecordHeadcount.end", "RecordHeadcount.version",
        "AddToAgenda.ideaId", "PlanActivity.placeId", "PlanActivity.decisionId", "PlanActivity.organisationId"];

    private static string DaysAhead(int days) =>
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(days).ToString("O", CultureInfo.InvariantCulture);

    public static JsonNode Of(Operation operation) => Of(operation, operation.Id, operation.Body!, null)!;

    private static JsonNode? Of(Operation operation, string path, JsonObject schema, string? name)
    {
        if (LeftOut.Contains(path)) return null;
        if (name is not null && Known.TryGetValue(name, out var known)) return known();
        var plain = operation.Resolve(schema);
        if (plain["enum"] is JsonArray values) return values[0]!.DeepClone();
        switch (TypeOf(plain))
        {
            case "object" when plain["properties"] is JsonObject properties:
                var made = new JsonObject();
                foreach (var (property, of) in properties)
                    if (Of(operation, $"{path}.{property}", of!.AsObject(), property) is { } value) made[property] = value;
                return made;
            case "object": return new JsonObject { ["fi"] = "Teksti", ["sv"] = "Text" };
            case "array": return new JsonArray(Of(operation, path, plain["items"]!.AsObject(), null));
            case "boolean": return true;
            case "integer": return Math.Min(plain["maximum"]?.GetValue<int>() ?? 10, Math.Max(plain["minimum"]?.GetValue<int>() ?? 1, 10));
            default: break;
        }
        return plain["format"]?.GetValue<string>() switch
        {
            "uuid" => "01990000-0000-7000-8000-000000000000",
            "date" => Soon,
            "date-time" => $"{Soon}T12:00:00Z",
            _ => plain["pattern"]?.GetValue<string>().Contains("2[0-3]", StringComparison.Ordinal) == true ? "14:00" : "Teksti",
        };
    }

    public static string TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => types.Select(type => type!.GetValue<string>()).First(type => type != "null"),
        JsonValue type => type.GetValue<string>(),
        _ => schema["properties"] is null ? "string" : "object",
    };
}
