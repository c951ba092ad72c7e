using CsCheck;
using Kivenkolo.Calendar.Activities;
using Kivenkolo.Calendar.Feeds;
using Kivenkolo.Calendar.Occurrences;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Contracts;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What is done to one activity, in order; <paramref name="Days"/> after what was done before.</summary>
internal sealed record DrawnChange(DrawnDeed Deed, int Days, int Which, int Shift, TimeOnly Start, DrawnRule Rule);

internal enum DrawnDeed { Cancel, Postpone, Move, Relocate, Return, Follow, PlanAnew, Withdraw, ComeBack }

/// <summary>
/// The life of one activity until its feed is read: planned by a rule with its exceptions and pauses, then changed in every way that there is, by
/// the same methods as the endpoints. What is drawn and cannot be done (a cancelled occurrence is not moved) is passed over.
/// </summary>
internal sealed record DrawnProgramme(
    DrawnRule Rule, int From, int Lead, TimeOnly Start, int Minutes, bool NotOnHolidays, int[] NotInMonths, int[] Excluded, int[] Additional,
    DrawnChange[] Changes, int DaysUntilRead, int? Most)
{
    public static readonly WallClock Helsinki = WallClock.Of("Europe/Helsinki");

    private static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly Gen<TimeOnly> Starts =
        DrawnRules.OneOf<TimeOnly>(new(14, 0), new(3, 30), new(2, 30), new(3, 0), new(23, 30), new(0, 0), new(9, 15));

    private static readonly Gen<DrawnRule> Rules = Gen.Frequency(
        (2, Gen.Select(DrawnRules.OneOf("DAILY", "WEEKLY"), Gen.Int[1, 3])
            .Select((frequency, interval) => new DrawnRule { Frequency = frequency, Interval = interval })),
        (3, DrawnRules.Any.Where(rule => rule is not { Frequency: "YEARLY", Months.Length: 0 })));

    private static readonly Gen<DrawnChange> OneChange = Gen.Select(
        Gen.Int[0, 8], Gen.Int[0, 70], Gen.Int[0, 30], Gen.Int[-40, 90], Starts, Rules,
        (deed, days, which, shift, start, rule) => new DrawnChange((DrawnDeed)deed, days, which, shift, start, rule));

    public static readonly Gen<DrawnProgramme> Any = Gen.Select(
        Rules, Gen.Select(Gen.Int[-450, 150], Gen.Int[-90, 90]), Starts, DrawnRules.OneOf(45, 60, 90, 480, 1440),
        Gen.Select(Gen.Bool, Gen.Int[1, 12].Array[0, 2]),
        Gen.Select(Gen.Int[0, 60].Array[0, 3], Gen.Int[1, 700].Array[0, 3]), OneChange.Array[0, 7], Gen.Int[0, 120],
        Gen.Frequency((3, Gen.Const((int?)null)), (1, Gen.Int[1, 60].Select(n => (int?)n))),
        (rule, dates, start, minutes, pauses, named, changes, read, most) => new DrawnProgramme(
            rule, dates.Item1, dates.Item2, start, minutes, pauses.Item1, [.. pauses.Item2.Distinct().Order()], named.Item1, named.Item2, changes, read, most));

    /// <summary>The series that it begins with; null when the rule gives no date to begin with.</summary>
    public Series? Planned()
    {
        if (SeriesFrom(Today.AddDays(From), Rule, Start) is not { } first) return null;
        var dates = first.Dates(first.FirstDate.AddDays(700));
        return first with
        {
            NotOnHolidays = NotOnHolidays,
            NotInMonths = NotInMonths,
            ExcludedDates = dates.Count == 0 ? [] : [.. Excluded.Select(n => dates[n % dates.Count]).Distinct().Order()],
            AdditionalDates = [.. Additional.Select(n => first.FirstDate.AddDays(n)).Distinct().Order()],
        };
    }

    /// <summary>Lives it; null when there is nothing to begin with.</summary>
    public ReadProgramme? Live()
    {
        if (Planned() is not { } series) return null;
        var activity = new Activity { Id = new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), SpaceId = Guid.Empty };
        var now = Helsinki.InstantOf(series.FirstDate.AddDays(-Lead), new(12, 0));
        activity.Take(Plan([series]), now);
        var rows = Timetable.Align(activity, [], null, Helsinki, now).Added;
        foreach (var change in Changes)
        {
            now = now.AddDays(change.Days).AddMinutes(1);
            LookAfter();
            Make(change);
        }
        now = now.AddDays(DaysUntilRead).AddMinutes(1);
        LookAfter();

        var days = FeedDays.At(now, Helsinki);
        var all = rows.Where(row => row.Status != OccurrenceStatus.Withdrawn).Where(days.Tell().Compile()).OrderBy(row => row.Start).ThenBy(row => row.Id)
            .Select(row => new ProgrammeLine(row, activity, null, null)).ToList();
        var (held, lines) = days.Hold(all, Most ?? int.MaxValue);
        var head = new FeedHead("talo", new("fi", "Talo"), "Europe/Helsinki", "fi", "http://localhost", "/feeds/talo/calendar.fi.ics", held);
        var withdrawn = activity.WithdrawnAt >= Helsinki.InstantOf(days.First, TimeOnly.MinValue) ? [activity] : (Activity[])[];
        var told = rows.Where(row => row.Status != OccurrenceStatus.Withdrawn && row.LocalDate >= held.First && row.LocalDate <= held.Last);
        return new(
            System.Text.Encoding.UTF8.GetString(CalendarFeed.Write(head, lines, withdrawn, Helsinki)), held,
            [.. told.Select(row => new OneTime(row.Start.UtcDateTime, row.End.UtcDateTime, row.Status == OccurrenceStatus.Confirmed)).Order()],
            activity.WithdrawnAt is not null);

        void LookAfter()
        {
            DateOnly? last = rows.Count == 0 ? null : rows.Max(row => row.SeriesDate);
            rows.AddRange(Timetable.Align(activity, [], last, Helsinki, now).Added);
        }

        void Make(DrawnChange change)
        {
            var coming = rows.Where(row => row.Status != OccurrenceStatus.Withdrawn && (row.End > now || row.Status == OccurrenceStatus.Postponed))
                .OrderBy(row => row.SeriesDate).ToList();
            var one = coming.Count == 0 ? null : coming[change.Which % coming.Count];
            switch (change.Deed)
            {
                case DrawnDeed.Cancel: one?.Cancel(LocalizedText.Empty, now); break;
                case DrawnDeed.Postpone: one?.Postpone(LocalizedText.Empty, now); break;
                case DrawnDeed.Move when one is not null && Helsinki.InstantOf(one.SeriesDate.AddDays(change.Shift), change.Start) is var start && start > now:
                    one.Take(new(start, start.AddMinutes(30), null, LocalizedText.Empty, LocalizedText.Empty), Helsinki.DateAt(start), now); break;
                case DrawnDeed.Relocate when one is not null && one.Start > now:
                    one.Take(new(one.Start, one.End, null, new("fi", "Piha"), LocalizedText.Empty), one.LocalDate, now); break;
                case DrawnDeed.Return when one is not null && activity.SeriesOf(one.SeriesDate) is { } of:
                    var (from, to) = of.On(one.SeriesDate, Helsinki);
                    one.Return(from, to, now); break;
                case DrawnDeed.Follow when activity.WithdrawnAt is null
                    && SeriesFrom(Helsinki.DateAt(now).AddDays(Math.Abs(change.Shift)), change.Rule, change.Start) is { } following:
                    Replan([.. activity.Series.Select(series => series.Before(following.FirstDate)).OfType<Series>(), following]); break;
                case DrawnDeed.PlanAnew when SeriesFrom(Helsinki.DateAt(now).AddDays(change.Shift), change.Rule, change.Start) is { } anew:
                    Replan([anew]);
                    break;
                case DrawnDeed.Withdraw when activity.Withdraw(now): Follow(); break;
                case DrawnDeed.ComeBack when activity.WithdrawnAt is not null: Replan(activity.Series); break;
                default: break;
            }
        }

        void Replan(IReadOnlyList<Series> plan)
        {
            if (activity.Take(Plan(plan), now)) Follow();
        }

        void Follow()
        {
            var change = Timetable.Align(activity, [.. rows.Where(row => row.End > now || row.RecurrenceId > now)], null, Helsinki, now);
            // What has begun stays in the way of what would be added on its date.
            rows.AddRange(change.Added.Where(added => rows.All(row => row.SeriesDate != added.SeriesDate)));
            foreach (var left in change.Left)
                if (left.HasOwnPlan) left.Cancel(LocalizedText.Empty, now); else left.Withdraw(now);
        }
    }

    /// <summary>The series by a rule whose first date is on or after a day; null when there is none.</summary>
    public Series? SeriesFrom(DateOnly from, DrawnRule drawn, TimeOnly start)
    {
        var first = Parsed(drawn with { Count = null, Until = null }, start)?.Dates(from, from.AddDays(1200)).FirstOrDefault() ?? default;
        if (first == default || Parsed(drawn with { Until = drawn.Until is null ? null : first.AddDays(200) }, start) is not { } rule
            || !rule.Includes(first, first)) return null;
        return RecurrenceBesideIcalNetTests.Difference(drawn, first) is null ? new Series(first, start, Minutes) { Rule = rule } : null;
    }

    private static RecurrenceRule? Parsed(DrawnRule drawn, TimeOnly start) =>
        RecurrenceRule.TryParse($"{drawn}", Helsinki, start, out var rule, out _) ? rule : null;

    private static ActivityPlan Plan(IReadOnlyList<Series> series) => new(
        new("fi", "Teehetki"), LocalizedText.Empty, null, new("fi", "Tupa"), null, LocalizedText.Empty, series, [], true, true);
}

