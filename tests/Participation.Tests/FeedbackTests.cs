using System.Net;
using Kivenkolo.Participation.Feedback;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Participation.Tests;

public sealed class FeedbackTests(House house)
{
    [Fact]
    public async Task A_form_opens_once_when_the_occurrence_ends_and_closes_after_two_weeks()
    {
        var home = await house.Open();
        var occurrence = Home.NewId();
        var form = await home.EndOccurrence(occurrence: occurrence);
        Assert.Equal(form, await home.EndOccurrence(occurrence: occurrence));
        var read = (await home.Get(home.Resident, $"feedback-forms/{form}")).Is(HttpStatusCode.OK);
        Assert.Equal((true, "Levyraati", "2026-11-23"), ((bool)read["open"]!, (string?)read["title"]!["fi"], (string?)read["heldOn"]));
        Assert.Equal(House.Now.AddHours(-1).AddDays(14), DateTimeOffset.Parse((string)read["closesAt"]!, System.Globalization.CultureInfo.InvariantCulture));

        var over = await home.EndOccurrence(House.Now.AddDays(-14));
        Assert.False((bool)(await home.Get(home.Resident, $"feedback-forms/{over}")).Is(HttpStatusCode.OK)["open"]!);
        (await home.AnswerForm(over)).IsRefusal(HttpStatusCode.Conflict, "form-closed");
        (await home.AnswerForm(Home.NewId())).IsRefusal(HttpStatusCode.NotFound, "form-unknown");
        (await home.Get(home.Resident, $"feedback-forms?occurrence={Home.NewId()}")).IsRefusal(HttpStatusCode.NotFound, "form-unknown");
        (await home.Get(home.Resident, "feedback-forms")).Names("occurrence");
        var listed = (await home.Get(house.Service.As(Role.Student, home.Slug), "feedback-forms/list?from=2026-11-23&to=2026-11-23")).Is(HttpStatusCode.OK);
        Assert.Equal(form, (Guid)Assert.Single(listed["items"]!.AsArray())!["id"]!);
    }

    [Fact]
    public async Task An_answer_keeps_nothing_that_leads_to_the_person()
    {
        var columns = await house.Service.Query(
            "select column_name, data_type from information_schema.columns where table_name = 'feedback_answers' order by 1");
        Assert.Equal(
            [("day", "date"), ("face", "character varying"), ("form_id", "uuid"), ("id", "uuid"), ("sentence", "text"), ("space_id", "uuid")],
            columns.Select(c => ((string)c["column_name"]!, (string)c["data_type"]!)));

        var home = await house.Open();
        var form = await home.EndOccurrence();
        const string sentence = "Kanarialinnun laulu", key = "kanarian-avain";
        Assert.Equal([form.ToString()], (await home.AnswerForm(form, "bad", sentence, key)).Is(HttpStatusCode.Created).AsObject()
            .Select(p => (string?)p.Value));
        for (var i = 0; i < 4; i++) await home.AnswerForm(form, "good", $"Lause {i}");
        var ids = (await house.Service.Query("select id from feedback_answers where form_id = $1", form)).Select(row => (Guid)row["id"]!);
        Assert.All(ids, id => Assert.NotEqual(7, id.Version)); // a version 7 id tells the time
        foreach (var table in (string[])["idempotency", "outbox", "inbox"])
            Assert.Null(await house.Service.Scalar($"select 1 from {table} t where t::text like '%anaria%' or t::text like '%' || $1 || '/answers%'",
                form.ToString()));

        Assert.Equal(HttpStatusCode.Unauthorized, (await home.Get(home.Resident, $"feedback-forms/{form}/answers")).Status);
        var read = (await home.Get(home.Coordinator, $"feedback-forms/{form}/answers?limit=3")).Is(HttpStatusCode.OK);
        var rest = (await home.Get(home.Coordinator, $"feedback-forms/{form}/answers?limit=3&after={read["next"]}")).Is(HttpStatusCode.OK);
        var answers = read["items"]!.AsArray().Concat(rest["items"]!.AsArray()).ToArray();
        Assert.Equal(5, answers.Length);
        Assert.All(answers, answer => Assert.Equal(["face", "sentence", "day"], answer!.AsObject().Select(p => p.Key)));
        Assert.Contains(answers, answer => (string?)answer!["sentence"] == sentence);
    }

    [Fact]
    public async Task An_answer_sent_again_under_its_key_counts_once_even_at_once()
    {
        var home = await house.Open();
        var form = await home.EndOccurrence();
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => home.AnswerForm(form, "okay", "Hyvä tahti", "k"))))
            answer.Is(HttpStatusCode.Created);
        Assert.Equal(1L, await house.Service.Scalar("select count(*) from feedback_answers where form_id = $1", form));
        (await home.AnswerForm(form, "bad", "Hyvä tahti", "k")).IsRefusal(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await home.AnswerForm(form, "bad", null, new string('k', 201))).IsRefusal(HttpStatusCode.BadRequest, "idempotency-key-invalid");
        (await home.AnswerForm(await home.EndOccurrence(), "bad", null, "k")).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Answers_are_limited_by_address()
    {
        await using var service = await house.Another(new TestSettings { Now = House.Now, Configuration = { ["RateLimits:ResidentWrite"] = "2" } });
        var home = new Home(service, "kivenkolo", await service.OpenSpace());
        var form = await home.EndOccurrence();
        (await home.AnswerForm(form)).Is(HttpStatusCode.Created);
        (await home.AnswerForm(form)).Is(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await home.AnswerForm(form)).Status);
    }

    [Fact]
    public void A_form_is_open_from_the_end_for_fourteen_days()
    {
        var form = new FeedbackForm
        {
            Id = Home.NewId(), SpaceId =
                Home.NewId(), OccurrenceId = Home.NewId(), ActivityId = Home.NewId(), Title = Home.Text("x"), HeldOn = House.Today, OpensAt = House.Now,
        };
        Assert.Equal([false, true, true, false],
            ((TimeSpan[])[TimeSpan.FromTicks(-1), TimeSpan.Zero, TimeSpan.FromDays(14) - TimeSpan.FromTicks(1), TimeSpan.FromDays(14)])
            .Select(after => form.IsOpen(House.Now + after)));
    }
}
