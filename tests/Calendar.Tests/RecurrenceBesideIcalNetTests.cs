using CsCheck;
using Ical.Net.Evaluation;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Tests;

/// <summary>
/// The same rules read by Ical.Net 5.2.4, from the text that a feed would hold, each from a first date of its own: by the standard a DTSTART
/// that its rule does not give is undefined. It agrees but for the differences named here; why they are right on this side, see
/// docs/decisions/0019-recurrence-rules.md.
/// </summary>
public sealed class RecurrenceBesideIcalNetTests
{
    private static readonly WallClock Helsinki = WallClock.Of("Europe/Helsinki");
    private static readonly TimeOnly Two = new(14, 0);

    [Fact]
    public void Ical_Net_gives_the_same_dates_but_for_the_differences_named() =>
        Gen.Select(DrawnRules.Any, DrawnRules.First).Sample((drawn, from) =>
        {
            var days = drawn.Frequency == "YEARLY" ? 3300 : 1100;
            var rule = Read($"{drawn}");
            // Without its end a rule has dates after any; its first becomes DTSTART.
            var first = Read($"{drawn with { Count = null, Until = null }}").Dates(from, from.AddDays(days)).FirstOrDefault();
            if (first == default) return;
            if (Difference(drawn, first) is not null) return;
            Assert.Equal(rule.Dates(first, first.AddDays(days)), IcalNet(rule, first, first.AddDays(days)));
        }, iter: 1500, threads: 1);

    // When one of these fails, Ical.Net has changed its mind: strike the difference here and in the decision record.
    [Theory]
    [InlineData("months of the year", "FREQ=YEARLY;BYMONTHDAY=15;UNTIL=20260420", "2026-01-15", "01-15 02-15 03-15 04-15", "01-15")]
    [InlineData("months of the year", "FREQ=YEARLY;BYMONTHDAY=31;BYDAY=FR;UNTIL=20311231", "2029-08-31", "08-31 05-31 01-31 10-31", "08-31")]
    [InlineData("the year of the end", "FREQ=YEARLY;BYDAY=FR;UNTIL=20260105", "2025-12-12", "12-12 12-19 12-26 01-02", "12-12 12-19 12-26")]
    [InlineData("the year of the end", "FREQ=YEARLY;BYDAY=1MO,-1MO;UNTIL=20270110", "2026-12-28", "12-28 01-04", "12-28")]
    public void The_differences_are_still_there(string difference, string text, string first, string ours, string theirs)
    {
        var (rule, day) = (Read(text), DateOnly.ParseExact(first, "O"));
        Assert.Equal(ours, Told(rule.Dates(day, day.AddYears(4))));
        Assert.Equal(theirs, Told(IcalNet(rule, day, day.AddYears(4))));
        Assert.NotEmpty(difference);
    }

    /// <summary>The name of the difference that a rule may show; null when both must agree.</summary>
    internal static string? Difference(DrawnRule rule, DateOnly first)
    {
        if (rule is not { Frequency: "YEARLY", Months.Length: 0 }) return null;
        // BYMONTHDAY without BYMONTH: the table says that it expands the year, so each month has the day, just as BYDAY alone means each week of
        // the year. Ical.Net looks in DTSTART's month alone.
        if (rule.MonthDays.Length > 0) return "months of the year";
        // Ical.Net goes from year to year on DTSTART's day and does not look at the last year when that day is after UNTIL.
        if (rule.Days.Length > 0 && rule.Until is { } until && until < first.AddYears(until.Year - first.Year)) return "the year of the end";
        return null;
    }

    private static List<DateOnly> IcalNet(RecurrenceRule rule, DateOnly first, DateOnly through)
    {
        var calendar = Ical.Net.Calendar.Load(
            $"""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:tests
            BEGIN:VEVENT
            UID:1
            DTSTAMP:20260101T000000Z
            DTSTART;TZID=Europe/Helsinki:{first:yyyyMMdd}T140000
            RRULE:{rule.InFeed(Helsinki, Two)}
            END:VEVENT
            END:VCALENDAR
            """)!;
        // Where nothing more comes it would search until the year 9999; here as many periods as the stretch has, and a few.
        var periods = rule.ToString()[5] switch { 'D' => 1200, 'W' => 200, 'M' => 40, _ => 12 };
        var dates = new List<DateOnly>();
        using var occurrences = calendar.Events[0]!.GetOccurrences(null, new EvaluationOptions { MaxUnmatchedIncrementsLimit = periods }).GetEnumerator();
        try
        {
            while (occurrences.MoveNext() && occurrences.Current.Period.StartTime.Date is var date && date <= through) dates.Add(date);
        }
        catch (EvaluationLimitExceededException) { /* no more dates in the stretch */ }
        return dates;
    }

    private static string Told(IEnumerable<DateOnly> dates) => string.Join(' ', dates.Select(date => $"{date:MM-dd}"));

    private static RecurrenceRule Read(string text) =>
        RecurrenceRule.TryParse(text, Helsinki, Two, out var rule, out var fault) ? rule : throw new ArgumentException($"{text}: {fault}");
}
