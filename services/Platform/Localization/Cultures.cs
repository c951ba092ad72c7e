using System.Globalization;

namespace Kivenkolo.Platform.Localization;

/// <summary>What ICU knows of a language.</summary>
internal static class Cultures
{
    // Where ICU's own answer is wrong for us. Plain Finnish has Finnish names, whether or not ICU inherits them. English alone means the American order of
    // month and day. Kurmanji and Dari are languages without names for it; they have those of all Kurdish and of Afghanistan's Persian.
    private static readonly Dictionary<string, string> Others = new() { ["en"] = "en-GB", ["kmr"] = "ku", ["prs"] = "fa-AF" };

    public static CultureInfo Of(string language)
    {
        var plain = language.Split('-')[0].ToLowerInvariant();
        return CultureInfo.GetCultureInfo(Others.GetValueOrDefault(plain, plain));
    }
}
