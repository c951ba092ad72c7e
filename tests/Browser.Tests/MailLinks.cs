using System.Text;
using System.Text.RegularExpressions;

namespace Kivenkolo.Browser;

/// <summary>Finds links in a mail as it came over the wire.</summary>
internal static partial class MailLinks
{
    public static string? Confirm(string mail) => Find(mail, Link());

    public static string? Propose(string mail) => Find(mail, ProposeLink());

    private static string? Find(string mail, Regex link)
    {
        var text = SoftBreak().Replace(mail, "").Replace("=3D", "=", StringComparison.Ordinal) + Decoded(mail);
        return link.Match(text) is { Success: true } found ? found.Value : null;
    }

    // A part in base64, when the letters of the language made the mail program choose it.
    private static string Decoded(string mail) => string.Concat(Base64().Matches(mail).Select(part =>
    {
        var bytes = new byte[part.Value.Length];
        return Convert.TryFromBase64String(part.Groups[1].Value.ReplaceLineEndings(""), bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }));

    [GeneratedRegex(@"http\S+/subscriptions/confirm\?token=[\w\-]+")]
    private static partial Regex Link();

    [GeneratedRegex(@"http\S+/propose\?token=[\w\-]+")]
    private static partial Regex ProposeLink();

    [GeneratedRegex(@"=\r?\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex(@"Content-Transfer-Encoding: base64\r?\n(?:.+\r?\n)*\r?\n([A-Za-z0-9+/=\r\n]+)")]
    private static partial Regex Base64();
}
