using Kivenkolo.Calendar.Texts;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.LinkedEvents;

/// <summary>What languages are called, in those that portals of the region read.</summary>
internal static class LanguageNames
{
    private static readonly Dictionary<string, LocalizedText> Known =
        StaffTexts.For("fi").Languages.Keys.ToDictionary(tag => tag, tag => StaffTexts.In(texts => texts.Languages.GetValueOrDefault(tag, "")));

    /// <summary>The name; null for a language without one here.</summary>
    public static LocalizedText? Of(string tag) =>
        LanguageTag.Lookup(tag).Select(wider => Known.GetValueOrDefault(wider.ToLowerInvariant())).FirstOrDefault(name => name is not null);
}
