using CsCheck;
using Kivenkolo.Calendar.Recurrence;

namespace Kivenkolo.Calendar.Tests;

public sealed class RecurrenceRuleTests
{
    private static readonly WallClock Helsinki = WallClock.Of("Europe/Helsinki");
    private static readonly TimeOnly Two = new(14, 0);

    // How far a rule is followed: over leap years for the yearly ones, over several clock changes for all.
    private static DateOnly Through(DrawnRule rule, DateOnly first) => first.AddDays(rule.Frequency == "YEARLY" ? 3300 : 1100);

    [Fact]
    public void Every_rule_of_the_grammar_means_what_the_standard_says_day_by_day() =>
        Gen.Select(DrawnRules.Any, DrawnRules.First).Sample(
            (rule, first) => Assert.Null(Disagreement(rule, first, (r, from, through) => Read($"{r}").Dates(from, through))), iter: 3000, threads: 1);

    [Fact]
    public void A_wrong_expansion_is_found()
    {
        (string Wrong, Func<DrawnRule, DrawnRule> As)[] mistakes =
        [
            ("weeks begin on Monday, whatever WKST says", rule => rule with { WeekStart = null }),
            ("BYSETPOS is not seen", rule => rule with { Positions = [] }),
            ("BYSETPOS counts from the start alone", rule => rule with { Positions = [.. rule.Positions.Select(Math.Abs)] }),
            ("BYDAY's numbers are not seen", rule => rule with { Days = [.. rule.Days.Select(day => (0, day.Day))] }),
            ("a year's nth weekday is sought in the month", rule => rule.Frequency == "YEARLY" && rule.Months.Length == 0
                ? rule with { Months = [.. Enumerable.Range(1, 12)] } : rule),
            ("the 31st is the last", rule => rule with { MonthDays = [.. rule.MonthDays.Select(day => day == 31 ? -1 : day)] }),
            ("INTERVAL is one too many", rule => rule with { Interval = rule.Interval + 1 }),
            ("COUNT is one too few", rule => rule with { Count = rule.Count - 1 }),
            ("UNTIL is not in the set", rule => rule with { Until = rule.Until?.AddDays(-1) }),
        ];
        var drawn = Gen.Select(DrawnRules.Any, DrawnRules.First).Array[1500].Single();
        foreach (var (wrong, mistaken) in mistakes)
            Assert.True(drawn.Any(d => Disagreement(d.Item1, d.Item2, (rule, from, to) => RecurrenceOracle.Dates(mistaken(rule), from, to)) is not null),
                wrong);
    }

    [Fact]
    public void Reading_from_a_later_date_leaves_out_the_earlier_ones_and_changes_nothing_else() =>
        Gen.Select(DrawnRules.Any, DrawnRules.First, Gen.Int[0, 900]).Sample((drawn, first, later) =>
        {
            var (rule, from, through) = (Read($"{drawn}"), first.AddDays(later), Through(drawn, first));
            Assert.Equal(rule.Dates(first, through).Where(date => date >= from), rule.Dates(first, from, through));
        }, iter: 3000, threads: 1);

    [Fact]
    public void A_series_cut_in_two_has_the_dates_of_the_whole() =>
        Gen.Select(DrawnRules.Any, DrawnRules.First, Gen.Int[0, 60]).Sample((drawn, first, nth) =>
        {
            var (rule, through) = (Read($"{drawn}"), Through(drawn, first));
            var whole = rule.Dates(first, through).ToList();
            if (whole.Count == 0) return;
            var cut = whole[nth % whole.Count];
            Assert.Equal(whole, [.. rule.EndingBefore(first, cut).Dates(first, through), .. rule.GoingOnFrom(first, cut).Dates(cut, through)]);
        }, iter: 3000, threads: 1);

    [Fact]
    public void What_is_written_is_read_as_the_same_rule() =>
        DrawnRules.Any.Sample(drawn =>
        {
            var rule = Read($"{drawn}");
            Assert.Equal(rule, Read($"{rule}"));
            Assert.Equal(rule, RecurrenceRule.Parse($"{rule}"));
            Assert.Equal(rule, Read(rule.InFeed(Helsinki, Two)));
            Assert.Equal(rule.GetHashCode(), Read($"{rule}".ToLowerInvariant()).GetHashCode());
        }, iter: 3000, threads: 1);

