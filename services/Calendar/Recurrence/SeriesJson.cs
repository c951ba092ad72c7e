using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kivenkolo.Calendar.Recurrence;

/// <summary>Series as they are kept: an array in JSON, with each rule as its text.</summary>
public static class SeriesJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new RuleAsText() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
    };

    public static string Write(IReadOnlyList<Series> series) => JsonSerializer.Serialize(series, Options);

    public static IReadOnlyList<Series> Read(string json) => JsonSerializer.Deserialize<Series[]>(json, Options)!;

    private sealed class RuleAsText : JsonConverter<RecurrenceRule>
    {
        public override RecurrenceRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            RecurrenceRule.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, RecurrenceRule value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
