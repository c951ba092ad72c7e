using CsCheck;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Plan;
using Kivenkolo.Web.Texts;
using Microsoft.Extensions.Primitives;

namespace Kivenkolo.Web.Tests;

public sealed class SeriesFormTests
{
    private static readonly string[] Ordinals = ["1", "2", "3", "4", "5", "-1", "-2", ""];
    private static readonly string[] Ends = ["", ";UNTIL=20271231", ";COUNT=12"];
    private static readonly string[] Frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

    // Rules as Calendar writes them: those that a choice of the form says, and their neighbours that it must not be taken for.
    private static readonly Gen<string?> Rules =
        from isOnce in Gen.Int[0, 9]
        from frequency in One(Frequencies)
        from interval in One("", "", ";INTERVAL=2", ";INTERVAL=3")
        from rest in One("", "", "", "", ";BYMONTH=6,7", ";BYMONTHDAY=-1")
        from ordinal in One(Ordinals)
        from days in Gen.Int[0, 127]
        from position in One("", "", "", ";BYSETPOS=-1", ";WKST=SU")
        from end in One(Ends)
        let weekdays = SeriesForm.Weekdays.Where((_, i) => (days & (1 << i)) != 0)
        let byDay = frequency is "MONTHLY" or "YEARLY" ? weekdays.Take(1).Select(day => ordinal + day) : weekdays
        select isOnce == 0 ? null : $"FREQ={frequency}{interval}{rest}{(byDay.Any() ? ";BYDAY=" : "")}{string.Join(',', byDay)}{position}{end}";

    private static readonly Gen<SeriesResponse> Kept =
        from rule in Rules
        from day in Gen.Int[1, 365]
        from minutes in Gen.Int[1, 1440]
        from onHolidays in Gen.Bool
        from months in Gen.Int[0, 4094]
        from excluded in Gen.Int[0, 3]
        from additional in Gen.Int[0, 3]
        let first = new DateOnly(2026, 1, 1).AddDays(day)
        select new SeriesResponse
        {
            FirstDate = first,
            Start = new(14, 30),
            DurationMinutes = minutes,
            Rule = rule,
            ExcludedDates = Dates(first, excluded),
            AdditionalDates = Dates(first.AddDays(40), additional),
            NotOnHolidays = rule is not null && onHolidays,
            NotInMonths = [.. Enumerable.Range(1, 12).Where(month => rule is not null && (months & (1 << (month - 1))) != 0)],
        };

    [Fact]
    public void A_series_that_is_shown_and_saved_untouched_is_the_same_series() => Kept.Sample(kept =>
    {
        var read = SeriesForm.Read(Shown(kept), "");
        Assert.Equal(
            (kept.FirstDate, kept.Start, kept.DurationMinutes, kept.Rule, kept.NotOnHolidays, string.Join(' ', kept.NotInMonths)),
            (read.FirstDate, read.Start, read.DurationMinutes, read.Rule, read.NotOnHolidays ?? false, string.Join(' ', read.NotInMonths ?? [])));
        Assert.Equal(kept.ExcludedDates, read.ExcludedDates);
        Assert.Equal(kept.AdditionalDates, read.AdditionalDates);
    }, iter: 20_000);

    [Theory]
    [InlineData("FREQ=WEEKLY", "weekly")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20261231", "weekly")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "second")]
    [InlineData("FREQ=MONTHLY;BYDAY=4TH", "monthly")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1TH", "rule")]
    [InlineData("FREQ=MONTHLY;BYDAY=TH", "rule")]
    [InlineData("FREQ=WEEKLY;COUNT=3", "rule")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "rule")]
    [InlineData(null, "once")]
    public void A_choice_is_shown_only_where_it_says_the_very_rule(string? rule, string choice) => Assert.Equal(choice, Shown(Thursday(rule)).Value("repeats"));

    [Theory]
    [InlineData("24.12.2026، 31.12.2026")]
    [InlineData("2026-12-24؛2026-12-31")]
    [InlineData("24.12.2026; 31.12.2026")]
    public void Dates_are_read_with_the_commas_of_every_language(string written)
    {
        var posted = Form(("repeats", "once"), ("firstDate", "2026-11-26"), ("start", "14:00"), ("durationMinutes", "60"), ("excludedDates", written));
        Assert.Equal([new(2026, 12, 24), new(2026, 12, 31)], SeriesForm.Read(posted, "").ExcludedDates!);
        Assert.True(posted.IsFine);
    }

    private static Gen<string> One(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static SeriesResponse Thursday(string? rule) => new()
    {
        FirstDate = new(2026, 11, 26), Start = new(14, 0), DurationMinutes = 60, Rule = rule, ExcludedDates = [], AdditionalDates = [], NotOnHolidays = false,
        NotInMonths = [],
    };

    private static DateOnly[] Dates(DateOnly from, int count) => [.. Enumerable.Range(1, count).Select(i => from.AddDays(7 * i))];

    private static Posted Shown(SeriesResponse series)
    {
        var posted = Posted.None(Words.Exactly("fi")!);
        SeriesForm.Fill(posted, series);
        return posted;
    }

    private static Posted Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, new StringValues(f.Value))), Words.Exactly("fi")!);
}
