using System.Globalization;

namespace Kivenkolo.Calendar.Recurrence;

/// <summary>
/// Reads the RECUR value of RFC 5545 section 3.3.10, as far as it is taken here: by days, weeks, months and years, with every part but the
/// ones that set a time of day, BYYEARDAY and BYWEEKNO. Names are read in either case. The first fault found is the one told.
/// </summary>
internal static class RuleReader
{
    private const int LongestName = 20;

    // Some calendars write the end of time; from here on it is all the same, and a day on the wall still has an instant in any zone.
    private static readonly DateOnly LatestUntil = new(9999, 12, 30);

    private static readonly string[] NotTaken = ["BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "RSCALE", "SKIP"];

    /// <summary>Reads a rule.</summary>
    /// <param name="text">What stands after <c>RRULE:</c>.</param>
    /// <param name="dateAt">The last date whose occurrence begins by an instant; null where only a date may stand.</param>
    /// <param name="parts">What the rule says, when nothing is at fault.</param>
    /// <returns>The fault; null when there is none.</returns>
    public static RuleFault? Read(string text, Func<DateTimeOffset, DateOnly>? dateAt, out RuleParts parts)
    {
        parts = new();
        if (text.Length > RecurrenceRule.LongestText) return new("RRULE", RuleFaultKind.TooLong);
        if (text.Length == 0) return new("RRULE", RuleFaultKind.Missing);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var range in text.AsSpan().Split(';'))
        {
            var part = text.AsSpan(range);
            var equals = part.IndexOf('=');
            if (equals < 1 || !IsName(part[..equals])) return new("RRULE", RuleFaultKind.Malformed);
            var name = part[..equals].ToString().ToUpperInvariant();
            if (!named.Add(name)) return new(name, RuleFaultKind.Repeated);
            if (Take(name, part[(equals + 1)..], dateAt, ref parts) is { } kind) return new(name, kind);
        }
        if (!named.Contains("FREQ")) return new("FREQ", RuleFaultKind.Missing);
        return Misplaced(parts) is { } misplaced ? new(misplaced, RuleFaultKind.Misplaced) : null;
    }

    private static RuleFaultKind? Take(string name, ReadOnlySpan<char> value, Func<DateTimeOffset, DateOnly>? dateAt, ref RuleParts parts)
    {
        RuleFaultKind? fault;
        switch (name)
        {
            case "FREQ":
                fault = Frequency(value, out var frequency);
                parts = parts with { Frequency = frequency };
                return fault;
            case "INTERVAL":
                fault = Number(value, RecurrenceRule.LongestInterval, out var interval);
                parts = parts with { Interval = interval };
                return fault;
            case "COUNT":
                fault = Number(value, RecurrenceRule.HighestCount, out var count);
                parts = parts with { Count = count };
                return fault;
            case "UNTIL":
                fault = Until(value, dateAt, out var until);
                parts = parts with { Until = until };
                return fault;
            case "WKST":
                var weekStart = RuleParts.WeekdayOf(value);
                parts = parts with { WeekStart = weekStart };
                return weekStart < 0 ? RuleFaultKind.Malformed : null;
            case "BYMONTH":
                fault = Numbers(value, 12, signed: false, out var months);
                parts = parts with { Months = Bits(months) };
                return fault;
            case "BYMONTHDAY":
                fault = Numbers(value, 31, signed: true, out var days);
                parts = parts with { MonthDays = Bits(days.Where(day => day > 0)), MonthDaysFromEnd = Bits(days.Where(day => day < 0)) };
                return fault;
            case "BYSETPOS":
                fault = Numbers(value, 366, signed: true, out var positions);
                parts = parts with { Positions = [.. positions.Distinct().OrderBy(n => n < 0).ThenBy(Math.Abs)] };
                return fault;
            case "BYDAY":
                fault = Weekdays(value, out var weekdays);
                parts = parts with
                {
                    Weekdays = Bits(weekdays.Where(day => day.N == 0).Select(day => day.Weekday + 1)),
                    OrdinalWeekdays =
                    [
                        .. weekdays.Where(day => day.N != 0).Distinct().OrderBy(day => day.N < 0).ThenBy(day => Math.Abs(day.N)).ThenBy(day => day.Weekday),
                    ],
                };
                return fault;
            default:
                return NotTaken.Contains(name) ? RuleFaultKind.NotTaken : RuleFaultKind.Unknown;
        }
    }

