using System.Globalization;
using Kivenkolo.Contracts;

namespace Kivenkolo.Platform.Localization;

/// <summary>Whole numbers in one language, in European digits.</summary>
public sealed class Numbers
{
    private const string NoBreakSpace = "\u00A0";

    private readonly NumberFormatInfo format;

    /// <summary>Those of a language, by its tag: made once for each.</summary>
    public Numbers(string language)
    {
        format = (NumberFormatInfo)Cultures.Of(language).NumberFormat.Clone();
        // ICU groups the digits of Arabic and its kin with a mark of their own, which beside European digits is read as a comma.
        if (LanguageTag.Direction(language) == "rtl") (format.NumberGroupSeparator, format.NegativeSign) = (NoBreakSpace, "-");
    }

    /// <summary>4 917 or 4,917: in groups of three, parted so that no line breaks there.</summary>
    public string Grouped(long number) => number.ToString("#,0", format);
}
