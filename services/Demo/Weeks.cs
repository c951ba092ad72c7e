using System.Globalization;

namespace Kivenkolo.Demo;

/// <summary>ISO 8601 weeks by their Mondays.</summary>
internal static class Weeks
{
    /// <summary>Weeks of programme before the week in which Demo first ran.</summary>
    public const int Past = 2;

    /// <summary>How many weeks each series runs in all.</summary>
    public const int Length = 20;

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The week's day of that name.</summary>
    public static DateOnly Day(DateOnly monday, DayOfWeek weekday) => monday.AddDays(((int)weekday + 6) % 7);

    /// <summary>The week as addresses name it: <c>2026-W48</c>.</summary>
    public static string Name(DateOnly monday)
    {
        var time = monday.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(time):0000}-W{ISOWeek.GetWeekOfYear(time):00}");
    }
}
