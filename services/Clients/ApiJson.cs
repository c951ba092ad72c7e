using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kivenkolo.Clients;

/// <summary>JSON as the services write it, read leniently: a newer service may say more than this client knows.</summary>
public static class ApiJson
{
    /// <summary>A time of the wall clock, to the minute.</summary>
    public const string TimeFormat = "HH:mm";

    /// <summary>Unknown members are passed over, unknown names of enumerations are <c>Unknown</c>; what is null is not sent.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new TimeConverter(), new EnumConverterFactory() },
    };

    private sealed class TimeConverter : JsonConverter<TimeOnly>
    {
        public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeOnly.TryParseExact(reader.GetString(), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? time : throw new JsonException("A time is written as 14:00.");

        public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(TimeFormat, CultureInfo.InvariantCulture));
    }

    private sealed class EnumConverterFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(EnumConverter<>).MakeGenericType(typeToConvert))!;
    }

    // The framework's own converter throws for a name that it does not know, and one new state would take a whole page away.
    private sealed class EnumConverter<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ApiNames.Parse<T>(reader.GetString());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name());
    }
}

/// <summary>Values of enumerations by the names that the API has for them, such as <c>onAgenda</c>.</summary>
public static class ApiNames
{
    /// <summary>The value of that name; <c>Unknown</c> (the default) when there is none.</summary>
    public static T Parse<T>(string? name) where T : struct, Enum => name is null ? default : Names<T>.Values.GetValueOrDefault(name);

    /// <summary>The name; what is <c>Unknown</c> has none, and cannot be sent (<see cref="ArgumentOutOfRangeException"/>).</summary>
    public static string Name<T>(this T value) where T : struct, Enum =>
        value.KnownName() ?? throw new ArgumentOutOfRangeException(nameof(value), value, $"No {typeof(T).Name} of the API.");

    /// <summary>The name; null for <c>Unknown</c>.</summary>
    public static string? KnownName<T>(this T value) where T : struct, Enum => Names<T>.ByValue.GetValueOrDefault(value);

    /// <summary>Every value that has a name.</summary>
    public static IReadOnlyCollection<T> All<T>() where T : struct, Enum => Names<T>.ByValue.Keys;

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> Values = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsDefined(typeof(JsonStringEnumMemberNameAttribute)))
            .ToDictionary(field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name, field => (T)field.GetValue(null)!,
                StringComparer.Ordinal);

        public static readonly Dictionary<T, string> ByValue = Values.ToDictionary(pair => pair.Value, pair => pair.Key);
    }
}