    // What the standard forbids: "MUST NOT" in the paragraphs on COUNT, BYDAY, BYMONTHDAY and BYSETPOS.
    private static string? Misplaced(RuleParts parts) =>
        parts is { Count: not null, Until: not null } ? "COUNT"
        : parts is { OrdinalWeekdays.Length: > 0, Frequency: Recurrence.Frequency.Daily or Recurrence.Frequency.Weekly } ? "BYDAY"
        : parts is { NamesMonthDays: true, Frequency: Recurrence.Frequency.Weekly } ? "BYMONTHDAY"
        : parts is { Positions.Length: > 0, Months: 0, NamesMonthDays: false, NamesWeekdays: false } ? "BYSETPOS"
        : null;

    private static RuleFaultKind? Frequency(ReadOnlySpan<char> value, out Frequency frequency)
    {
        (frequency, RuleFaultKind? fault) = value.ToString().ToUpperInvariant() switch
        {
            "DAILY" => (Recurrence.Frequency.Daily, (RuleFaultKind?)null),
            "WEEKLY" => (Recurrence.Frequency.Weekly, null),
            "MONTHLY" => (Recurrence.Frequency.Monthly, null),
            "YEARLY" => (Recurrence.Frequency.Yearly, null),
            "SECONDLY" or "MINUTELY" or "HOURLY" => (default, RuleFaultKind.NotTaken),
            _ => (default, RuleFaultKind.Malformed),
        };
        return fault;
    }

    private static RuleFaultKind? Until(ReadOnlySpan<char> value, Func<DateTimeOffset, DateOnly>? dateAt, out DateOnly until)
    {
        if (!DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out until))
        {
            // A time without a zone is not allowed either, since a series has one (RFC 5545: "MUST be specified as a date with UTC time").
            if (dateAt is null || !DateTimeOffset.TryParseExact(
                value, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            {
                return RuleFaultKind.Malformed;
            }

            until = DateOnly.FromDateTime(instant.DateTime);
            if (until.Year > 1 && until < LatestUntil) until = dateAt(instant);
        }
        if (until > LatestUntil) until = LatestUntil;
        return until.Year < 1900 ? RuleFaultKind.OutOfRange : null;
    }

    private static RuleFaultKind? Weekdays(ReadOnlySpan<char> value, out List<OrdinalWeekday> weekdays)
    {
        weekdays = [];
        foreach (var range in value.Split(','))
        {
            var item = value[range];
            var n = 0;
            var weekday = item.Length < 2 ? -1 : RuleParts.WeekdayOf(item[^2..]);
            if (weekday < 0) return RuleFaultKind.Malformed;
            if (item.Length > 2 && Number(item[..^2], 53, out n, signed: true) is { } fault) return fault;
            weekdays.Add(new(n, weekday));
        }
        return null;
    }

    private static RuleFaultKind? Numbers(ReadOnlySpan<char> value, int most, bool signed, out List<int> numbers)
    {
        numbers = [];
        foreach (var range in value.Split(','))
        {
            if (Number(value[range], most, out var number, signed) is { } fault) return fault;
            numbers.Add(number);
        }
        return null;
    }

    // From 1 to the most, or so from the end when it may have a sign.
    private static RuleFaultKind? Number(ReadOnlySpan<char> value, int most, out int number, bool signed = false)
    {
        var negative = signed && value is ['-', ..];
        var digits = signed && value is ['-' or '+', ..] ? value[1..] : value;
        number = 1;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return RuleFaultKind.Malformed;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < 1 || number > most) return RuleFaultKind.OutOfRange;
        if (negative) number = -number;
        return null;
    }

    private static uint Bits(IEnumerable<int> numbers) => numbers.Aggregate(0u, (set, number) => set | (1u << (Math.Abs(number) - 1)));

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length > LongestName) return false;
        foreach (var letter in name)
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '-') return false;
        return true;
    }
}
