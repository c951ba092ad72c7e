using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kivenkolo.Clients.Calendar;
using Kivenkolo.Clients.Partners;
using Kivenkolo.Contracts;
using Kivenkolo.Web.Hours;
using Kivenkolo.Web.Layout;
using Kivenkolo.Web.Plan;
using Kivenkolo.Web.Services;
using Kivenkolo.Web.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Kivenkolo.Web.Tests;

/// <summary>What the forms of those who plan send on, and how they come back; a stand-in answers for Calendar.</summary>
public sealed class PlanTests
{
    private const string Id = "01930000-0000-7000-8000-000000000100";
    private const string Hall = "01930000-0000-7000-8000-000000000200";

    private const string Decided = "01930000-0000-7000-8000-000000000500";

    private const string Kept = $$"""
        {"id":"{{Id}}","version":3,"proposalId":null,"title":{"fi":"Teehetki","ckb":"چای"},"description":{"fi":"Juomme teetä.","ckb":"چا دەخۆینەوە"},
        "placeId":"{{Hall}}","place":{"sv":"Salen"},"equipmentIds":["01930000-0000-7000-8000-000000000300"],
        "organisationId":"01930000-0000-7000-8000-000000000400",
        "organiserName":{"ckb":"ڕۆدا"},"series":[{"firstDate":"2026-11-26","start":"14:00","durationMinutes":60,"rule":"FREQ=WEEKLY;COUNT=3",
        "excludedDates":[],"additionalDates":[],"notOnHolidays":false,"notInMonths":[7,12]}],"spokenLanguages":["ckb","fi","tlh"],"free":true,"noSignUp":false,
        "facts":["step-free","quiet-hour"],"capacity":12,"runBy":"partner","keywords":["yso:p9","yso:p10"],"audience":["yso:p4354"],"provenance":null}
        """;

    [Fact]
    public async Task An_activity_that_is_shown_and_saved_untouched_stays_whole_in_languages_the_house_does_not_offer_too()
    {
        var house = new House();
        var shown = Form(await PlanActivity.Show(Guid.Parse(Id), house.Reader, house.Calendar, house.Partners, TestContext.Current.CancellationToken));
        await Send(house, shown);
        var (sent, kept) = (house.Sent!.AsObject(), JsonNode.Parse(Kept)!.AsObject());
        foreach (var field in (string[])["id", "version", "proposalId", "provenance"]) kept.Remove(field);
        Assert.All(kept, field =>
            Assert.True(JsonNode.DeepEquals(field.Value, sent[field.Key]),
            $"{field.Key}: {field.Value?.ToJsonString()} became {sent[field.Key]?.ToJsonString()}"));
    }

    [Fact]
    public async Task What_the_form_says_of_an_activity_is_what_is_planned()
    {
        var house = new House();
        var shown = Form(await PlanActivity.Show(Guid.Parse(Id), house.Reader, house.Calendar, house.Partners, TestContext.Current.CancellationToken));
        foreach (var (field, value) in ((string, string[])[])
            [("title-sv", ["Testund"]), ("description-fi", [""]), ("capacity", ["5"]), ("facts", ["come-late", "bring-child"]),
                ("spokenLanguages", ["sv", "ckb"]), ("runBy", ["student"]),
             ("organisationId", [""]), ("organiserName", ["Opiskelijat"]), ("equipmentIds", []), ("keywords", ["yso:p10"]),
             ("more-keywords", ["p1808، http://www.yso.fi/onto/yso/p7"]),
             ("audience", []), ("placeId", [""]), ("place", ["Piha"])])
            shown[field] = value;
        await Send(house, shown);
        var sent = house.Sent!;
        Assert.Equal("""{"ckb":"چای","fi":"Teehetki","sv":"Testund"}""", Plain(sent["title"]));
        Assert.Equal("""{"ckb":"چا دەخۆینەوە"}""", Plain(sent["description"]));
        Assert.Equal(
            """[5,["come-late","bring-child"],["ckb","sv"],"student",null,{"ckb":"ڕۆدا","fi":"Opiskelijat"},[],"""
            + """["yso:p10","yso:p1808","yso:p7"],[],null,{"fi":"Piha","sv":"Salen"},false,false]""",
            Plain(new JsonArray([.. ((string[])["capacity", "facts", "spokenLanguages", "runBy", "organisationId", "organiserName", "equipmentIds", "keywords",
                "audience", "placeId", "place", "free", "noSignUp"])
                .Select(field => sent[field]?.DeepClone())])));
    }

