using Kivenkolo.Platform.Data;

namespace Kivenkolo.Communications;

/// <summary>The space's languages and wall clock.</summary>
internal static class SpaceLanguages
{
    /// <summary>The tag as the space writes it, when the language is promised or offered; else null.</summary>
    public static string? Offers(this CurrentSpace space, string language) =>
        space.PromisedLanguages.Concat(space.OfferedLanguages).FirstOrDefault(tag => tag.Equals(language, StringComparison.OrdinalIgnoreCase));

    /// <summary>The zone of the space's wall clock.</summary>
    public static TimeZoneInfo Zone(this CurrentSpace space) => TimeZoneInfo.FindSystemTimeZoneById(space.TimeZone);
}
