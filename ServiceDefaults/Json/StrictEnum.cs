using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kivenkolo.ServiceDefaults.Json;

/// <summary>
/// One of an enumeration's names in camel case, or the name that the value is given there, exactly: the framework's own converter also takes
/// <c>"weekly,urgent"</c>, <c>"Weekly "</c> and other
/// spellings for a value, which a caller who mistypes would never learn.
/// </summary>
internal sealed class StrictEnum : JsonConverterFactory
{
    /// <summary>The name of a value as the JSON has it.</summary>
    public static string NameOf(Type type, string value) =>
        type.GetField(value)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(value);

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<T> : JsonConverter<T> where T : struct, Enum
    {
        private static readonly Dictionary<string, T> Values =
            Enum.GetValues<T>().ToDictionary(value => NameOf(typeof(T), value.ToString()), StringComparer.Ordinal);
        private static readonly Dictionary<T, string> Names = Values.ToDictionary(pair => pair.Value, pair => pair.Key);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length < 200 && Values.TryGetValue(reader.GetString()!, out var value)
                ? value : throw new JsonException($"One of {string.Join(", ", Values.Keys)} is expected here.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Names[value]);

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(Names[value]);
    }
}
