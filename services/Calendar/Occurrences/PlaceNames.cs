using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Occurrences;

/// <summary>What places are called.</summary>
internal static class PlaceNames
{
    /// <summary>Whether two names are of the same place; one that stays in one language and comes in another is.</summary>
    public static bool AreOfOne(LocalizedText one, LocalizedText other) => one.Equals(other) || one.Intersect(other).Any();
}