    [Fact]
    public void The_time_on_the_wall_stays_over_both_clock_changes_and_goes_on() =>
        Gen.Select(DrawnRules.Any, DrawnRules.First, Gen.Int[0, 95]).Sample((drawn, first, quarter) =>
        {
            var start = TimeOnly.MinValue.AddMinutes(15 * quarter);
            var before = DateTimeOffset.MinValue;
            foreach (var date in Read($"{drawn}").Dates(first, Through(drawn, first)))
            {
                var instant = Helsinki.InstantOf(date, start);
                var wall = date.ToDateTime(start);
                // Skipped: as much later on the wall as the clock was put forward.
                Assert.Equal(Helsinki.KindOf(date, start) == LocalTimeKind.Skipped ? wall.AddHours(1) : wall, Helsinki.At(instant));
                if (Helsinki.KindOf(date, start) == LocalTimeKind.Twice) Assert.Equal(wall, Helsinki.At(instant.AddHours(1)));
                Assert.True(instant > before);
                before = instant;
            }
        }, iter: 1000, threads: 1);

    [Theory]
    [InlineData("2027-03-28", "02:59", LocalTimeKind.Plain)]
    [InlineData("2027-03-28", "03:00", LocalTimeKind.Skipped)]
    [InlineData("2027-03-28", "03:59", LocalTimeKind.Skipped)]
    [InlineData("2027-03-28", "04:00", LocalTimeKind.Plain)]
    [InlineData("2026-10-25", "02:59", LocalTimeKind.Plain)]
    [InlineData("2026-10-25", "03:00", LocalTimeKind.Twice)]
    [InlineData("2026-10-25", "03:59", LocalTimeKind.Twice)]
    [InlineData("2026-10-25", "04:00", LocalTimeKind.Plain)]
    [InlineData("2026-07-01", "03:30", LocalTimeKind.Plain)]
    public void The_clock_tells_a_time_that_does_not_exist_or_exists_twice(string date, string time, LocalTimeKind kind) =>
        Assert.Equal(kind, Helsinki.KindOf(DateOnly.ParseExact(date, "O"), TimeOnly.ParseExact(time, "HH:mm")));

