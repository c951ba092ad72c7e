using System.Buffers;

namespace Kivenkolo.Contracts;

/// <summary>
/// A BCP 47 language tag as Kivenkolo uses it. <c>fi-simple</c> is plain Finnish: the registered variant subtag
/// <c>simple</c> on <c>fi</c>. Compared without regard to case; kept in the case of RFC 5646 section 2.1.1 (lower).
/// </summary>
public static partial class LanguageTag
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>The longest tag accepted, in characters (RFC 5646 section 4.4.1 recommends 35).</summary>
    public const int MaximumLength = 35;

    // The framework has no kmr and takes prs (Dari) for left to right; so the table is ours.
    private static readonly HashSet<string> RightToLeft = new(StringComparer.OrdinalIgnoreCase)
    {
        "ar", "ckb", "fa", "prs", "ps", "ur", "he", "yi", "sd", "ug",
    };

    /// <summary>Whether the tag is well formed: letters and digits in subtags of 1–8 characters joined by hyphens, the first of 2–8 letters.</summary>
    public static bool IsWellFormed(string? tag)
    {
        if (string.IsNullOrEmpty(tag) || tag.Length > MaximumLength) return false;
        foreach (var at in tag.AsSpan().Split('-'))
        {
            var subtag = tag.AsSpan(at);
            var isFirst = at.Start.Value == 0;
            if (subtag.Length > 8 || subtag.Length < (isFirst ? 2 : 1) || subtag.ContainsAnyExcept(isFirst ? Letters : LettersAndDigits)) return false;
        }
        return true;
    }

    /// <summary>The reading direction, <c>rtl</c> or <c>ltr</c>, as HTML's <c>dir</c> wants it.</summary>
    public static string Direction(string tag)
    {
        var subtags = tag.Split('-');
        if (subtags.Any(s => s.Equals("Latn", StringComparison.OrdinalIgnoreCase))) return "ltr";
        if (subtags.Any(s => s.Equals("Arab", StringComparison.OrdinalIgnoreCase))) return "rtl";
        return RightToLeft.Contains(subtags[0]) ? "rtl" : "ltr";
    }
}
