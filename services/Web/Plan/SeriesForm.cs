using System.Globalization;
using System.Text.Json.Nodes;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;

namespace Kivenkolo.Web.Plan;

/// <summary>The fields that say when something takes place, and the series that Calendar keeps.</summary>
internal static class SeriesForm
{
    /// <summary>How it comes again, as the form asks.</summary>
    public static readonly string[] Repeats = ["once", "weekly", "second", "monthly", "rule"];

    /// <summary>Weekdays as RFC 5545 writes them, from Monday.</summary>
    public static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private const int LongestRule = 200;
    private const int LongestDates = 2500;

    /// <summary>The series that the form says.</summary>
    public static JsonObject Read(Posted posted, string notDates)
    {
        var first = posted.Date("firstDate");
        var series = new JsonObject
        {
            ["firstDate"] = first.Iso(),
            ["start"] = posted.Time("start").Iso(),
            ["durationMinutes"] = posted.Number("durationMinutes", 1, 1440),
        };
        if (Rule(posted, first) is { } rule)
        {
            series["rule"] = rule;
            series["notOnHolidays"] = posted.Has("pauses", "holidays");
            if (posted.Has("pauses", "july")) series["notInMonths"] = new JsonArray(7);
        }
        series["excludedDates"] = Dates("excludedDates");
        series["additionalDates"] = Dates("additionalDates");
        return series;

        JsonArray Dates(string field)
        {
            var dates = new JsonArray();
            foreach (var text in (posted.Optional(field, LongestDates) ?? "").Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) dates.Add(date.Iso());
                else posted.Wrong(field, notDates);
            }
            return dates;
        }
    }

    /// <summary>Fills the fields with a series as Calendar keeps it.</summary>
    public static void Fill(Posted posted, JsonNode series)
    {
        posted.With("firstDate", (string?)series["firstDate"]).With("start", (string?)series["start"])
            .With("durationMinutes", ((int)series["durationMinutes"]!).ToString(CultureInfo.InvariantCulture));
        var rule = (string?)series["rule"];
        var parts = (rule ?? "").Split(';').Where(part => part.Contains('=', StringComparison.Ordinal)).ToDictionary(part => part.Split('=')[0], part => part.Split('=')[1]);
        var until = parts.Remove("UNTIL", out var last) ? last : null;
        var days = parts.GetValueOrDefault("BYDAY", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var repeats = (rule, parts.GetValueOrDefault("FREQ"), parts.GetValueOrDefault("INTERVAL", "1"), string.Join(' ', parts.Keys.Except(["FREQ", "INTERVAL", "BYDAY"]))) switch
        {
            (null, _, _, _) => "once",
            (_, "WEEKLY", "1", "") => "weekly",
            (_, "WEEKLY", "2", "") => "second",
            (_, "MONTHLY", "1", "") when days.Length == 1 => "monthly",
            _ => "rule",
        };
        posted.With("repeats", repeats).With("rule", repeats == "rule" ? rule : null);
        if (repeats is "weekly" or "second" && days.Length > 0) posted.WithAll("weekdays", days);
        if (until is not null && repeats != "rule") posted.With("until", $"{until[..4]}-{until[4..6]}-{until[6..8]}");
        List<string> pauses = [];
        if ((bool?)series["notOnHolidays"] is true) pauses.Add("holidays");
        if (series["notInMonths"]?.AsArray().Any(month => (int)month! == 7) is true) pauses.Add("july");
        posted.WithAll("pauses", [.. pauses]);
        posted.With("excludedDates", Written("excludedDates")).With("additionalDates", Written("additionalDates"));

        string? Written(string field) => series[field]?.AsArray() is { Count: > 0 } dates ? string.Join(", ", dates.Select(date => (string?)date)) : null;
    }

    /// <summary>Takes in Calendar's answer: its names of fields become the form's, and what it asks back can be answered when the form is shown again.</summary>
    public static bool Took<T>(Posted posted, Answer<T> answer) where T : class
    {
        if (answer.Problem is not { } problem) return posted.Took(answer);
        foreach (var question in (string[])["ClockChange", "OccurrencesAreCountedOn"])
            if (problem.Is(question)) posted.WithAll("asks", [question]);
        var errors = problem.Errors.ToDictionary(error => error.Key.Split('.')[^1], error => error.Value);
        return posted.Took(answer with { Problem = problem with { Errors = errors } });
    }

    private static string? Rule(Posted posted, DateOnly first)
    {
        var day = Weekdays[((int)first.DayOfWeek + 6) % 7];
        var days = Weekdays.Where(weekday => posted.Has("weekdays", weekday)).ToArray();
        var byDay = days.Length == 0 ? day : string.Join(',', days);
        var rule = posted.Choice("repeats", Repeats) switch
        {
            "weekly" => $"FREQ=WEEKLY;BYDAY={byDay}",
            "second" => $"FREQ=WEEKLY;INTERVAL=2;BYDAY={byDay}",
            // The fifth of a weekday is missing in most months; the last is what is meant.
            "monthly" => string.Create(CultureInfo.InvariantCulture, $"FREQ=MONTHLY;BYDAY={(first.Day > 28 ? -1 : ((first.Day - 1) / 7) + 1)}{day}"),
            "rule" => posted.Needed("rule", LongestRule),
            _ => null,
        };
        if (rule is null || posted.Value("repeats") == "rule" || string.IsNullOrWhiteSpace(posted.Value("until"))) return rule;
        return string.Create(CultureInfo.InvariantCulture, $"{rule};UNTIL={posted.Date("until"):yyyyMMdd}");
    }
}