    [Fact]
    public async Task An_activity_is_planned_from_a_decision_that_is_chosen_by_its_number()
    {
        var house = new House { Decisions = $$"""[{"id":"{{Decided}}","number":"7/2026","text":{"fi":"Teehetki joka viikko"},"decidedOn":"2026-11-05"}]""" };
        var shown = Form(await PlanActivity.Show(Guid.Parse(Id), house.Reader, house.Calendar, house.Partners, TestContext.Current.CancellationToken));
        await Send(house, shown);
        Assert.Null(house.Sent!["decisionId"]);
        shown["decisionId"] = Decided;
        await Send(house, shown);
        Assert.Equal(Decided, (string?)house.Sent!["decisionId"]);

        house.Activity = Kept.Replace("\"provenance\":null",
            "\"provenance\":{\"decisionNumber\":\"7/2026\",\"decidedOn\":\"2026-11-05\",\"experimentId\":null}", StringComparison.Ordinal);
        Assert.Equal(Decided, Shown(await PlanActivity.Show(Guid.Parse(Id), house.Reader, house.Calendar, house.Partners,
            TestContext.Current.CancellationToken)).Value("decisionId"));
    }

    [Fact]
    public async Task A_withdrawal_that_is_refused_shows_the_form_filled_as_before()
    {
        var house = new House { Refuses = """{"type":"urn:kivenkolo:calendar:occurrences-in-use","title":"Joku on ilmoittautunut"}""" };
        var result = await PlanActivity.Withdraw(Guid.Parse(Id), new FormCollection([]), house.Reader, house.Calendar, house.Partners,
            TestContext.Current.CancellationToken);
        var posted = Shown(result);
        Assert.Equal(("Teehetki", "12", "rule", Hall, "\"7\""),
            (posted.Value("title-fi"), posted.Value("capacity"), posted.Value("repeats"), posted.Value("placeId"), posted.Value("etag")));
        Assert.Equal("Joku on ilmoittautunut", posted.Refusal?.Text);
    }

    [Fact]
    public async Task What_one_occurrence_has_of_its_own_stays_where_the_form_does_not_change_it()
    {
        var house = new House();
        await Move(("place", ""), ("note", "Pihalla"), ("placeId", ""));
        Assert.Equal("""[null,{"sv":"Torget"},{"ckb":"تێبینی","fi":"Pihalla"}]""", Own());
        await Move(("place", ""), ("note", ""), ("placeId", Hall));
        Assert.Equal($$"""["{{Hall}}",{},{"ckb":"تێبینی"}]""", Own());
        await Move(("place", "Metsä"), ("note", ""), ("placeId", Hall));
        Assert.Equal("""[null,{"fi":"Metsä","sv":"Torget"},{"ckb":"تێبینی"}]""", Own());

        async Task Move(params (string, string)[] fields)
        {
            var form = new Dictionary<string, StringValues> { ["date"] = "2026-11-27", ["start"] = "15.30", ["durationMinutes"] = "45" };
            foreach (var (field, value) in fields) form[field] = value;
            await ChangeOccurrence.Move(Guid.Parse(Id), new FormCollection(form), house.Reader, house.Calendar, TestContext.Current.CancellationToken);
        }

        string Own() => Plain(new JsonArray(house.Sent!["placeId"]?.DeepClone(), house.Sent["place"]!.DeepClone(), house.Sent["note"]!.DeepClone()));
    }

    [Fact]
    public async Task What_is_wrong_with_a_rule_is_said_beside_its_field_in_the_words_of_the_one_who_knows()
    {
        var house = new House { Refuses = """{"type":"urn:kivenkolo:api:request-invalid","errors":{"series[0].rule":["BYHOUR: sitä ei voi käyttää"]}}""" };
        var shown = Form(await PlanActivity.Show(Guid.Parse(Id), house.Reader, house.Calendar, house.Partners, TestContext.Current.CancellationToken));
        Assert.Equal("BYHOUR: sitä ei voi käyttää", Shown(await Send(house, shown)).Error("rule"));
        house.RefusesIn = null; // words for those who program
        Assert.Equal(Words.Exactly("fi")!.Forms.CheckThis, Shown(await Send(house, shown)).Error("rule"));
    }

