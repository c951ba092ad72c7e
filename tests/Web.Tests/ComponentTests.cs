using System.Text.RegularExpressions;
using System.Text.Json.Nodes;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Participation;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Hours;
using Kivenkolo.Web.Impact;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Partners;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.ThisWeek;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kivenkolo.Web.Tests;

public sealed partial class ComponentTests
{
    private static readonly OccurrenceResponse TeaAfternoon = Samples.Occurrence with
    {
        Title = new([new("fi", "Kurdinkielinen <teehetki>"), new("ckb", "چای")]),
        Organiser = new("fi", "Roda ry & ystävät"),
        SpokenLanguages = ["ckb"],
        Provenance = new() { DecisionNumber = "7/2026", DecidedOn = new(2026, 11, 16) },
    };

    [Fact]
    public async Task What_others_wrote_is_shown_as_text_and_never_as_markup()
    {
        var html = await Render<Happening>("fi", ("Occurrence", TeaAfternoon));
        Assert.Contains("Kurdinkielinen &lt;teehetki&gt;", html, StringComparison.Ordinal);
        Assert.Contains("Roda ry &amp; ystävät", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<teehetki", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_in_another_language_is_marked_and_the_reader_is_told()
    {
        var html = await Render<Happening>("sv", ("Occurrence", TeaAfternoon));
        Assert.Contains("<span lang=\"fi\" dir=\"ltr\">Kurdinkielinen", html, StringComparison.Ordinal);
        Assert.Contains("Texten är på finska", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_Finnish_is_not_passed_off_as_plain_Finnish() =>
        Assert.Contains("Teksti on suomeksi", await Render<Happening>("fi-simple", ("Occurrence", TeaAfternoon)), StringComparison.Ordinal);

    [Fact]
    public async Task A_language_the_house_does_not_speak_still_gets_its_own_texts()
    {
        var html = await Render<Happening>("ckb", ("Occurrence", TeaAfternoon));
        Assert.Contains("<span lang=\"ckb\" dir=\"rtl\">چای</span>", html, StringComparison.Ordinal);
        Assert.Contains("Decided by the house meeting, 7/2026", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cancelled_is_said_so_in_words()
    {
        var html = await Render<Happening>("fi", ("Occurrence", TeaAfternoon with
        {
            Status = OccurrenceStatus.Cancelled,
            Reason = new("fi", "Vesi on poikki.")
        }));
        Assert.Contains("Peruttu", html, StringComparison.Ordinal);
        Assert.Contains("Syy: Vesi on poikki.", html, StringComparison.Ordinal);
        var postponed = await Render<Happening>("fi", ("Occurrence", TeaAfternoon with { Status = OccurrenceStatus.Postponed }));
        Assert.Contains("Siirtyy, uusi aika kerrotaan myöhemmin", postponed, StringComparison.Ordinal);
        Assert.DoesNotContain("Maksuton", postponed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_it_easy_to_come_is_said_in_words_beside_a_drawing()
    {
        var facts = ApiNames.All<ActivityFact>().ToArray();
        var words = Texts.Words.Exactly("fi-simple")!.Week;
        var html = await Render<Happening>("fi-simple", ("Occurrence", TeaAfternoon with { Facts = [.. facts, ActivityFact.Unknown] }));
        var drawings = await Render<Pictograms>("fi-simple");
        foreach (var fact in facts.Select(fact => fact.Name()).Concat(["free", "no-sign-up"]))
        {
            Assert.Contains($"href=\"#p-{fact}\"", html, StringComparison.Ordinal);
            Assert.Contains($"</svg>{words.Fact(fact)}</li>", html, StringComparison.Ordinal);
        }
        Assert.All(Regex.Matches(html, "#(p-[a-z-]+)").Select(used => used.Groups[1].Value), id =>
            Assert.Contains($"id=\"{id}\"", drawings, StringComparison.Ordinal));
        Assert.Equal(facts.Length + 2, Regex.Count(html, "#p-(?!spoken|origin)"));
        Assert.Equal(Regex.Count(html, "<svg"), Regex.Count(html, "<svg class=\"pictogram\" aria-hidden=\"true\""));
    }

    [Fact]
    public async Task A_description_in_another_language_than_the_title_says_so_itself()
    {
        var html = await Render<Happening>("ckb", ("Occurrence", TeaAfternoon with { Description = new("fi", "Juomme teetä.") }));
        Assert.Contains("Juomme teetä.", html, StringComparison.Ordinal);
        Assert.Contains("(The text is in Finnish)", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("added", "Uusi")]
    [InlineData("moved", "Uusi aika, ennen: <bdi dir=\"ltr\">13.00–15.00</bdi>")]
    [InlineData("relocated", "Uusi paikka, ennen: <span lang=\"sv\" dir=\"ltr\">Gården</span>")]
    [InlineData("cancelled", "Peruttu")]
    [InlineData("postponed", "Siirtyy, uusi aika kerrotaan myöhemmin")]
    [InlineData("removed", "Ei enää ohjelmassa")]
    [InlineData("unknown", "")]
    public async Task What_has_changed_since_the_week_was_published_is_said_in_words(string kind, string words)
    {
        var change = Change(ApiNames.Parse<WeekChangeKind>(kind)) with { ToldPlace = new("sv", "Gården") };
        Assert.Equal(words, (await Render<Changed>("fi", ("Change", change), ("Now", TeaAfternoon.LocalDate))).Trim());
    }

    [Fact]
    public async Task What_comes_from_another_day_says_which() => Assert.StartsWith("Ny tid, tidigare: onsdag 25 november ", (await Render<Changed>("sv",
        ("Change", Change(WeekChangeKind.Moved) with { ToldDate = TeaAfternoon.LocalDate.AddDays(-1) }),
        ("Now", TeaAfternoon.LocalDate))).Trim(), StringComparison.Ordinal);

    [Fact]
    public void The_letters_on_paper_are_as_large_as_the_text_allows()
    {
        var reader = new Reader(TimeProvider.System);
        reader.Reads("fi");
        string Size(int count, params ActivityFact[] facts) => Letters.For(Samples.Week with
        {
            Occurrences = [.. Enumerable.Range(0, count)
            .Select(i => TeaAfternoon with { LocalDate = TeaAfternoon.LocalDate.AddDays(i % 5), Facts = facts })]
        }, ["free", "no-sign-up"], reader).Class;
        Assert.Equal(("letters-1", "letters-5"), (Size(3), Size(60)));
        string[] sizes = [Size(3), Size(8), Size(8, ActivityFact.ComeLate, ActivityFact.BringChild, ActivityFact.Interpreter, ActivityFact.StepFree),
            Size(20, ActivityFact.ComeLate, ActivityFact.BringChild, ActivityFact.Interpreter)];
        Assert.Equal(sizes.Order(StringComparer.Ordinal), sizes);
        Assert.NotEqual(sizes[1], sizes[2]);
    }

    [Fact]
    public async Task What_belongs_to_an_occurrence_can_be_subscribed_to_by_activity_organiser_keyword_and_audience()
    {
        var organisation = Guid.Parse("01930000-0000-7000-8000-000000000300");
        var shown = TeaAfternoon with { OrganisationId = organisation, Keywords = ["yso:p1808", "yso:p1"], Audience = ["yso:p4354"] };
        KeywordResponse Keyword(string id, LocalizedText label) => new() { Id = id, Uri = id, Label = label };
        KeywordResponse[] keywords = [Keyword("yso:p1", LocalizedText.Empty), Keyword("yso:p1808", new("fi", "musiikki")),
            Keyword("yso:p4354", new("fi", "lapset"))];
        var html = await Render<FeedLinks>("fi", ("Occurrence", shown), ("Keywords", keywords));
        const string feeds = "webcal://kivenkolo.example/feeds/kivenkolo";
        Assert.Equal(
        [
            ($"{feeds}/activities/{shown.ActivityId}/calendar.fi.ics", "Kurdinkielinen &lt;teehetki&gt;"),
            ($"{feeds}/organisations/{organisation}/calendar.fi.ics", "Järjestäjä: Roda ry &amp; ystävät"),
            ($"{feeds}/keywords/yso:p1808/calendar.fi.ics", "Aihe: musiikki"),
            ($"{feeds}/audiences/yso:p4354/calendar.fi.ics", "Kenelle: lapset"),
        ], Regex.Matches(html, "<a href=\"([^\"]*)\">(.*?)</a>")
            .Select(link => (link.Groups[1].Value, Regex.Replace(link.Groups[2].Value, "\\s+", " ").Trim())));
        Assert.Single(Regex.Matches(await Render<FeedLinks>("fi", ("Occurrence", TeaAfternoon)), "<a "));
    }

    [Fact]
    public async Task Machines_read_the_programme_as_schema_org_and_no_text_ends_the_block()
    {
        const string hostile = "</script><script>alert(1)</script><!--";
        var start = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        var shown = TeaAfternoon with
        {
            Title = new("fi", hostile),
            SeriesStart = start.AddDays(-14),
            Start = start,
            End = start.AddHours(2),
            Status = OccurrenceStatus.Cancelled,
            Keywords = ["yso:p1808"],
            Audience = ["yso:p4354"],
        };
        var html = await Render<StructuredData>("fi", ("Occurrences", new[] { shown }));
        var json = Assert.IsType<string>(System.Text.RegularExpressions.Regex.Match(html,
            "^<script type=\"application/ld\\+json\">([^<]*)</script>$").Groups[1].Value);
        var graph = JsonNode.Parse(json)!["@graph"]!.AsArray();
        var (series, once) = (graph[0]!, graph[1]!);
        Assert.Equal(("EventSeries", $"urn:uuid:{shown.ActivityId}", hostile, "2026-11-12T14:00:00+02:00", "https://schema.org/EventScheduled", true),
            ((string?)series["@type"],
            (string?)series["@id"], (string?)series["name"], (string?)series["startDate"], (string?)series["eventStatus"],
            (bool)series["isAccessibleForFree"]!));
        Assert.Equal(("Olohuone", "Roda ry & ystävät", "ckb", $"urn:uuid:{shown.Id}"),
            ((string?)series["location"]!["name"], (string?)series["organizer"]!["name"],
            (string?)series["inLanguage"]![0], (string?)Assert.Single(series["subEvent"]!.AsArray())!["@id"]));
        Assert.Equal(("Event", hostile, "2026-11-26T14:00:00+02:00", "https://schema.org/EventCancelled", true), ((string?)once["@type"], (string?)once["name"],
            (string?)once["startDate"], (string?)once["eventStatus"], (bool)once["isAccessibleForFree"]!));
        Assert.Equal(((string?)series["@id"], "Olohuone", "Roda ry & ystävät", "ckb"), ((string?)once["superEvent"]!["@id"], (string?)once["location"]!["name"],
            (string?)once["organizer"]!["name"], (string?)once["inLanguage"]![0]));
        Assert.Equal(("http://www.yso.fi/onto/yso/p1808", "http://www.yso.fi/onto/yso/p4354"),
            ((string?)once["about"]![0]!["@id"], (string?)once["audience"]![0]!["@id"]));
    }

    [Fact]
    public async Task The_coordinator_sees_which_activities_lack_a_language_and_why_the_week_was_published_without_it()
    {
        var week = Samples.Week with
        {
            Occurrences = [TeaAfternoon with { Missing = ["sv", "fi-simple"] }, TeaAfternoon with { Id = default, Missing = ["sv"] },
                TeaAfternoon with { ActivityId = default, Missing = [] }],
        };
        PublicationResponse[] published =
        [
            new() { Version = 2, PublishedAt = default, Missing = [] },
            new() { Version = 1, PublishedAt = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), Missing = ["sv"], ReasonForMissing = "Kääntäjä <on> sairaana" },
        ];
        var html = await Render<PublishForm>("fi", ("Week", IsoWeek.Of(TeaAfternoon.LocalDate)), ("Programme", week), ("Published", published),
            ("Posted", Posted.None(Texts.Words.Exactly("fi")!)));
        Assert.Equal(1, Regex.Count(html, $"href=\"[^\"]*/plan/{TeaAfternoon.ActivityId}\""));
        Assert.Contains("ruotsi ja selkosuomi", html, StringComparison.Ordinal);
        Assert.Contains("Kääntäjä &lt;on&gt; sairaana", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Guid.Empty.ToString(), html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_place_once_is_no_series_to_machines()
    {
        var html = await Render<StructuredData>("fi", ("Occurrences", new[] { TeaAfternoon }));
        Assert.DoesNotContain("EventSeries", html, StringComparison.Ordinal);
        Assert.DoesNotContain("superEvent", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_from_a_partners_calendar_is_told_with_its_source_as_text()
    {
        var line = Samples.SourceLine with
        {
            From = new("fi", "Roda <ry>"),
            Title = new("fi", "Leiri & <b>retki</b>"),
            Place = new("fi", "Metsä"),
            Url = "https://roda.example/",
            Stale = true,
        };
        var week = Samples.Week with { FromOthers = [line, line with { Id = default, AllDay = true, Cancelled = true }] };
        var html = await Render<FromOthers>("fi", ("Programme", week));
        foreach (var text in (string[])["Leiri &amp; &lt;b&gt;retki", "Lähde", "Roda &lt;ry&gt;", "vanhentunut", "koko päivän", "Peruttu",
            "href=\"https://roda.example/\""])
            Assert.Contains(text, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_it_goes_with_a_partners_calendar_is_said_in_words()
    {
        var asked = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        FindingResponse Finding(int line, FindingReason reason, string? what) => new() { Line = line, Reason = reason, What = what };
        var calendar = new SourceResponse
        {
            Id = TeaAfternoon.Id, OrganisationId = TeaAfternoon.Id, OrganisationName = new("fi", "Roda ry"), Address = "https://roda.example/x.ics",
            Kind = SourceKind.Ics, Language = "sv",
            Stale = true, SucceededAt = asked, Failures = 3, LastError = "name-not-found", FindingCount = 40,
            Findings = [Finding(3, FindingReason.RuleRefused, "FREQ"), Finding(9, FindingReason.RuleRefused, "BYHOUR"),
                Finding(0, FindingReason.FeedTooLarge, null), Finding(1, FindingReason.Unknown, null)],
            AskedAt = asked, ConfirmedAt = asked.AddDays(-90), Unconfirmed = true,
        };
        var html = await Render<FollowedEntry>("fi", ("Calendar", calendar));
        foreach (var text in (string[])["(ruotsi)", "kolmeen päivään", "Osoitteen palvelinta ei löydy.", "Luettu viimeksi 20. marraskuuta 2026 12.00",
            "kahteen kuukauteen",
            "Kysyimme 20. marraskuuta 2026", "Vastaus 22. elokuuta 2026", "(40)",
            "Näytämme vain ensimmäisen kerran. <span class=\"soft\">(rivi 3 FREQ ja rivi 9 BYHOUR)", "liian suuri"])
            Assert.Contains(text, html, StringComparison.Ordinal);
        Assert.DoesNotContain("name-not-found", html, StringComparison.Ordinal);

        var fresh = await Render<FollowedEntry>("fi", ("Calendar", calendar with
        {
            Stale = false,
            SucceededAt = null,
            LastError = null,
            FindingCount = 0,
            Findings = [],
            AskedAt = null,
            ConfirmedAt = null,
            Unconfirmed = false,
        }));
        Assert.Contains("ei ole vielä luettu", fresh, StringComparison.Ordinal);
        Assert.DoesNotContain("<strong>", fresh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wall_what_has_changed_and_what_partners_tell_say_so_when_a_title_is_in_another_language()
    {
        const string told = "Texten är på finska";
        var week = Samples.Week with { Changes = [Change(WeekChangeKind.Cancelled)] };
        var line = Samples.SourceLine;
        Assert.Contains(told, await Render<WallDay>("sv", ("Day", TeaAfternoon.LocalDate), ("Occurrences", new[] { TeaAfternoon }),
            ("ChangesOf", Array.Empty<WeekChange>().ToLookup(one => one.OccurrenceId))), StringComparison.Ordinal);
        Assert.Contains(told, await Render<Changes>("sv", ("Programme", week)), StringComparison.Ordinal);
        Assert.Contains(told, await Render<Changes>("sv", ("Programme", week with { Occurrences = [TeaAfternoon] })), StringComparison.Ordinal);
        foreach (var url in new[] { null, "https://roda.example/" })
            Assert.Contains(told, await Render<FromOther>("sv", ("Line", line with { Url = url })), StringComparison.Ordinal);
    }

    private static WeekChange Change(WeekChangeKind kind) => new()
    {
        OccurrenceId = TeaAfternoon.Id, Kind = kind, Title = TeaAfternoon.Title, ToldDate = TeaAfternoon.LocalDate, ToldStart = new(13, 0),
        ToldEnd = new(15, 0),
    };

    private sealed class NoToken : Microsoft.AspNetCore.Components.Forms.AntiforgeryStateProvider
    {
        public override Microsoft.AspNetCore.Components.Forms.AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }

    [Theory, InlineData("fi"), InlineData("fi-simple"), InlineData("sv"), InlineData("en"), InlineData("ar")]
    public async Task A_wish_is_shown_with_its_two_answers_and_what_waits_with_who_has_the_place(string language)
    {
        var words = Texts.Words.Exactly(language)!;
        var (wish, place, partner) =
            (Guid.Parse("01930000-0000-7000-8000-000000000300"), Guid.Parse("01930000-0000-7000-8000-000000000301"),
            Guid.Parse("01930000-0000-7000-8000-000000000302"));
        var html = await Render<Plan.WishesPage>(language,
            ("Wishes", new Page<WishResponse>([new()
            {
                Id = wish, OrganisationId = partner, PlaceId = place, Start = default, End = default, LocalDate = new(2026, 11, 26), LocalStart = new(15, 0),
                LocalEnd = new(16, 0), State = WishState.Open,
            }], "more")),
            ("Waiting", (IReadOnlyList<PendingBookingResponse>)[new()
            {
                OccurrenceId = TeaAfternoon.Id, ActivityId = wish, Title = new("fi", "Kuoro <b>"), ResourceId = place, ResourceName = new("fi", "Sali"),
                LocalDate = new(2026, 11, 27),
                LocalStart = new(14, 30), LocalEnd = new(15, 30), HeldBy = [new() { OccurrenceId = wish, Title = new("fi", "Teehetki") }],
            }]),
            ("Places", new Dictionary<Guid, LocalizedText> { [place] = new("fi", "Olohuone") }),
            ("Organisations", new Dictionary<Guid, LocalizedText> { [partner] = new("fi", "Roda ry") }),
            ("Posted", Posted.None(words).With($"title-{wish}", "Roda ry")));
        foreach (var answer in (string[])["acceptance", "refusal"])
            Assert.Contains($"action=\"/{language}/kivenkolo/plan/wishes/{wish}/{answer}\"", html, StringComparison.Ordinal);
        foreach (var text in (string[])[words.Plan.AcceptWish, words.Plan.TurnDownWish, words.Plan.WaitingLead, words.Plan.TakenBy, "Olohuone", "Roda ry",
            "Sali", "Kuoro &lt;b&gt;", "Teehetki", words.House.OnlyFirst(1)])
            Assert.Contains(text, html, StringComparison.Ordinal);
        Assert.Contains($"id=\"title-{wish}\" name=\"title-{wish}\" type=\"text\" value=\"Roda ry\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/{language}/kivenkolo/occurrences/{TeaAfternoon.Id}/change\"", html, StringComparison.Ordinal);
    }

    private static async Task<string> Render<T>(string language, params (string Name, object Value)[] shows) where T : IComponent
    {
        var reader = new Reader(TimeProvider.System);
        reader.Reads(language);
        reader.IsAt("kivenkolo", null, "", "https://kivenkolo.example");
        await using var services =
            new ServiceCollection().AddSingleton(reader).AddSingleton<Microsoft.AspNetCore.Components.Forms.AntiforgeryStateProvider, NoToken>()
            .AddSingleton(System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => WebUtilityDecodeLetters(
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(shows.ToDictionary(s => s.Name, s => (object?)s.Value)))).ToHtmlString()));
    }

    // Outside a web host the renderer writes letters as character references; markup characters stay escaped.
    private static string WebUtilityDecodeLetters(string html) =>
        System.Text.RegularExpressions.Regex.Replace(html, "&#x[0-9A-F]+;", reference => System.Net.WebUtility.HtmlDecode(reference.Value));
}