    // The examples of RFC 5545 section 3.8.5.3 that the grammar takes, and what is easily got wrong.
    [Theory]
    [InlineData("FREQ=DAILY;COUNT=4", "1997-09-02", "09-02 09-03 09-04 09-05")]
    [InlineData("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "09-02 09-12 09-22 10-02 10-12")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;COUNT=4;WKST=SU", "1997-09-02", "09-02 09-16 09-30 10-14")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02", "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "08-05 08-10 08-19 08-24")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "08-05 08-17 08-19 08-31")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05", "09-05 10-03 11-07")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "1997-09-22", "09-22 10-20 11-17")]
    [InlineData("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=-3", "1997-09-28", "09-28 10-29 11-28 12-29")]
    [InlineData("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "1997-09-30", "09-30 10-01 10-31 11-01")]
    [InlineData("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "1998-02-13", "02-13 03-13 11-13")]
    [InlineData("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=3", "1997-09-13", "09-13 10-11 11-08")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "09-04 10-07 11-06")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=4", "1997-09-29", "09-29 10-30 11-27 12-30")]
    [InlineData("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10", "06-10 07-10 06-10 07-10")]
    [InlineData("FREQ=YEARLY;COUNT=3;BYDAY=20MO", "1997-05-19", "05-19 05-18 05-17")]
    [InlineData("FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=4", "1997-03-13", "03-13 03-20 03-27 03-05")]
    [InlineData("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3", "1996-11-05", "11-05 11-07 11-02")]
    [InlineData("FREQ=MONTHLY;COUNT=4", "2026-01-31", "01-31 03-31 05-31 07-31")] // a day that is not there is skipped, not moved
    [InlineData("FREQ=YEARLY;COUNT=3", "2024-02-29", "02-29 02-29 02-29")]
    [InlineData("FREQ=YEARLY;BYMONTHDAY=15;COUNT=3", "2026-01-15", "01-15 02-15 03-15")] // the 15th of each month
    [InlineData("FREQ=YEARLY;BYDAY=MO;COUNT=3", "2026-01-05", "01-05 01-12 01-19")] // each Monday
    [InlineData("FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU;COUNT=4", "2026-03-29", "03-29 10-25 03-28 10-31")] // when the clocks change
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=1,8;BYDAY=1MO,2TU;COUNT=3", "2026-06-01", "06-01 09-08 12-08")] // the first Monday when it is the 1st or 8th
    [InlineData("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=3", "2026-11-27", "11-27 12-04 12-11")]
    [InlineData("FREQ=WEEKLY;BYMONTH=12;BYDAY=MO,SU;BYSETPOS=1;COUNT=3", "2026-12-06", "12-06 12-07 12-14")] // 30 November is not of the set
    [InlineData("FREQ=DAILY;BYDAY=TU;BYSETPOS=-1;COUNT=2", "2026-11-24", "11-24 12-01")]
    [InlineData("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1;COUNT=3", "2026-12-31", "12-31 01-01 12-31")]
    public void A_rule_gives_these_dates(string rule, string first, string dates)
    {
        var day = DateOnly.ParseExact(first, "O");
        Assert.Equal(dates, string.Join(' ', Read(rule).Dates(day, day.AddYears(40)).Select(date => $"{date:MM-dd}")));
        Assert.True(Read(rule).Includes(day, day));
    }

    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=TH,TU,TU;INTERVAL=01;WKST=MO", "FREQ=WEEKLY;BYDAY=TU,TH")]
    [InlineData("until=20261231;byday=th,tu;interval=2;freq=weekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261231")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR,+1MO,WE;BYMONTH=09,3", "FREQ=MONTHLY;BYMONTH=3,9;BYDAY=WE,1MO,-1FR")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1,31,-7,+2;BYSETPOS=-1,1", "FREQ=MONTHLY;BYMONTHDAY=2,31,-1,-7;BYSETPOS=1,-1")]
    [InlineData("FREQ=DAILY;UNTIL=20261231T115959Z", "FREQ=DAILY;UNTIL=20261230")] // 13.59 on the wall, a minute before the start
    [InlineData("FREQ=DAILY;UNTIL=20261231T120000Z", "FREQ=DAILY;UNTIL=20261231")]
    [InlineData("FREQ=DAILY;UNTIL=20261231T235959Z", "FREQ=DAILY;UNTIL=20261231")] // 1.59 of New Year's Day
    [InlineData("FREQ=DAILY;UNTIL=20260701T110000Z", "FREQ=DAILY;UNTIL=20260701")] // by summer time
    [InlineData("FREQ=DAILY;UNTIL=99991231T235959Z", "FREQ=DAILY;UNTIL=99991230")]
    public void A_rule_is_kept_in_one_form(string written, string kept) => Assert.Equal(kept, $"{Read(written)}");

    [Fact]
    public void An_end_stands_in_a_feed_as_the_instant_of_the_last_start()
    {
        Assert.Equal("FREQ=DAILY;UNTIL=20261231T120000Z", Read("FREQ=DAILY;UNTIL=20261231").InFeed(Helsinki, Two));
        Assert.Equal("FREQ=DAILY;UNTIL=20260701T110000Z", Read("FREQ=DAILY;UNTIL=20260701").InFeed(Helsinki, Two));
        Assert.Equal("FREQ=DAILY;COUNT=3", Read("FREQ=DAILY;COUNT=3").InFeed(Helsinki, Two));
    }

    [Theory]
    [InlineData("", "RRULE", RuleFaultKind.Missing)]
    [InlineData("INTERVAL=2", "FREQ", RuleFaultKind.Missing)]
    [InlineData("FREQ=SECONDLY", "FREQ", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=MINUTELY", "FREQ", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=HOURLY", "FREQ", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=FORTNIGHTLY", "FREQ", RuleFaultKind.Malformed)]
    [InlineData("FREQ=", "FREQ", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;BYSECOND=0", "BYSECOND", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=DAILY;BYMINUTE=0", "BYMINUTE", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=DAILY;BYHOUR=9,17", "BYHOUR", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO", RuleFaultKind.NotTaken)]
    [InlineData("RSCALE=CHINESE;FREQ=YEARLY", "RSCALE", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=YEARLY;SKIP=FORWARD", "SKIP", RuleFaultKind.NotTaken)]
    [InlineData("FREQ=YEARLY;BYEASTER=0", "BYEASTER", RuleFaultKind.Unknown)]
    [InlineData("FREQ=DAILY;X-NAME=1", "X-NAME", RuleFaultKind.Unknown)]
    [InlineData("FREQ=DAILY;FREQ=WEEKLY", "FREQ", RuleFaultKind.Repeated)]
    [InlineData("FREQ=DAILY;BYDAY=MO;byday=TU", "BYDAY", RuleFaultKind.Repeated)]
    [InlineData("FREQ=DAILY;INTERVAL=0", "INTERVAL", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=DAILY;INTERVAL=1000", "INTERVAL", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=DAILY;INTERVAL=-1", "INTERVAL", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;INTERVAL=1.5", "INTERVAL", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;INTERVAL=٣", "INTERVAL", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;COUNT=0", "COUNT", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=DAILY;COUNT=10000", "COUNT", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=DAILY;COUNT=", "COUNT", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;COUNT=3;UNTIL=20261231", "COUNT", RuleFaultKind.Misplaced)]
    [InlineData("FREQ=DAILY;UNTIL=20260230", "UNTIL", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;UNTIL=2026-12-31", "UNTIL", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;UNTIL=20261231T120000", "UNTIL", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;UNTIL=18991231", "UNTIL", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=DAILY;UNTIL=00010101T000000Z", "UNTIL", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=DAILY;BYDAY=XX", "BYDAY", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;BYDAY=MO,", "BYDAY", RuleFaultKind.Malformed)]
    [InlineData("FREQ=DAILY;BYDAY=1MO", "BYDAY", RuleFaultKind.Misplaced)]
    [InlineData("FREQ=WEEKLY;BYDAY=-1MO", "BYDAY", RuleFaultKind.Misplaced)]
    [InlineData("FREQ=MONTHLY;BYDAY=0MO", "BYDAY", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=MONTHLY;BYDAY=54MO", "BYDAY", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY", RuleFaultKind.Misplaced)]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=YEARLY;BYMONTH=13", "BYMONTH", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=YEARLY;BYMONTH=-1", "BYMONTH", RuleFaultKind.Malformed)]
    [InlineData("FREQ=YEARLY;BYMONTH=5L", "BYMONTH", RuleFaultKind.Malformed)]
    [InlineData("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS", RuleFaultKind.Misplaced)]
    [InlineData("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS", RuleFaultKind.OutOfRange)]
    [InlineData("FREQ=WEEKLY;WKST=1", "WKST", RuleFaultKind.Malformed)]
    [InlineData("FREQ=WEEKLY;", "RRULE", RuleFaultKind.Malformed)]
    [InlineData("FREQ = WEEKLY", "RRULE", RuleFaultKind.Malformed)]
    [InlineData("RRULE:FREQ=WEEKLY", "RRULE", RuleFaultKind.Malformed)]
    [InlineData("every other Tuesday", "RRULE", RuleFaultKind.Malformed)]
    [InlineData("FREQ=WEEKLY;THISNAMEISFARTOOLONGTOBEONE=1", "RRULE", RuleFaultKind.Malformed)]
    public void A_rule_outside_the_grammar_is_refused_by_the_name_of_the_part(string rule, string part, RuleFaultKind kind)
    {
        Assert.False(RecurrenceRule.TryParse(rule, Helsinki, Two, out var read, out var fault));
        Assert.Null(read);
        Assert.Equal(new RuleFault(part, kind), fault);
        Assert.Equal(part is "RSCALE" or "SKIP" ? "RFC 7529 section 4" : "RFC 5545 section 3.3.10", fault.Section);
    }

    [Fact]
    public void A_rule_that_an_end_can_be_put_to_is_never_too_long_to_keep()
    {
        var days = string.Join(',', Enumerable.Range(1, 53).Select(n => $"{n}MO"));
        for (var length = 1; length < 60; length++)
        {
            var text = $"FREQ=YEARLY;BYDAY={string.Join(',', days.Split(',').Take(length))}";
            if (RecurrenceRule.TryParse(text, Helsinki, Two, out var rule, out var fault))
                Assert.True($"{rule.EndingBefore(new(2026, 1, 5), new(2026, 1, 6))}".Length <= RecurrenceRule.LongestText);
            else
                Assert.Equal(new RuleFault("RRULE", RuleFaultKind.TooLong), fault);
        }
    }

    // Each asks for every day until the end of time and would search as long for one that never comes.
    [Theory]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO,1TU,53SU;BYSETPOS=366,-366")]
    [InlineData("FREQ=YEARLY;INTERVAL=999;BYMONTH=2;BYMONTHDAY=31")]
    [InlineData("FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31;COUNT=9999")]
    [InlineData("FREQ=MONTHLY;BYDAY=53MO")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=32,-32,366")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2")]
    [InlineData("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("FREQ=DAILY;BYDAY=MO;BYSETPOS=2")]
    public void A_rule_that_never_comes_ends(string rule)
    {
        var began = TimeProvider.System.GetTimestamp();
        Assert.Empty(Read(rule).Dates(new(1, 1, 1), DateOnly.MaxValue));
        // Ten thousand years in some milliseconds; the bound is for a busy machine.
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Every_day_until_the_end_of_time_is_given_once()
    {
        foreach (var everyDay in (string[])["FREQ=DAILY", "FREQ=WEEKLY;WKST=SU;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"])
            Assert.Equal(DateOnly.MaxValue.DayNumber + 1, Read(everyDay).Dates(DateOnly.MinValue, DateOnly.MaxValue).Count());
        Assert.Equal(RecurrenceRule.HighestCount, Read("FREQ=DAILY;COUNT=9999").Dates(new(2026, 1, 1), DateOnly.MaxValue).Count());
        Assert.Empty(Read("FREQ=DAILY").Dates(new(2026, 1, 2), new(2026, 1, 1)));
        Assert.Empty(Read("FREQ=DAILY;UNTIL=20251231").Dates(new(2026, 1, 1), DateOnly.MaxValue));
    }

    [Fact]
    public void A_year_of_five_hundred_series_takes_less_than_ten_milliseconds_and_little_memory()
    {
        string[] kinds =
        [
            "FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20281231", "FREQ=DAILY;BYMONTH=7;BYDAY=SA",
        ];
        var series = Enumerable.Range(0, 500).Select(n => (Rule: Read(kinds[n % kinds.Length]), First: new DateOnly(2017, 1, 1).AddDays(n))).ToArray();
        var (best, allocated, dates) = (TimeSpan.MaxValue, 0L, 0);
        for (var round = 0; round < 50 && best > TimeSpan.FromMilliseconds(2); round++)
        {
            var (began, before) = (TimeProvider.System.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            dates = 0;
            foreach (var (rule, first) in series)
                foreach (var _ in rule.Dates(first, new(2027, 1, 1), new(2027, 12, 31))) dates++;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (TimeProvider.System.GetElapsedTime(began) is var took && took < best) best = took;
        }
        Assert.True(dates > 20_000);
        Assert.True(best < TimeSpan.FromMilliseconds(10), $"{best.TotalMilliseconds} ms");
        // One iterator for each series.
        Assert.True(allocated < 500 * 256, $"{allocated} bytes");
        TestContext.Current.TestOutputHelper?.WriteLine($"{dates} dates in {best.TotalMilliseconds:0.00} ms, {allocated} bytes");
    }

    private static string? Disagreement(DrawnRule rule, DateOnly first, Func<DrawnRule, DateOnly, DateOnly, IEnumerable<DateOnly>> expand)
    {
        var through = Through(rule, first);
        var (expected, actual) = (RecurrenceOracle.Dates(rule, first, through), expand(rule, first, through).ToList());
        return expected.SequenceEqual(actual) ? null : $"{rule} from {first:O}: {string.Join(' ', expected.Take(20))} but {string.Join(' ', actual.Take(20))}";
    }

    private static RecurrenceRule Read(string text) =>
        RecurrenceRule.TryParse(text, Helsinki, Two, out var rule, out var fault) ? rule : throw new ArgumentException($"{text}: {fault}");
}
