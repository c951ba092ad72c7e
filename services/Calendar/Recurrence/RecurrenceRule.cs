using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Kivenkolo.Calendar.Recurrence;

/// <summary>
/// Which days an activity is on: a recurrence rule of RFC 5545 section 3.3.10 for something that begins at one time of the day on the wall, so
/// that dates are all it speaks of. Immutable; equal when written alike. Read by <see cref="TryParse"/>, which says what is not taken.
/// </summary>
/// <remarks>
/// <para>Every rule is worked out month by month (weekly ones week by week) with the days of the month as the bits of a number:</para>
/// <para>1. The parts that name days each give their bits, and the bits they agree on are the days of the month (the table in section 3.3.10).</para>
/// <para>2. BYSETPOS keeps some of them by their place in the whole period, which lies partly before the first date when that falls within it.</para>
/// <para>3. Days before the first date are dropped; COUNT and UNTIL end the rest.</para>
/// <para>
/// So the work is at most that for 12 small numbers a year (53 in a weekly rule), whether any day is found or not, and ends with the last
/// date asked for. A day that a month does not have is skipped, never moved.
/// </para>
/// </remarks>
public sealed class RecurrenceRule : IEquatable<RecurrenceRule>
{
    /// <summary>The most characters of a rule, both as it is read and as it is kept.</summary>
    public const int LongestText = 200;

    /// <summary>The highest INTERVAL.</summary>
    public const int LongestInterval = 999;

    /// <summary>The highest COUNT: a day for every day of 27 years.</summary>
    public const int HighestCount = 9999;

    // A rule is read only when an end can be put to it without growing beyond what is kept: ";UNTIL=20261231".
    private const int RoomForAnEnd = 15;

    private readonly RuleParts parts;
    private readonly string text;

    private RecurrenceRule(RuleParts parts)
    {
        this.parts = parts;
        text = parts.Write(parts.Until?.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
    }

    /// <summary>Whether it is of named weekdays, week by week.</summary>
    public bool IsOfWeekdays => parts.Frequency == Frequency.Weekly && parts.NamesWeekdays;

    /// <summary>Reads a rule of an activity.</summary>
    /// <param name="text">The rule without <c>RRULE:</c>, such as <c>FREQ=WEEKLY;BYDAY=TU,TH</c>.</param>
    /// <param name="clock">The clock that the activity goes by.</param>
    /// <param name="start">When it begins on the wall. UNTIL may be an instant, and then this decides whether its day is still one.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="fault">Which part is not taken, and why.</param>
    public static bool TryParse(
        string text, WallClock clock, TimeOnly start, [NotNullWhen(true)] out RecurrenceRule? rule, [NotNullWhen(false)] out RuleFault? fault)
    {
        fault = RuleReader.Read(text, Last, out var parts);
        rule = fault is null ? new(parts) : null;
        if (rule is not null && new RecurrenceRule(parts with { Count = null, Until = null }).text.Length > LongestText - RoomForAnEnd)
            (rule, fault) = (null, new("RRULE", RuleFaultKind.TooLong));
        return rule is not null;

        DateOnly Last(DateTimeOffset instant)
        {
            var date = clock.DateAt(instant);
            return clock.InstantOf(date, start) <= instant ? date : date.AddDays(-1);
        }
    }

    /// <summary>The rule that <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static RecurrenceRule Parse(string kept) => RuleReader.Read(kept, null, out var parts) is { } fault
        ? throw new FormatException($"Not a rule that was kept: {fault.Part}.")
        : new(parts);

    /// <summary>
    /// The dates, ascending, each once: from the first one on and none after the last date asked for. The first is part of the set only when it
    /// is a day of the rule; see <see cref="Includes"/>.
    /// </summary>
    /// <param name="first">The date of DTSTART: what the rule leaves open (the weekday, the day of the month) it takes from here.</param>
    /// <param name="through">The last date asked for.</param>
    public IEnumerable<DateOnly> Dates(DateOnly first, DateOnly through) => Dates(first, first, through);

    /// <summary>The same, of which only those from a date on. Without COUNT, what lies before it costs nothing.</summary>
    public IEnumerable<DateOnly> Dates(DateOnly first, DateOnly from, DateOnly through)
    {
        var last = (parts.Until < through ? parts.Until.Value : through).DayNumber;
        if (last < first.DayNumber) yield break;
        var (firstDay, fromDay) = (first.DayNumber, from.DayNumber);
        var left = parts.Count ?? int.MaxValue;
        var weekly = parts.Frequency == Frequency.Weekly;
        var end = weekly ? last : MonthOf(DateOnly.FromDayNumber(last));
        // A count is told from the first date on.
        var at = Begin(first, parts.Count is null && from > first ? from : first);
        var (place, size) = (0, 0);
        for (; at <= end; at = Next(at))
        {
            var days = weekly ? Week(at, first) : Month(at, first);
            if (parts.Positions.Length > 0) (days, place, size) = Pick(days, at, first, place, size);
            var start = weekly ? at : StartOf(at);
            for (; days != 0; days &= days - 1)
            {
                var day = start + BitOperations.TrailingZeroCount(days);
                if (day < firstDay) continue;
                if (day > last) yield break;
                if (day >= fromDay) yield return DateOnly.FromDayNumber(day);
                if (--left == 0) yield break;
            }
        }
    }

    /// <summary>Whether a series that begins on a date has an occurrence on another.</summary>
    public bool Includes(DateOnly first, DateOnly date) => Dates(first, date, date).Any();

    /// <summary>The rule for what is left of a series that begins on a date when another date and all after it are taken off.</summary>
    public RecurrenceRule EndingBefore(DateOnly first, DateOnly date)
    {
        var last = date.AddDays(-1);
        // When the count or an earlier end is reached before the date, nothing is taken off.
        if (parts.Until <= last || parts.Count <= Dates(first, last).Count()) return this;
        return new(parts with { Count = null, Until = last });
    }

    /// <summary>The rule for what a series that begins on a date is from another of its dates on: COUNT tells those that are left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The series has no occurrence on the date.</exception>
    public RecurrenceRule GoingOnFrom(DateOnly first, DateOnly date)
    {
        if (!Includes(first, date)) throw new ArgumentOutOfRangeException(nameof(date), "A series goes on from a date of its own.");
        return parts.Count is { } count ? new(parts with { Count = count - Dates(first, date).Count() + 1 }) : this;
    }

    /// <summary>The rule as it is kept: UNTIL is a date on the wall.</summary>
    public override string ToString() => text;

    /// <summary>The rule as it stands beside a DTSTART with a time and a zone, where UNTIL must be an instant: the start on its last date.</summary>
    public string InFeed(WallClock clock, TimeOnly start) => parts.Until is { } until
        ? parts.Write(clock.InstantOf(until, start).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture))
        : text;

