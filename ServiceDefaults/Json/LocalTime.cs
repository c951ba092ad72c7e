using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kivenkolo.ServiceDefaults.Json;

/// <summary>A time of the wall clock to the minute, such as <c>14:00</c>: read so and written so.</summary>
internal sealed class LocalTime : JsonConverter<TimeOnly>
{
    private const string Format = "HH:mm";

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == Format.Length
        && TimeOnly.TryParseExact(reader.GetString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new JsonException("A time is written as 14:00.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}
