using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kivenkolo.Calendar.Feeds;

/// <summary>Writes content lines of iCalendar (RFC 5545 section 3.1): CRLF, folded at 75 octets of UTF-8 and never inside a character.</summary>
internal sealed class IcsWriter
{
    private const int LongestLine = 75;

    private readonly ArrayBufferWriter<byte> content = new();

    /// <summary>Everything written.</summary>
    public byte[] ToBytes() => content.WrittenSpan.ToArray();

    /// <summary>A line whose value needs no escaping: a date, an address, a keyword.</summary>
    public void Line(string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                content.Write("\r\n "u8);
                octets = 1;
            }
            var length = rune.EncodeToUtf8(content.GetSpan(4));
            content.Advance(length);
            octets += length;
        }
        content.Write("\r\n"u8);
    }

    /// <summary>A line of the value type TEXT (section 3.3.11).</summary>
    public void Text(string name, string value) => Line(name, Escaped(value));

    /// <summary>A local date and time without a zone, such as 20261123T140000.</summary>
    public static string Local(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    /// <summary>An instant, such as 20261123T120000Z.</summary>
    public static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An offset, such as +0200.</summary>
    public static string Offset(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(offset.Seconds == 0 ? "hhmm" : "hhmmss", CultureInfo.InvariantCulture);

    private static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length + 16);
        foreach (var character in value.ReplaceLineEndings("\n"))
        {
            if (character == '\n') text.Append("\\n");
            else if (character is '\\' or ';' or ',') text.Append('\\').Append(character);
            else if (character == '\t' || !char.IsControl(character)) text.Append(character);
        }
        return text.ToString();
    }
}
