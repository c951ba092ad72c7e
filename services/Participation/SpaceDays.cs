using Kivenkolo.Platform.Data;

namespace Kivenkolo.Participation;

/// <summary>Days as the space's wall calendar has them.</summary>
internal static class SpaceDays
{
    public static DateOnly Today(this CurrentSpace space, TimeProvider clock) => DayOf(clock.GetUtcNow(), space.TimeZone);

    public static DateOnly DayOf(DateTimeOffset instant, string timeZone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime);

    /// <summary>The Monday of the day's week (ISO 8601).</summary>
    public static DateOnly Monday(this DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
