using System.Globalization;
using System.Text;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Tests;

internal static class RecurrenceFuzz
{
    private static readonly WallClock Helsinki = WallClock.Of("Europe/Helsinki");
    private static readonly DateOnly First = new(2026, 1, 31);

    /// <summary>Whatever is given as a rule is taken or refused, and ends.</summary>
    public static Task<(long Tried, int Answers)> Run(TimeSpan length) => Fuzz.Run(
        length,
        ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU;UNTIL=20261231T120000Z", "FREQ=MONTHLY;BYDAY=1MO,-1FR;BYMONTH=1,7;COUNT=10",
            "FREQ=YEARLY;BYMONTHDAY=1,-1;BYSETPOS=1,-1", "FREQ=DAILY;BYMONTHDAY=13;BYDAY=FR;UNTIL=20301231"],
        ["FREQ=", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "SECONDLY", "INTERVAL=", "COUNT=", "UNTIL=", "BYDAY=", "BYMONTHDAY=", "BYMONTH=", "BYSETPOS=",
            "BYHOUR=", "BYWEEKNO=", "BYYEARDAY=", "WKST=", "RSCALE=", "MO", "SU", "-53SU", "+1MO", ";", ",", "=", "-", "0", "T000000Z", "\r\n ", "\0",
            "İ", "٣"],
        longest: 300, input => Answer(Encoding.UTF8.GetString(input)));

    private static string Answer(string text)
    {
        if (!RecurrenceRule.TryParse(text, Helsinki, new(3, 30), out var rule, out var fault))
        {
            Assert.Null(rule);
            Assert.Matches("^[A-Z0-9-]{1,20}$", fault.Part);
            return fault.Kind == RuleFaultKind.Unknown ? "Unknown" : $"{fault}";
        }
        Assert.Equal(rule, RecurrenceRule.Parse($"{rule}"));
        Assert.True($"{rule}".Length <= RecurrenceRule.LongestText);
        // In the feed's form too it says the same.
        Assert.True(RecurrenceRule.TryParse(rule.InFeed(Helsinki, new(3, 30)), Helsinki, new(3, 30), out var again, out _));
        Assert.Equal(rule, again);

        var parts = $"{rule}".Split(';').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        var until = parts.TryGetValue("UNTIL", out var end) ? DateOnly.ParseExact(end, "yyyyMMdd", CultureInfo.InvariantCulture) : DateOnly.MaxValue;
        var (last, found) = (First.AddDays(-1), 0);
        foreach (var date in rule.Dates(First, First.AddYears(30)))
        {
            Assert.True(date > last && date <= until);
            last = date;
            found++;
        }
        Assert.True(found <= (parts.TryGetValue("COUNT", out var count) ? int.Parse(count, CultureInfo.InvariantCulture) : 366 * 31));
        // Which parts it has, and how many dates, roughly.
        return $"{string.Join(' ', parts.Keys)} {(found == 0 ? 0 : 1 + Math.ILogB(found))}";
    }
}
