using System.Globalization;
using System.Text;

namespace Kivenkolo.Calendar.Recurrence;

/// <summary>The period that a rule repeats by.</summary>
internal enum Frequency { Daily, Weekly, Monthly, Yearly }

/// <summary>The nth such weekday of a month or a year; counted from its end when n is negative.</summary>
/// <param name="N">1–53 or −53 – −1.</param>
/// <param name="Weekday">0–6 from Monday.</param>
internal readonly record struct OrdinalWeekday(int N, int Weekday);

/// <summary>What a rule says, part by part. Sets are kept as bits; what a rule does not say is 0, empty or null.</summary>
internal sealed record RuleParts
{
    private static readonly string[] DayNames = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public Frequency Frequency { get; init; }

    /// <summary>Every how many periods, from 1.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>Bit 0 is January.</summary>
    public uint Months { get; init; }

    /// <summary>Bit 0 is the first day of the month.</summary>
    public uint MonthDays { get; init; }

    /// <summary>Bit 0 is the last day of the month.</summary>
    public uint MonthDaysFromEnd { get; init; }

    /// <summary>Bit 0 is Monday.</summary>
    public uint Weekdays { get; init; }

    public OrdinalWeekday[] OrdinalWeekdays { get; init; } = [];

    /// <summary>Which dates of a period's set, from 1; from its end when negative.</summary>
    public int[] Positions { get; init; } = [];

    /// <summary>The weekday that a week begins on, 0–6 from Monday.</summary>
    public int WeekStart { get; init; }

    public int? Count { get; init; }

    /// <summary>The last date on the wall that may be in the set.</summary>
    public DateOnly? Until { get; init; }

    public bool NamesMonthDays => (MonthDays | MonthDaysFromEnd) != 0;

    public bool NamesWeekdays => Weekdays != 0 || OrdinalWeekdays.Length > 0;

    /// <summary>The rule as RFC 5545 writes it: parts in one order, lists sorted, nothing that is the default. UNTIL is given by the caller.</summary>
    public string Write(string? until)
    {
        var text = new StringBuilder(64).Append("FREQ=").Append(Name(Frequency));
        if (Interval > 1) text.Append(CultureInfo.InvariantCulture, $";INTERVAL={Interval}");
        List(";BYMONTH=", Bits(Months).Select(Number));
        List(";BYMONTHDAY=", Bits(MonthDays).Concat(Bits(MonthDaysFromEnd).Select(day => -day)).Select(Number));
        List(";BYDAY=", Bits(Weekdays).Select(day => DayNames[day - 1]).Concat(OrdinalWeekdays.Select(day => Number(day.N) + DayNames[day.Weekday])));
        List(";BYSETPOS=", Positions.Select(Number));
        if (WeekStart > 0) text.Append(";WKST=").Append(DayNames[WeekStart]);
        if (Count is { } count) text.Append(CultureInfo.InvariantCulture, $";COUNT={count}");
        if (until is not null) text.Append(";UNTIL=").Append(until);
        return text.ToString();

        void List(string name, IEnumerable<string> values)
        {
            var separator = name;
            foreach (var value in values)
            {
                text.Append(separator).Append(value);
                separator = ",";
            }
        }
    }

    /// <summary>The weekday of a two-letter name, 0–6 from Monday; −1 when it is none.</summary>
    public static int WeekdayOf(ReadOnlySpan<char> name)
    {
        for (var day = 0; day < 7; day++)
            if (name.Equals(DayNames[day], StringComparison.OrdinalIgnoreCase)) return day;
        return -1;
    }

    private static string Name(Frequency frequency) => frequency switch
    {
        Frequency.Daily => "DAILY",
        Frequency.Weekly => "WEEKLY",
        Frequency.Monthly => "MONTHLY",
        Frequency.Yearly => "YEARLY",
        _ => throw new ArgumentOutOfRangeException(nameof(frequency)),
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<int> Bits(uint set)
    {
        for (var bit = 1; set != 0; bit++, set >>= 1)
            if ((set & 1) == 1) yield return bit;
    }
}
