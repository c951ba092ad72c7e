using Kivenkolo.Platform.Data;

namespace Kivenkolo.Partners;

/// <summary>What a partner's client may be allowed to do.</summary>
internal static class Scopes
{
    public const string WriteProposals = "proposals:write";
    public const string ReadProposals = "proposals:read";
    public const string WriteWebhooks = "webhooks:write";
}

/// <summary>The clock on the wall of a space.</summary>
internal static class WallClock
{
    public static DateTime In(CurrentSpace space, DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(space.TimeZone)).DateTime;
}
