using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kivenkolo.Testing.HostileRequests;

/// <summary>A field of a body, as a path such as <c>series.start</c>, and its schema.</summary>
internal sealed record Field(string Path, JsonObject Schema, bool IsRequired);

/// <summary>Values, as JSON writes them, that a field never takes.</summary>
internal static class BadValues
{
    private const int LongerThanAnyText = 25_000;

    /// <summary>Every field that the example has, outermost first.</summary>
    public static IEnumerable<Field> FieldsOf(Operation operation, JsonNode example) => FieldsOf(operation, "", operation.Body!, example);

    /// <summary>A value that the field does not take; what breaks the JSON itself need not be blamed on the field.</summary>
    public static (string Value, bool NamesField) For(Operation operation, Field field, Random random)
    {
        var schema = operation.Resolve(field.Schema);
        var choices = new List<string> { HostileBodies.Nul, HostileBodies.LoneSurrogate, Long(random), Nested(random), Control(random) };
        if (field.IsRequired && !Operation.TakesNull(field.Schema)) choices.Add("null");
        if (schema["enum"] is not null) choices.AddRange(["\"unheard-of\"", "0", "1", "true", "[]", "{}", "\"\""]);
        else
        {
            choices.AddRange(Examples.TypeOf(schema) switch
            {
                "object" when schema["properties"] is null => HostileBodies.ForLocalizedText,
                "object" => ["1", "true", "[]", "\"text\"", "{\"unheardOf\":1}", "[{}]"],
                "array" when Examples.TypeOf(operation.Resolve(schema["items"]!.AsObject())) == "integer" =>
                    ["1", "\"1\"", "{}", "[\"1\"]", "[1.5]", "[true]", "[[]]", "[99999999999]"],
                "array" => ["1", "\"fi\"", "{}", "true", "[1]", "[true]", "[{\"unheardOf\":1}]", "[[]]", "[\"\"]", "[\"no good\"]", $"[{HostileBodies.Nul}]",
                    $"[{HostileBodies.LoneSurrogate}]", $"[{Long(random)}]"],
                "integer" => [.. HostileBodies.ForNumber.Where(v => v is not ("2147483647" or "-2147483648")), Huge(random), $"-{Huge(random)}", "1e9", "0x10",
                    "NaN", "1,5", "\"\"", .. OutOfRange(schema)],
                "boolean" => [.. HostileBodies.ForTruth, "0", "\"\"", "tru", "TRUE"],
                _ => schema["format"]?.GetValue<string>() switch
                {
                    "uuid" => [.. HostileBodies.ForId, "\"00000000-0000-0000-0000-00000000000g\"", "\"{}\"", "1e400"],
                    "date" => [.. HostileBodies.ForDate.Where(v => !v.Contains("0001", StringComparison.Ordinal)
                        && !v.Contains("9999", StringComparison.Ordinal)), "\"2026-11-31\"", "\"2026-13-01\"", "\"20261123\"", "\"2026-11-23T00:00:00Z\"", "{}",
                        Huge(random)],
                    "date-time" => ["1", "\"\"", "\"2026-02-30T00:00:00Z\"", "\"noon\"", "{}"],
                    _ when schema["pattern"]?.GetValue<string>().Contains("2[0-3]", StringComparison.Ordinal) == true =>
                        [.. HostileBodies.ForTime, "\"14:00:00\"", "\"14.00\"", "{}", Huge(random)],
                    _ => [.. HostileBodies.ForText, Huge(random), "[\"text\"]", "1e400"],
                },
            });
        }
        var chosen = choices[random.Next(choices.Count)];
        return (chosen, IsJson(chosen));
    }

    private static bool IsJson(string value)
    {
        try
        {
            using var _ = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = 5_000 });
            return true;
        }
        catch (JsonException) { return false; }
    }

    private static IEnumerable<Field> FieldsOf(Operation operation, string path, JsonObject schema, JsonNode example)
    {
        var plain = operation.Resolve(schema);
        if (plain["properties"] is not JsonObject properties || example is not JsonObject values) yield break;
        var required = (plain["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).ToHashSet();
        foreach (var (name, value) in values)
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            var of = properties[name]!.AsObject();
            yield return new Field(at, of, required.Contains(name));
            foreach (var inner in FieldsOf(operation, at, of, value!)) yield return inner;
        }
    }

    private static IEnumerable<string> OutOfRange(JsonObject schema)
    {
        if (schema["maximum"]?.GetValue<int>() is { } maximum) yield return (maximum + 1).ToString(CultureInfo.InvariantCulture);
        if (schema["minimum"]?.GetValue<int>() is { } minimum) yield return (minimum - 1).ToString(CultureInfo.InvariantCulture);
        yield return "2147483648";
        yield return "-2147483649";
    }

    // Whole numbers of 20 digits and more, which no integer of 64 bits holds.
    private static string Huge(Random random) => $"{random.Next(1, 10)}{new string((char)('0' + random.Next(10)), random.Next(19, 400))}";

    private static string Long(Random random) => $"\"{new string((char)('a' + random.Next(26)), LongerThanAnyText + random.Next(2_000))}\"";

    // A control character other than line feed, tab and carriage return, written as an escape or as it is.
    private static string Control(Random random)
    {
        char[] codes = ['\u0001', '\u0007', '\u0008', '\u000B', '\u000C', '\r', '\u001B', '\u007F', '\u0085', '\u009F'];
        var code = codes[random.Next(codes.Length)];
        return random.Next(2) == 0 ? $"\"a\\u{(int)code:x4}b\"" : $"\"a{code}b\"";
    }

    private static string Nested(Random random)
    {
        var depth = random.Next(17, 2_000);
        return random.Next(2) == 0 ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"fi\":", depth)) + "1" + new string('}', depth);
    }
}
