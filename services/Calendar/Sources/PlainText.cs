using System.Net;
using System.Text;

namespace Kivenkolo.Calendar.Sources;

/// <summary>
/// Makes plain text of what an outside calendar wrote: no markup, no character references, no control characters, none that turn the
/// direction of other people's text around. Linear in the length of the text, whatever it is.
/// </summary>
internal static class PlainText
{
    private const int MostDecodings = 3; // &amp;amp;lt; is written by programs that escape twice

    private static readonly string[] Breaks = ["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"];
    private static readonly string[] Unread = ["script", "style"];

    /// <summary>The text, at most so many characters, on one line or on several.</summary>
    public static string Of(string raw, int longest, bool onOneLine, out bool hadMarkup, out bool wasCut)
    {
        var text = raw;
        for (var i = 0; i < MostDecodings && text.Contains('&', StringComparison.Ordinal); i++) text = WebUtility.HtmlDecode(text);
        text = Tidy(WithoutTags(Kept(text), out hadMarkup), onOneLine);
        wasCut = text.Length > longest;
        return wasCut ? Cut(text, longest) : text;
    }

    private static string WithoutTags(string text, out bool found)
    {
        found = false;
        var lastClose = text.LastIndexOf('>');
        if (!text.Contains('<', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '<' && i < lastClose && i + 1 < text.Length && OpensTag(text[i + 1]))
            {
                found = true;
                var name = NameOf(text, i + 1);
                i = text[i + 1] != '/' && Unread.Contains(name) ? text.IndexOf("</" + name, i, StringComparison.OrdinalIgnoreCase) - 1 : text.IndexOf('>', i);
                if (i < 0) break; // a script that does not end
                if (Breaks.Contains(name)) plain.Append('\n');
                continue;
            }
            // What is left of one tag must not open another: <<b>script>.
            while (OpensTag(text[i]) && plain.Length > 0 && plain[^1] == '<')
            {
                found = true;
                plain.Length--;
            }
            plain.Append(text[i]);
        }
        return plain.ToString();
    }

    private static bool OpensTag(char character) => char.IsAsciiLetter(character) || character is '/' or '!' or '?';

    private static string NameOf(string text, int at)
    {
        if (text[at] == '/') at++;
        var end = at;
        while (end < text.Length && end - at < 10 && char.IsAsciiLetterOrDigit(text[end])) end++;
        return text[at..end].ToLowerInvariant();
    }

    private static string Tidy(string text, bool onOneLine)
    {
        var tidy = new StringBuilder(text.Length);
        var (space, breaks) = (false, 0);
        foreach (var character in text)
        {
            if (character == '\n' && !onOneLine) breaks++;
            else if (char.IsWhiteSpace(character)) space = true;
            else
            {
                if (tidy.Length > 0 && breaks > 0) tidy.Append('\n', Math.Min(breaks, 2));
                else if (tidy.Length > 0 && space) tidy.Append(' ');
                (space, breaks) = (false, 0);
                tidy.Append(character);
            }
        }
        return tidy.ToString();
    }

    private static string Kept(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (IsKept(text, i)) kept.Append(text[i]);
        return kept.Length == text.Length ? text : kept.ToString();
    }

    // Overrides and isolates of direction, which could turn what stands beside them; joiners stay, since Persian and emoji need them.
    private static bool IsKept(string text, int at) => text[at] switch
    {
        >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uFEFF' => false,
        var character when char.IsControl(character) => char.IsWhiteSpace(character),
        var character when char.IsHighSurrogate(character) => at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]),
        var character when char.IsLowSurrogate(character) => at > 0 && char.IsHighSurrogate(text[at - 1]),
        _ => true,
    };

    private static string Cut(string text, int longest)
    {
        var end = longest - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end].TrimEnd() + "…";
    }
}
