using System.Globalization;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Plan;

/// <summary>The fields that say when something takes place, and the series that Calendar keeps.</summary>
internal static class SeriesForm
{
    /// <summary>How it comes again, as the form asks.</summary>
    public static readonly string[] Repeats = ["once", "weekly", "second", "monthly", "rule"];

    // Those that are a rule by themselves.
    private static readonly string[] Choices = ["weekly", "second", "monthly"];

    /// <summary>Weekdays as RFC 5545 writes them, from Monday.</summary>
    public static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>January to December, as the form names them.</summary>
    public static readonly string[] Months = [.. Enumerable.Range(1, 12).Select(month => month.ToString(CultureInfo.InvariantCulture))];

    /// <summary>What stands between dates, or ids, in one field: with the commas of Arabic.</summary>
    public static readonly char[] Separators = [',', ';', '،', '؛', ' ', '\n'];

    private const int LongestDates = 2500;

    /// <summary>The series that the form says.</summary>
    public static PlanSeriesRequest Read(Posted posted, string notDates)
    {
        var first = posted.Date("firstDate");
        var series = new PlanSeriesRequest
        {
            FirstDate = first,
            Start = posted.Time("start"),
            DurationMinutes = posted.Number("durationMinutes", PlanSeriesRequest.DurationMinutesMin, PlanSeriesRequest.DurationMinutesMax),
            ExcludedDates = Dates("excludedDates"),
            AdditionalDates = Dates("additionalDates"),
        };
        return Rule(posted, first) is not { } rule ? series : series with
        {
            Rule = rule,
            NotOnHolidays = posted.Has("pauses", "holidays"),
            NotInMonths = [.. Months.Where(month => posted.Has("notInMonths", month)).Select(month => int.Parse(month, CultureInfo.InvariantCulture))],
        };

        List<DateOnly> Dates(string field)
        {
            var dates = new List<DateOnly>();
            foreach (var text in (posted.Optional(field, LongestDates) ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries))
            {
                if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) dates.Add(date);
                else posted.Wrong(field, notDates);
            }
            return dates;
        }
    }

    /// <summary>Fills the fields with a series as Calendar keeps it. How it comes again is a choice only where the choice says exactly the same rule.</summary>
    public static void Fill(Posted posted, SeriesResponse series)
    {
        posted.With("firstDate", series.FirstDate.Iso()).With("start", series.Start.Iso())
            .With("durationMinutes", series.DurationMinutes.ToString(CultureInfo.InvariantCulture));
        var rule = series.Rule;
        var parts = (rule ?? "").Split(';').Where(part => part.Contains('=', StringComparison.Ordinal))
            .ToDictionary(part => part.Split('=')[0], part => part.Split('=')[1]);
        var days = Weekdays.Intersect(parts.GetValueOrDefault("BYDAY", "").Split(',')).ToArray();
        var until = DateOnly.TryParseExact(parts.GetValueOrDefault("UNTIL"), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
            ? last : (DateOnly?)null;
        var repeats = rule is null ? "once"
            : DateOnly.TryParseExact(posted.Value("firstDate"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
                ? Choices.FirstOrDefault(choice => Rule(choice, first, days, until) == rule) ?? "rule"
            : "rule";
        posted.With("repeats", repeats).With("rule", repeats == "rule" ? rule : null);
        if (repeats is "weekly" or "second" && days.Length > 0) posted.WithAll("weekdays", days);
        if (repeats != "rule") posted.With("until", until?.Iso());
        if (series.NotOnHolidays) posted.WithAll("pauses", ["holidays"]);
        if (series.NotInMonths.Count > 0) posted.WithAll("notInMonths", [.. series.NotInMonths.Select(month => month.ToString(CultureInfo.InvariantCulture))]);
        posted.With("excludedDates", Written(series.ExcludedDates)).With("additionalDates", Written(series.AdditionalDates));

        static string? Written(IReadOnlyList<DateOnly> dates) => dates.Count > 0 ? string.Join(", ", dates.Select(date => date.Iso())) : null;
    }

    /// <summary>
    /// Takes in Calendar's answer: its names of fields become the form's, and what it asks back can be answered when the form is shown again.
    /// </summary>
    public static bool Took<T>(Posted posted, ApiResponse<T> answer) where T : class
    {
        if (answer.Problem is not { } problem) return posted.Took(answer);
        foreach (var question in (string[])["clock-changes", "occurrences-in-use", "resource-taken"])
            if (problem.Is(question)) posted.WithAll("asks", [question]);
        var errors = problem.Errors.GroupBy(error => error.Key.Split('.')[^1]).ToDictionary(field => field.Key, field => field.First().Value);
        return posted.Took(answer with { Problem = problem with { Errors = errors } },
            ("clock-changes", "start"), ("resource-taken", "placeId"), ("decision-unknown", "decisionId"), ("decision-not-of-experiment", "decisionId"),
            ("time-passed", "date"), ("occurrences-in-use", "consent-left"));
    }

    private static string? Rule(Posted posted, DateOnly first)
    {
        var repeats = posted.Choice("repeats", Repeats);
        if (repeats == "rule") return posted.Needed("rule", PlanSeriesRequest.RuleMaxLength);
        if (!Choices.Contains(repeats)) return null;
        var until = string.IsNullOrWhiteSpace(posted.Value("until")) ? (DateOnly?)null : posted.Date("until");
        return Rule(repeats, first, [.. Weekdays.Where(weekday => posted.Has("weekdays", weekday))], until);
    }

    // As Calendar writes a rule. Without a weekday it is the first date's, for the standard too.
    private static string Rule(string choice, DateOnly first, string[] days, DateOnly? until)
    {
        var byDay = days.Length == 0 ? "" : $";BYDAY={string.Join(',', days)}";
        var rule = choice switch
        {
            "weekly" => $"FREQ=WEEKLY{byDay}",
            "second" => $"FREQ=WEEKLY;INTERVAL=2{byDay}",
            // The fifth of a weekday is missing in most months; the last is what is meant.
            _ => string.Create(CultureInfo.InvariantCulture,
                $"FREQ=MONTHLY;BYDAY={(first.Day > 28 ? -1 : ((first.Day - 1) / 7) + 1)}{Weekdays[((int)first.DayOfWeek + 6) % 7]}"),
        };
        return until is { } last ? string.Create(CultureInfo.InvariantCulture, $"{rule};UNTIL={last:yyyyMMdd}") : rule;
    }
}
