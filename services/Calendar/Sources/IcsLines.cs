using System.Buffers;
using System.Text;

namespace Kivenkolo.Calendar.Sources;

/// <summary>One line of iCalendar, unfolded.</summary>
/// <param name="Number">The line of the feed on which it begins, from 1.</param>
/// <param name="Name">The property's name in capitals.</param>
/// <param name="Zone">The parameter TZID as written.</param>
/// <param name="Value">What follows the colon, still escaped.</param>
internal readonly record struct IcsLine(int Number, string Name, string? Zone, string Value);

/// <summary>
/// Reads content lines (RFC 5545 section 3.1) one by one and unfolds them, without holding more than one. Lines that end with a line feed
/// alone are taken too, since many programs write them.
/// </summary>
internal ref struct IcsLines(ReadOnlySpan<byte> feed, Findings findings)
{
    /// <summary>The longest line that is read, in octets, unfolded.</summary>
    public const int Longest = 64 * 1024;

    private const int LongestName = 40;
    private const int MostParameters = 20;

    private readonly ArrayBufferWriter<byte> unfolded = new(256);
    private ReadOnlySpan<byte> rest = feed;
    private int number;
    private bool toldOfBytes;

    /// <summary>The next line that can be read; what cannot is found fault with and passed over.</summary>
    public bool Next(out IcsLine line)
    {
        while (rest.Length > 0)
        {
            var begins = number + 1;
            var tooLong = !Unfold();
            if (tooLong) findings.Add(begins, FindingReason.LineTooLong);
            else if (unfolded.WrittenCount > 0)
            {
                if (TrySplit(Text(begins), begins, out line)) return true;
                findings.Add(begins, FindingReason.LineNotRead);
            }
        }
        line = default;
        return false;
    }

    private bool Unfold()
    {
        unfolded.ResetWrittenCount();
        var (fits, isFirst) = (true, true);
        do
        {
            var end = rest.IndexOf((byte)'\n');
            var physical = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            number++;
            if (!isFirst) physical = physical[1..]; // the space or tab that folds
            if (physical.EndsWith("\r"u8)) physical = physical[..^1];
            fits = fits && unfolded.WrittenCount + physical.Length <= Longest;
            if (fits) unfolded.Write(physical);
            isFirst = false;
        }
        while (rest is [(byte)' ' or (byte)'\t', ..]);
        return fits;
    }

    private string Text(int begins)
    {
        var text = Encoding.UTF8.GetString(unfolded.WrittenSpan);
        if (!toldOfBytes && text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            toldOfBytes = true;
            findings.Add(begins, FindingReason.NotUtf8);
        }
        return text;
    }

    private static bool TrySplit(string text, int number, out IcsLine line)
    {
        line = default;
        var at = NameEnd(text, 0);
        if (at == 0 || at > LongestName) return false;
        var name = text[..at].ToUpperInvariant();
        string? zone = null;
        for (var parameters = 0; at < text.Length && text[at] == ';'; parameters++)
        {
            var equals = NameEnd(text, at + 1);
            if (parameters == MostParameters || equals == at + 1 || equals == text.Length || text[equals] != '=') return false;
            var end = ValuesEnd(text, equals + 1);
            if (end < 0) return false;
            if (text.AsSpan(at + 1, equals - at - 1).Equals("TZID", StringComparison.OrdinalIgnoreCase)) zone = text[(equals + 1)..end].Trim('"');
            at = end;
        }
        if (at == text.Length || text[at] != ':') return false;
        line = new(number, name, zone, text[(at + 1)..]);
        return true;
    }

    private static int NameEnd(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_')) at++;
        return at;
    }

    // One value or several with commas between them, each with quotes around it or without.
    private static int ValuesEnd(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] == '"')
            {
                var close = text.IndexOf('"', at + 1);
                if (close < 0) return -1;
                at = close + 1;
            }
            while (at < text.Length && text[at] is not (',' or ';' or ':' or '"')) at++;
            if (at == text.Length || text[at] is ';' or ':') return at;
            if (text[at] == ',') at++;
        }
        return -1;
    }
}
