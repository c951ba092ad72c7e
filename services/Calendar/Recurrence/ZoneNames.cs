using NodaTime;
using NodaTime.TimeZones;

namespace Kivenkolo.Calendar.Recurrence;

/// <summary>Names of time zones as calendars outside write them.</summary>
public static class ZoneNames
{
    public const string Utc = "Etc/UTC";

    /// <summary>
    /// The IANA zone that is meant: by its own name, by Microsoft's (FLE Standard Time), or by a name with a prefix that some programs write
    /// (/freeassociation.sourceforge.net/Europe/Helsinki). Null when nobody knows it.
    /// </summary>
    public static string? Find(string name)
    {
        if (IsKnown(name)) return name;
        if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(name, out var mapped)) return mapped;
        if (!name.StartsWith('/')) return null;
        var parts = name.Split('/', 6);
        return Enumerable.Range(1, parts.Length - 1).Select(from => string.Join('/', parts[from..])).FirstOrDefault(IsKnown);
    }

    private static bool IsKnown(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;
}