/// <summary>One time, UTC, and whether it takes place.</summary>
internal readonly record struct OneTime(DateTime Start, DateTime End, bool IsConfirmed) : IComparable<OneTime>
{
    public int CompareTo(OneTime other) => (Start, End, IsConfirmed).CompareTo((other.Start, other.End, other.IsConfirmed));
}

/// <summary>A feed, and what the API says of its days.</summary>
internal sealed record ReadProgramme(string Feed, FeedDays Days, OneTime[] Occurrences, bool IsWithdrawn)
{
    /// <summary>Where a reader of the feed finds something else; null when nowhere.</summary>
    /// <param name="read">What the reader finds.</param>
    /// <param name="isLeftOut">What is not compared.</param>
    public string? Difference(IEnumerable<OneTime> read, Func<OneTime, bool>? isLeftOut = null)
    {
        var found = read.Where(one => DrawnProgramme.Helsinki.DateAt(new(one.Start)) is var day && day >= Days.First && day <= Days.Last).Order().ToList();
        if (isLeftOut is not null)
            return (this with { Occurrences = [.. Occurrences.Where(one => !isLeftOut(one))] }).Difference(found.Where(one => !isLeftOut(one)));
        // What left the programme with its activity is told as cancelled, and the API tells it no more.
        if (IsWithdrawn) found = [.. found.Where(one => one.IsConfirmed || Occurrences.Contains(one))];
        return found.SequenceEqual(Occurrences) ? null
            : $"only in the API: {Told(Occurrences.Except(found))}\nonly in the feed: {Told(found.Except(Occurrences))}\n{found.Count} in the feed\n{Feed}";
    }

    /// <summary>Whether the clock shows the time in such a way on the date.</summary>
    public static bool IsShown(DateTime onWall, LocalTimeKind kind) =>
        DrawnProgramme.Helsinki.KindOf(DateOnly.FromDateTime(onWall), TimeOnly.FromDateTime(onWall)) == kind;

    private static string Told(IEnumerable<OneTime> occurrences) =>
        string.Join(' ', occurrences.Take(8).Select(one => $"{one.Start:yyyyMMdd'T'HHmm}-{one.End:HHmm}{(one.IsConfirmed ? "" : " off")}"));
}
