using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kivenkolo.Testing;

/// <summary>One body that must be turned away, and the field that the answer must name.</summary>
/// <param name="Field">The field as the JSON names it, such as <c>series.start</c>; empty when no field can be named.</param>
/// <param name="Body">The body as sent.</param>
public sealed record HostileBody(string Field, string Body);

/// <summary>
/// Makes bad bodies from a good one, and checks that each is answered with 4xx problem details that name the field, and with no
/// write: a table of what people, broken clients and attackers send.
/// </summary>
public static class HostileBodies
{
    private const string Marked = "\"*here*\"";

    /// <summary>Half a surrogate pair, as JSON can say it and no text can hold it.</summary>
    public const string LoneSurrogate = "\"a\\ud800b\"";

    /// <summary>The character that PostgreSQL cannot keep.</summary>
    public const string Nul = "\"a\\u0000b\"";

    /// <summary>A text longer than any field takes.</summary>
    public static string OverLong { get; } = $"\"{new string('x', 20_001)}\"";

    /// <summary>Values that no text field takes.</summary>
    public static string[] ForText { get; } = ["1", "true", "[]", "{}", Nul, LoneSurrogate, "\"a\\u0007b\"", OverLong];

    /// <summary>Values that no text in languages takes.</summary>
    public static string[] ForLocalizedText { get; } =
        ["1", "true", "[]", "\"fi\"", """{"fi":1}""", """{"not a tag":"x"}""", $$"""{"fi":{{Nul}}}""", $$"""{"fi":{{LoneSurrogate}}}""",
            $$"""{"fi":{{OverLong}}}"""];

    /// <summary>Values that no whole number field takes.</summary>
    public static string[] ForNumber { get; } = ["\"1\"", "1.5", "1e400", "99999999999999999999", "-2147483648", "2147483647", "true", "[]", "{}"];

    /// <summary>Values that no day takes.</summary>
    public static string[] ForDate { get; } = ["1", "\"\"", "\"2026-02-30\"", "\"26-1-1\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"tomorrow\"", "true", "[]"];

    /// <summary>Values that no time of day takes.</summary>
    public static string[] ForTime { get; } = ["1", "\"\"", "\"24:00\"", "\"9\"", "\"-01:00\"", "\"14:61\"", "\"noon\"", "true", "[]"];

    /// <summary>Values that no truth takes.</summary>
    public static string[] ForTruth { get; } = ["1", "\"true\"", "[]", "{}"];

    /// <summary>Values that no id takes.</summary>
    public static string[] ForId { get; } = ["1", "\"\"", "\"not-an-id\"", "true", "[]", "{}"];

    /// <summary>Values that no list of codes takes.</summary>
    public static string[] ForCodes { get; } = ["1", "\"fi\"", "{}", "[1]", $"[{Nul}]", $"[{LoneSurrogate}]", $"[{OverLong}]", "[\"no good\"]"];

    /// <summary>The good body with one field, given by its path such as <c>series[0].start</c>, set to each of the values.</summary>
    public static IEnumerable<HostileBody> With(string good, string field, params string[] values) => values.Select(value =>
    {
        var body = JsonNode.Parse(good)!.AsObject();
        var parts = field.Split('.');
        var owner = parts[..^1].Aggregate(body, (node, part) => part.EndsWith("[0]", StringComparison.Ordinal)
            ? node[part[..^3]]![0]!.AsObject()
            : node[part]!.AsObject());
        owner[parts[^1]] = "*here*";
        return new HostileBody(field, body.ToJsonString().Replace(Marked, value, StringComparison.Ordinal));
    });

    /// <summary>Bodies that are wrong whatever the endpoint: an unknown field, no JSON, another kind of JSON, nothing.</summary>
    public static IEnumerable<HostileBody> Always(string good) =>
    [
        .. With(good, "unheardOf", "1"),
        new("", "{"), new("", "[]"), new("", "null"), new("", ""), new("", "\"text\""), new("", good + good), new("", new string('[', 5_000)),
    ];

    /// <summary>Sends each body; the answer must be a 4xx problem document that names the field.</summary>
    public static async Task AreTurnedAway(HttpClient client, HttpMethod verb, string address, IEnumerable<HostileBody> bodies)
    {
        var wrong = new List<string>();
        foreach (var hostile in bodies)
        {
            using var request = new HttpRequestMessage(verb, new Uri(address, UriKind.Relative))
            {
                Content = new StringContent(hostile.Body, Encoding.UTF8, "application/json"),
            };
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (!IsRightAnswer(hostile, response.StatusCode, response.Content.Headers.ContentType?.MediaType, text))
                wrong.Add($"{Shortened(hostile.Body)} (field {hostile.Field}) was answered with {(int)response.StatusCode} {Shortened(text)}");
        }
        if (wrong.Count > 0) throw new InvalidOperationException(string.Join('\n', wrong));
    }

    private static bool IsRightAnswer(HostileBody hostile, HttpStatusCode status, string? mediaType, string text)
    {
        if ((int)status is < 400 or > 499 || mediaType != "application/problem+json") return false;
        if (hostile.Field.Length == 0) return true;
        using var problem = JsonDocument.Parse(text);
        return problem.RootElement.TryGetProperty("errors", out var errors)
            && errors.EnumerateObject().Any(error => error.Name == hostile.Field
                || error.Name.StartsWith(hostile.Field + ".", StringComparison.Ordinal)
                    || error.Name.StartsWith(hostile.Field + "[", StringComparison.Ordinal));
    }

    private static string Shortened(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