    /// <inheritdoc/>
    public bool Equals(RecurrenceRule? other) => other is not null && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RecurrenceRule);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    // A place on the calendar is the number of a week's first day in a weekly rule, else that of a month since January of the year 0.
    private int Begin(DateOnly first, DateOnly from)
    {
        switch (parts.Frequency)
        {
            case Frequency.Weekly:
                var week = first.DayNumber - ((first.DayNumber - parts.WeekStart + 7) % 7);
                return week + ((from.DayNumber - week) / (7 * parts.Interval) * 7 * parts.Interval);
            case Frequency.Monthly:
                return MonthOf(first) + ((MonthOf(from) - MonthOf(first)) / parts.Interval * parts.Interval);
            case Frequency.Yearly:
                return 12 * (first.Year + ((from.Year - first.Year) / parts.Interval * parts.Interval));
            default:
                return MonthOf(from);
        }
    }

    private int Next(int at) => parts.Frequency switch
    {
        Frequency.Weekly => at + (7 * parts.Interval),
        Frequency.Monthly => at + parts.Interval,
        Frequency.Yearly when at % 12 == 11 => at + 1 + (12 * (parts.Interval - 1)),
        _ => at + 1,
    };

    private static int MonthOf(DateOnly date) => (12 * date.Year) + date.Month - 1;

    private static int StartOf(int month) => new DateOnly(month / 12, (month % 12) + 1, 1).DayNumber;

    // The days of a month that the rule names; bit 0 is its first.
    private uint Month(int at, DateOnly first)
    {
        var (year, month) = (at / 12, at % 12);
        if (parts.Months != 0 && (parts.Months >> month & 1) == 0) return 0;
        var (start, length) = (StartOf(at), DateTime.DaysInMonth(year, month + 1));
        var days = uint.MaxValue >> (32 - length);
        if (parts.Frequency == Frequency.Daily)
        {
            days &= EveryDay(start, first.DayNumber);
        }
        else if (parts is { NamesMonthDays: false, NamesWeekdays: false })
        {
            // Nothing names a day, so it is that of the first date; and its month, when nothing names a month either.
            if (parts is { Frequency: Frequency.Yearly, Months: 0 } && month != first.Month - 1) return 0;
            return days & (1u << (first.Day - 1));
        }
        if (parts.NamesMonthDays) days &= parts.MonthDays | FromEnd(parts.MonthDaysFromEnd, length);
        if (parts.NamesWeekdays) days &= Weekdays(start, length, year);
        return days;
    }

    private uint EveryDay(int start, int first)
    {
        if (parts.Interval == 1) return uint.MaxValue;
        var days = 0u;
        var offset = (first - start) % parts.Interval;
        for (var day = offset < 0 ? offset + parts.Interval : offset; day < 31; day += parts.Interval) days |= 1u << day;
        return days;
    }

    private static uint FromEnd(uint set, int length)
    {
        var days = 0u;
        for (; set != 0; set &= set - 1)
            if (length - 1 - BitOperations.TrailingZeroCount(set) is var day and >= 0) days |= 1u << day;
        return days;
    }

    private uint Weekdays(int start, int length, int year)
    {
        // The first of the month is some weekday; from there the week repeats itself every 7 bits. Day 0, 1 January of the year 1, is a Monday.
        var days = (uint)(FromWeekday(parts.Weekdays, start % 7) * 0x1020_4081ul);
        if (parts.OrdinalWeekdays.Length == 0) return days;
        // The nth of the month; of the year in a yearly rule that names no month (section 3.3.10, BYDAY).
        var (from, to) = parts is { Frequency: Frequency.Yearly, Months: 0 }
            ? (new DateOnly(year, 1, 1).DayNumber, new DateOnly(year, 12, 31).DayNumber)
            : (start, start + length - 1);
        foreach (var (n, weekday) in parts.OrdinalWeekdays)
        {
            var day = n > 0
                ? from + ((weekday - (from % 7) + 7) % 7) + (7 * (n - 1))
                : to - (((to % 7) - weekday + 7) % 7) + (7 * (n + 1));
            if (day >= start && day < start + length && day >= from && day <= to) days |= 1u << (day - start);
        }
        return days;
    }

    // The days of a week that the rule names; bit 0 is its first.
    private uint Week(int at, DateOnly first)
    {
        var days = FromWeekday(parts.NamesWeekdays ? parts.Weekdays : 1u << (first.DayNumber % 7), parts.WeekStart);
        if (parts.Months == 0) return days;
        for (var bit = 0; bit < 7; bit++)
        {
            var day = at + bit;
            if (day < 0 || day > DateOnly.MaxValue.DayNumber || (parts.Months >> (DateOnly.FromDayNumber(day).Month - 1) & 1) == 0) days &= ~(1u << bit);
        }
        return days;
    }

    // The weekdays with the given one, instead of Monday, at bit 0.
    private static uint FromWeekday(uint weekdays, int weekday) => ((weekdays >> weekday) | (weekdays << (7 - weekday))) & 0x7F;

    // Keeps of the days those that BYSETPOS names. A year's days come in 12 lots: the place tells how many came before, the size how many there are.
    private (uint Days, int Place, int Size) Pick(uint days, int at, DateOnly first, int place, int size)
    {
        if (parts.Frequency == Frequency.Daily) return (parts.Positions.Contains(1) || parts.Positions.Contains(-1) ? days : 0, 0, 0);
        if (parts.Frequency != Frequency.Yearly)
        {
            (place, size) = (0, BitOperations.PopCount(days));
        }
        else if (at % 12 == 0)
        {
            (place, size) = (0, 0);
            for (var month = at; month < at + 12; month++) size += BitOperations.PopCount(Month(month, first));
        }
        var (kept, here) = (0u, BitOperations.PopCount(days));
        foreach (var position in parts.Positions)
        {
            var index = (position > 0 ? position - 1 : size + position) - place;
            if (index < 0 || index >= here) continue;
            var rest = days;
            for (; index > 0; index--) rest &= rest - 1;
            kept |= rest & (0u - rest);
        }
        return (kept, place + here, size);
    }
}