    [Theory]
    [InlineData("resource-taken", "placeId")]
    [InlineData("clock-changes", "start")]
    public async Task A_refusal_leads_to_the_field_it_is_about(string refusal, string field)
    {
        var house = new House { Refuses = $$"""{"type":"urn:kivenkolo:calendar:{{refusal}}","title":"Ei nyt"}""" };
        var shown = Form(await PlanActivity.Show(Guid.Parse(Id), house.Reader, house.Calendar, house.Partners, TestContext.Current.CancellationToken));
        var posted = Shown(await Send(house, shown));
        Assert.Equal(field, Assert.Single(posted.Errors).Key);
        Assert.True(posted.Has("asks", refusal));
    }

    [Theory]
    [InlineData("30.11.2025", "30.11.2026", true)]
    [InlineData("kesä", "30.11.2026", false)]
    [InlineData(null, "0001-01-01", false)]
    public async Task A_period_of_hours_is_read_as_people_write_it_and_else_asked_for_again(string? from, string? to, bool isRead)
    {
        var house = new House();
        var result = await ShowHours.Handle(from, to, null, null, house.Reader, house.Calendar, TestContext.Current.CancellationToken);
        var page = Assert.IsType<RazorComponentResult<HoursPage>>(result);
        Assert.Equal(isRead ? 200 : 422, page.StatusCode);
    }

    private static Task<IResult> Send(House house, Dictionary<string, StringValues> form) => PlanActivity.Handle(
        Guid.Parse(Id), new FormCollection(form), house.Reader, house.Calendar, house.Partners, TestContext.Current.CancellationToken);

    private static Posted Shown(IResult page) => Assert.IsType<Posted>(Assert.IsAssignableFrom<RazorComponentResult>(page).Parameters["Posted"]);

    // What the page sends when nothing in it is changed.
    private static Dictionary<string, StringValues> Form(IResult page)
    {
        var posted = Shown(page);
        string[] fields =
        [
            "etag", "placeId", "place", "decisionId", "facts", "capacity", "spokenLanguages", "runBy", "organisationId", "organiserName", "equipmentIds",
            "keywords", "more-keywords", "audience",
            "more-audience", "firstDate", "start", "durationMinutes", "repeats", "weekdays", "until", "pauses", "notInMonths", "excludedDates",
            "additionalDates", "rule",
            .. ((string[])["fi", "fi-simple", "sv", "en"]).SelectMany(language => (string[])[$"title-{language}", $"description-{language}"]),
        ];
        var form = fields.ToDictionary(field => field, field => new StringValues(posted.All(field) is { Length: > 0 } all ? all : [""]));
        form["asked"] = "equipmentIds";
        return form;
    }

    private static string Plain(JsonNode? json) =>
        json!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private sealed class House : HttpMessageHandler
    {
        public House()
        {
            Reader = new(TimeProvider.System);
            Reader.Reads("fi");
            Reader.IsAt("kivenkolo", Samples.Space, "/plan", "http://localhost");
            var http = new HttpClient(this) { BaseAddress = new("http://localhost") };
            (Calendar, Partners) = (new(http), new(http));
        }

        public Reader Reader { get; }
        public CalendarClient Calendar { get; }
        public PartnersClient Partners { get; }

        /// <summary>What was sent last.</summary>
        public JsonNode? Sent { get; private set; }

        /// <summary>The problem that every change is answered with; null when it is taken.</summary>
        public string? Refuses { get; init; }

        public string? RefusesIn { get; set; } = "fi";

        public string Decisions { get; init; } = "[]";

        public string Activity { get; set; } = Kept;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                var path = request.RequestUri!.AbsolutePath;
                var found = Answer(HttpStatusCode.OK, path.EndsWith("/change", StringComparison.Ordinal)
                    ? """{"date":"2026-11-26","start":"14:00","durationMinutes":60,"placeId":null,"place":{"sv":"Torget"},"note":{"ckb":"تێبینی"}}"""
                    : path.EndsWith(Id, StringComparison.Ordinal) ? Activity : path.EndsWith("/decisions", StringComparison.Ordinal)
                        ? $$"""{"items":{{Decisions}},"next":null}""" : """{"items":[],"next":null}""");
                found.Headers.ETag = new("\"7\"");
                return found;
            }
            if (request.Content is not null) Sent = JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
            if (Refuses is null) return Answer(HttpStatusCode.OK, "{}");
            var refused = Answer(Refuses.Contains("errors", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.Conflict, Refuses);
            refused.Content.Headers.ContentType = new("application/problem+json");
            if (RefusesIn is not null) refused.Content.Headers.ContentLanguage.Add(RefusesIn);
            return refused;
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, string json) =>
            new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
