using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Participation;
using Kivenkolo.Web.Hours;
using Kivenkolo.Web.Impact;
using Kivenkolo.Web.Layout;

namespace Kivenkolo.Web.Tests;

// Figures, hours and the tally.
public sealed partial class ComponentTests
{
    private static readonly CategoryResponse[] Counting =
        [new() { Code = "clients", Name = new("fi", "kävijät"), InUse = true }, new() { Code = "students", Name = new("fi", "opiskelijat"), InUse = true }];

    [Fact]
    public async Task A_small_figure_and_none_at_all_are_the_same_words()
    {
        YearFigureResponse Year(int year, string[] scope, long? count) =>
            new() { Year = year, Scope = scope, ScopeStated = scope.Length > 0, Count = count, Suppressed = count is null, ComparableWith = [] };
        YearFigureResponse[] years = [Year(2023, [], 4917), Year(2024, ["clients", "students"], 10136), Year(2025, ["clients"], null)];
        var html = await Render<ImpactPage>("fi", ("First", new DateOnly(2026, 9, 1)), ("Last", new DateOnly(2026, 11, 23)), ("Years", years),
            ("Posted", Posted.None(Texts.Words.Exactly("fi")!)));
        Assert.Contains("10\u00A0136", html, StringComparison.Ordinal);
        Assert.Contains("alle 5", html, StringComparison.Ordinal);
        Assert.Contains("asukkaat ja kävijät ja opiskelijat", html, StringComparison.Ordinal);
        Assert.Contains("Laskentatapaa ei ole kerrottu", html, StringComparison.Ordinal);
        Assert.Contains("ei voi suoraan verrata", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hours_show_what_was_written_as_text_and_what_they_were_before_a_correction()
    {
        var run = new RunResponse
        {
            Id = TeaAfternoon.Id, OccurrenceId = TeaAfternoon.Id, ActivityId = TeaAfternoon.ActivityId, Title = TeaAfternoon.Title,
            LocalDate = TeaAfternoon.LocalDate, Name = "Aino",
            Minutes = 120, Note = "<b>Siivosin</b>", Version = 2, RecordedAt = default, ForCaller = false,
            Corrections = [new() { Version = 1, Minutes = 90, SignedOffAt = default, Reason = "Siivous puuttui.", CorrectedAt = default }],
        };
        var html = await Render<RunEntry>("fi", ("Run", run));
        Assert.Contains("&lt;b&gt;Siivosin&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("Ennen korjausta 1 t 30 min. Syy: Siivous puuttui.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tally_has_one_more_and_one_fewer_for_each_category_by_its_name()
    {
        var counted = new Counted($"/count/{TeaAfternoon.Id}", TeaAfternoon.LocalDate, new(14, 0), new(16, 0), TeaAfternoon.Id, TeaAfternoon.Title);
        var html = await Render<CountPage>("fi", ("Counted", counted), ("Categories", Counting), ("Saved", true),
            ("Posted", Posted.None(Texts.Words.Exactly("fi")!).With("clients", "3").With("students", "4")));
        Assert.Contains("Yhteensä 7", html, StringComparison.Ordinal);
        Assert.Contains("name=\"more\" value=\"clients\" aria-label=\"Yksi lisää: kävijät\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"fewer\" value=\"students\" aria-label=\"Yksi pois: opiskelijat\"", html, StringComparison.Ordinal);
        Assert.Contains($"data-tally=\"/kivenkolo/count/{TeaAfternoon.Id}\"", html, StringComparison.Ordinal);
        Assert.Contains($"<script defer src=\"{HouseFiles.Tally}\"></script>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_saves_over_what_others_corrected_sees_both_and_what_is_wrong_is_named_by_its_category()
    {
        var counted = new Counted($"/count/{TeaAfternoon.Id}", TeaAfternoon.LocalDate, new(14, 0), new(16, 0), TeaAfternoon.Id, TeaAfternoon.Title);
        var posted = Posted.None(Texts.Words.Exactly("fi")!).With("clients", "3");
        posted.Wrong("students", "Kirjoita numero");
        var html = await Render<CountPage>("fi", ("Counted", counted), ("Categories", Counting), ("Posted", posted), ("Version", "2"),
            ("Now", new Dictionary<string, int> { ["clients"] = 12 }));
        Assert.Matches("kävijät.*<td class=\"figure\">12</td><td class=\"figure\">3</td>", html);
        Assert.Contains("name=\"version\" value=\"2\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#students\">opiskelijat: Kirjoita numero</a>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_in_what_is_postponed_is_not_the_news()
    {
        var off = TeaAfternoon with { Status = OccurrenceStatus.Postponed, Reason = new("fi", "Ohjaaja on sairas.") };
        var html = await Render<ComingAlong.RegistrationPage>("fi", ("Registration",
            new OwnRegistrationResponse { RegistrationId = TeaAfternoon.Id, OccurrenceId = TeaAfternoon.Id, Status = RegistrationStatus.Confirmed }),
            ("Occurrence", off),
            ("Token", "x"), ("Posted", Posted.None(Texts.Words.Exactly("fi")!)));
        Assert.Contains("<h1>Siirtyy, uusi aika kerrotaan myöhemmin</h1>", html, StringComparison.Ordinal);
        foreach (var text in (string[])["Ohjaaja on sairas.", "Olohuone", "is-cancelled", "Kun uusi aika on tiedossa"])
            Assert.Contains(text, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exact_figure_says_what_it_counts_and_one_that_crosses_the_periods_stands_apart()
    {
        var week = new Figure
        {
            From = new(2026, 11, 16), To = new(2026, 11, 22), Scope = ["clients", "students"],
            Counts = new Dictionary<string, long> { ["clients"] = 1200, ["students"] = 3 }, Count = 1203,
        };
        var year = new TallyResponse { From = new(2026, 1, 1), To = new(2026, 12, 31), Scope = [], Count = 4917 };
        var words = Texts.Words.Exactly("fi")!;
        var html = await Render<ExactFiguresPage>("fi", ("Figures", new FiguresResponse
        {
            Period = FigurePeriod.Week, From = week.From, To = week.To,
            Figures = [week], Across = [year]
        }), ("Categories", Counting),
            ("Compared", new ComparisonResponse { Figure = week, With = week with { Count = 1200 }, Difference = 3 }),
            ("Posted", Posted.None(words).With("period", "week").With("from", "2026-11-16").With("to", "2026-11-22")), ("Comparison", Posted.None(words)));
        Assert.Contains("1\u00A0203", html, StringComparison.Ordinal);
        Assert.Contains("kävijät 1\u00A0200 ja opiskelijat 3", html, StringComparison.Ordinal);
        Assert.Contains("4\u00A0917 (Laskentatapaa ei ole kerrottu)", html, StringComparison.Ordinal);
        Assert.Contains("Ero: 3.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_a_wrong_line_can_only_be_looked_at()
    {
        var words = Posted.None(Texts.Words.Exactly("fi")!);
        var wrong = new ImportResponse
        {
            DryRun = true, Added = 1, Changed = 0, Unchanged = 0, Bad = 1, Changes = [],
            BadLines = [new() { Line = 3, Column = "to", Rule = LineRule.NotADate, Says = new("fi", "Kirjoita päivä näin: 31.12.2024") }],
        };
        var html = await Render<ImportFiguresPage>("fi", ("Imported", wrong), ("Text", "from;<to>"), ("Categories", Counting), ("Posted", words));
        Assert.Contains("Kirjoita päivä näin: 31.12.2024", html, StringComparison.Ordinal);
        Assert.DoesNotContain("bring-in", html, StringComparison.Ordinal);
        html = await Render<ImportFiguresPage>("fi", ("Imported", wrong with { Bad = 0, BadLines = [] }), ("Text", "from;<to>"), ("Categories", Counting),
            ("Posted", words));
        Assert.Contains("value=\"bring-in\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"from;&lt;to&gt;\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_be_counted_on_a_day_is_its_occurrences_and_the_open_house()
    {
        var html = await Render<ChooseCountPage>("fi", ("Day", TeaAfternoon.LocalDate), ("Occurrences", new[] { TeaAfternoon }),
            ("Posted", Posted.None(Texts.Words.Exactly("fi")!)));
        Assert.Contains($"/fi/kivenkolo/count/{TeaAfternoon.Id}", html, StringComparison.Ordinal);
        Assert.Contains("Avoin ovi", html, StringComparison.Ordinal);
    }
}
