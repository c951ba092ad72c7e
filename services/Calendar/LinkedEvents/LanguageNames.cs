using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>What languages are called, in those that portals of the region read.</summary>
internal static class LanguageNames
{
    /// <summary>The name; null for a language without one here.</summary>
    public static LocalizedText? Of(string tag) =>
        LanguageTag.Lookup(tag).Select(wider => Known.GetValueOrDefault(wider.ToLowerInvariant())).FirstOrDefault(name => name is not null);

    private static readonly Dictionary<string, LocalizedText> Known = new()
    {
        ["fi"] = Named("suomi", "finska", "Finnish"),
        ["fi-simple"] = Named("selkosuomi", "lätt finska", "plain Finnish"),
        ["sv"] = Named("ruotsi", "svenska", "Swedish"),
        ["sv-simple"] = Named("selkoruotsi", "lätt svenska", "plain Swedish"),
        ["en"] = Named("englanti", "engelska", "English"),
        ["ar"] = Named("arabia", "arabiska", "Arabic"),
        ["ckb"] = Named("keskikurdi (sorani)", "centralkurdiska (sorani)", "Central Kurdish (Sorani)"),
        ["kmr"] = Named("pohjoiskurdi (kurmandži)", "nordkurdiska (kurmanji)", "Northern Kurdish (Kurmanji)"),
        ["so"] = Named("somali", "somaliska", "Somali"),
        ["ru"] = Named("venäjä", "ryska", "Russian"),
        ["uk"] = Named("ukraina", "ukrainska", "Ukrainian"),
        ["fa"] = Named("persia", "persiska", "Persian"),
        ["prs"] = Named("dari", "dari", "Dari"),
        ["et"] = Named("viro", "estniska", "Estonian"),
    };

    private static LocalizedText Named(string fi, string sv, string en) => new([new("fi", fi), new("sv", sv), new("en", en)]);
}
