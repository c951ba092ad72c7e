using System.Security.Cryptography;
using System.Text;

namespace Kivenkolo.Calendar.Sources;

/// <summary>Values that every outside calendar has, whatever its format.</summary>
internal static class OutsideValues
{
    /// <summary>The name of an event: as written, or what stands for it when that is too long to keep; null when there is none.</summary>
    public static string? Uid(string raw)
    {
        var text = PlainText.Of(raw, int.MaxValue, onOneLine: true, out var hadMarkup, out _);
        return text.Length is > 0 and <= OutsideEvent.LongestUid && !hadMarkup ? text
            : string.IsNullOrWhiteSpace(raw) ? null
            : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(raw)))}";
    }

    public static string Text(string raw, int longest, bool onOneLine, int line, string field, Findings findings)
    {
        var text = PlainText.Of(raw, longest, onOneLine, out var hadMarkup, out var wasCut);
        if (hadMarkup) findings.Add(line, FindingReason.MarkupRemoved, field);
        if (wasCut) findings.Add(line, FindingReason.TextCut, field);
        return text;
    }

    /// <summary>An http or https address that names no user; anything else, such as a script, is none.</summary>
    public static bool TryReadUrl(string raw, out string? url)
    {
        var text = raw.Trim();
        url = text.Length <= OutsideEvent.LongestUrl && Uri.TryCreate(text, UriKind.Absolute, out var parsed)
            && (parsed.Scheme == Uri.UriSchemeHttps || parsed.Scheme == Uri.UriSchemeHttp) && parsed.UserInfo.Length == 0
            && parsed.AbsoluteUri.Length <= OutsideEvent.LongestUrl ? parsed.AbsoluteUri : null;
        return url is not null;
    }
}
