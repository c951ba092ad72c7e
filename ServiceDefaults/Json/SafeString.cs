using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kivenkolo.ServiceDefaults.Json;

/// <summary>
/// Strings as they may be kept: well-formed Unicode without control characters other than line feed and tab (a carriage return before a
/// line feed is dropped). PostgreSQL refuses U+0000 and half a surrogate pair only at the write, too late to name the field.
/// </summary>
internal sealed class SafeString : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A string is expected here.");
        return Checked(ref reader);
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Checked(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    /// <summary>Whether the text may be kept.</summary>
    public static bool IsSafe(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\t')) return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return false;
        }
        return true;
    }

    private static string Checked(ref Utf8JsonReader reader)
    {
        string text;
        try { text = reader.GetString()!.Replace("\r\n", "\n", StringComparison.Ordinal); }
        catch (InvalidOperationException) { throw new JsonException("The text is not well-formed Unicode."); }
        return IsSafe(text) ? text : throw new JsonException("The text has control characters or is not well-formed Unicode.");
    }
}
