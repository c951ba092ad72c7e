using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Kivenkolo.ServiceDefaults.Access;
using Npgsql;

namespace Kivenkolo.Calendar.Tests;

/// <summary>Those who run an activity enter their hours, a supervisor signs them off.</summary>
[Collection(nameof(Calendar))]
public sealed class RunsTests(CalendarService calendar)
{
    [Fact]
    public async Task A_student_enters_hours_once_however_often_they_are_sent_and_a_supervisor_signs_them_off()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        var id = Some.Id();
        var created = await student.PutAsJsonAsync($"{space.Root}/runs/{id}", new { occurrenceId = occurrence, minutes = 90, note = "Keitin kahvin." });
        var entered = await created.Json(HttpStatusCode.Created);
        Assert.Equal($"{space.Root}/runs/{id}", created.Headers.Location!.OriginalString);
        Assert.Equal(("2026-11-19", "aino", 90, 1),
            ((string)entered["localDate"]!, (string)entered["name"]!, (int)entered["minutes"]!, (int)entered["version"]!));
        var again = await (await student.PutAsJsonAsync($"{space.Root}/runs/{id}", new { occurrenceId = occurrence, minutes = 90, note = "Keitin kahvin." }))
            .Json(HttpStatusCode.OK);
        Assert.True(JsonNode.DeepEquals(entered, again));

        var waiting = await (await space.Coordinator.GetAsync($"{space.Root}/runs?signedOff=false")).Json();
        Assert.Equal(id, (Guid)Assert.Single(waiting["items"]!.AsArray())!["id"]!);
        var signed = await (await space.Post($"runs/{id}/sign-off", new { version = 1 })).Json(HttpStatusCode.OK);
        Assert.NotNull(signed["signedOffAt"]);
        Assert.True(JsonNode.DeepEquals(signed, await (await space.Post($"runs/{id}/sign-off", new { version = 1 })).Json(HttpStatusCode.OK)));
        Assert.Empty((await (await space.Coordinator.GetAsync($"{space.Root}/runs?signedOff=false")).Json())["items"]!.AsArray());
    }

    [Fact]
    public async Task What_is_signed_off_changes_only_with_a_reason_and_leaves_a_trace_and_is_signed_anew()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        var id = Some.Id();
        await Enter(student, space, id, occurrence, 90, HttpStatusCode.Created);
        await (await space.Post($"runs/{id}/sign-off", new { version = 1 })).Json(HttpStatusCode.OK);

        await Is(await Put(student, space, id, new { occurrenceId = occurrence, minutes = 120 }), HttpStatusCode.Conflict, "run-signed-off");
        var corrected = await (await Put(student, space, id, new { occurrenceId = occurrence, minutes = 120, reasonForCorrection = "Siivous puuttui." }))
            .Json(HttpStatusCode.OK);
        Assert.Equal((120, 2), ((int)corrected["minutes"]!, (int)corrected["version"]!));
        Assert.Null(corrected["signedOffAt"]);
        var trace = Assert.Single(corrected["corrections"]!.AsArray())!;
        Assert.Equal((1, 90, "Siivous puuttui."), ((int)trace["version"]!, (int)trace["minutes"]!, (string)trace["reason"]!));

        await Is(await space.Post($"runs/{id}/sign-off", new { version = 1 }), HttpStatusCode.PreconditionFailed, "version-changed");
        await (await space.Post($"runs/{id}/sign-off", new { version = 2 })).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_database_itself_keeps_a_signed_entry_and_wants_quarters_and_a_supervisor_who_is_another()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        var id = Some.Id();
        await Enter(student, space, id, occurrence, 90, HttpStatusCode.Created);
        await Refused("update runs set minutes = 20 where id = $1", "ck_runs_minutes");
        await Refused("update runs set signed_off_by = subject, signed_off_at = now() where id = $1", "ck_runs_sign_off");

        await (await space.Post($"runs/{id}/sign-off", new { version = 1 })).Json(HttpStatusCode.OK);
        await Refused("update runs set minutes = 105 where id = $1", "tr_runs_signed");
        await Refused("update runs set signed_off_by = null, signed_off_at = null where id = $1", "tr_runs_signed");

        async Task Refused(string sql, string constraint) =>
            Assert.Equal(constraint, (await Assert.ThrowsAsync<PostgresException>(() => space.Service.Scalar(sql, id))).ConstraintName);
    }

    [Fact]
    public async Task Hours_are_ones_own_alone()
    {
        var (space, occurrence) = await Ended();
        using var aino = Person(space, Role.Student, "aino");
        using var otso = Person(space, Role.Facilitator, "otso");
        using var both = Person(space, Role.Student, "both", Role.Coordinator);
        var (hers, his, own) = (Some.Id(), Some.Id(), Some.Id());
        await Enter(aino, space, hers, occurrence, 90, HttpStatusCode.Created);
        await Enter(otso, space, his, occurrence, 30, HttpStatusCode.Created);
        await Enter(both, space, own, occurrence, 15, HttpStatusCode.Created);

        await Is(await Put(otso, space, hers, new { occurrenceId = occurrence, minutes = 15 }), HttpStatusCode.Conflict, "id-taken");
        await Is(await both.PostAsJsonAsync($"{space.Root}/runs/{own}/sign-off", new { version = 1 }), HttpStatusCode.Conflict, "run-is-own");
        var read = await (await otso.GetAsync($"{space.Root}/runs/own")).Json();
        Assert.Equal(his, (Guid)Assert.Single(read["items"]!.AsArray())!["id"]!);
        Assert.Equal(30, (int)read["minutes"]!);

        // Another space, where the same person is a coordinator too, knows nothing of it.
        var elsewhere = await calendar.OpenSpace();
        await Is(await elsewhere.Post($"runs/{hers}/sign-off", new { version = 1 }), HttpStatusCode.NotFound, "run-unknown");
    }

    [Fact]
    public async Task Only_the_supervisor_whom_the_activity_names_signs_off_and_reads_no_others_hours()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        using var teacher = Person(space, Role.Facilitator, "taina");
        var id = Some.Id();
        await Enter(student, space, id, occurrence, 90, HttpStatusCode.Created);
        await Is(await teacher.PostAsJsonAsync($"{space.Root}/runs/{id}/sign-off", new { version = 1 }), HttpStatusCode.Conflict, "caller-not-supervisor");
        Assert.Empty((await (await teacher.GetAsync($"{space.Root}/runs")).Json())["items"]!.AsArray());

        var activity = (Guid)(await space.Read($"occurrences/{occurrence}"))["activityId"]!;
        await (await space.Put($"activities/{activity}/supervisor", new { subject = $"taina-of-{space.Slug}", name = "Taina" })).Json(HttpStatusCode.OK);
        await space.Plan("2026-11-19", "15:00", activity: activity); // a change of the plan leaves it as it is
        Assert.Equal("Taina", (string?)(await (await student.GetAsync($"{space.Root}/activities/{activity}/supervisor")).Json())["name"]);
        Assert.DoesNotContain("taina", (await space.Read($"activities/{activity}")).ToJsonString(), StringComparison.OrdinalIgnoreCase);
        await Is(await space.Post($"runs/{id}/sign-off", new { version = 1 }), HttpStatusCode.Conflict, "caller-not-supervisor");

        var waiting = Assert.Single((await (await teacher.GetAsync($"{space.Root}/runs?signedOff=false")).Json())["items"]!.AsArray())!;
        Assert.True((bool)waiting["forCaller"]!);
        Assert.NotNull((await (await teacher.PostAsJsonAsync($"{space.Root}/runs/{id}/sign-off", new { version = 1 })).Json(HttpStatusCode.OK))["signedOffAt"]);

        // Her own hours are for a coordinator.
        var own = Some.Id();
        await Enter(teacher, space, own, occurrence, 30, HttpStatusCode.Created);
        await Is(await teacher.PostAsJsonAsync($"{space.Root}/runs/{own}/sign-off", new { version = 1 }), HttpStatusCode.Conflict, "run-is-own");
        await (await space.Post($"runs/{own}/sign-off", new { version = 1 })).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Hours_that_are_given_back_say_why_until_they_are_sent_again()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        var id = Some.Id();
        await Enter(student, space, id, occurrence, 90, HttpStatusCode.Created);
        var returned = await (await space.Post($"runs/{id}/return", new { version = 1, reason = "Siivous puuttuu." })).Json(HttpStatusCode.OK);
        Assert.Equal("Siivous puuttuu.", (string?)returned["returnReason"]);
        Assert.Equal("Siivous puuttuu.", (string?)(await (await student.GetAsync($"{space.Root}/runs/own")).Json())["items"]![0]!["returnReason"]);

        var again = await (await Put(student, space, id, new { occurrenceId = occurrence, minutes = 90 })).Json(HttpStatusCode.OK); // it was right after all
        Assert.Equal((null, 2), ((string?)again["returnReason"], (int)again["version"]!));
        await Is(await space.Post($"runs/{id}/return", new { version = 1, reason = "Myöhässä." }), HttpStatusCode.PreconditionFailed, "version-changed");
        await (await space.Post($"runs/{id}/sign-off", new { version = 2 })).Json(HttpStatusCode.OK);
        await Is(await space.Post($"runs/{id}/return", new { version = 2, reason = "Myöhässä." }), HttpStatusCode.PreconditionFailed, "version-changed");
        await (await student.PostAsJsonAsync($"{space.Root}/runs/{id}/return", new { version = 2, reason = "Oma." })).Json(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task One_who_sends_twenty_times_at_once_under_twenty_ids_has_one_entry()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Put(student, space, Some.Id(), new { occurrenceId = occurrence, minutes = 60 })));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            await Is(answer, HttpStatusCode.Conflict, "run-already-recorded");
        Assert.Equal(1L, await space.Service.Scalar("select count(*) from runs where space_id = $1", space.Id));
    }

    [Fact]
    public async Task A_student_reads_the_sum_of_a_period_for_the_study_record()
    {
        var space = await calendar.OpenSpace();
        using var student = Person(space, Role.Student, "aino");
        var ids = new List<Guid>();
        foreach (var (date, week) in new[] { ("2026-11-05", "2026-W45"), ("2026-11-12", "2026-W46"), ("2026-11-19", "2026-W47") })
        {
            ids.Add(Some.Id());
            await Enter(student, space, ids[^1], await space.OccurrenceOf(await space.Plan(date), week), 45, HttpStatusCode.Created);
        }
        await (await space.Post($"runs/{ids[1]}/sign-off", new { version = 1 })).Json(HttpStatusCode.OK);

        var all = await (await student.GetAsync($"{space.Root}/runs/own?limit=2")).Json();
        Assert.Equal((135, 45), ((int)all["minutes"]!, (int)all["signedOffMinutes"]!));
        Assert.Equal(2, all["items"]!.AsArray().Count);
        Assert.Equal(ids[2], (Guid)Assert.Single((await (await student.GetAsync($"{space.Root}/runs/own?limit=2&after={all["next"]}"))
            .Json())["items"]!.AsArray())!["id"]!);
        var november = await (await student.GetAsync($"{space.Root}/runs/own?from=2026-11-10&to=2026-11-19")).Json();
        Assert.Equal((90, 45), ((int)november["minutes"]!, (int)november["signedOffMinutes"]!));
    }

    [Fact]
    public async Task Only_what_is_over_and_took_place_has_hours()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        var coming = await space.OccurrenceOf(await space.Plan());
        await Is(await Put(student, space, Some.Id(), new { occurrenceId = coming, minutes = 60 }), HttpStatusCode.Conflict, "occurrence-not-over");
        await Is(await Put(student, space, Some.Id(), new { occurrenceId = Some.Id(), minutes = 60 }), HttpStatusCode.Conflict, "counted-occurrence-unknown");
        foreach (var minutes in new[] { 0, 10, 50, 1455 })
        {
            var answer = await (await Put(student, space, Some.Id(), new { occurrenceId = occurrence, minutes })).Json(HttpStatusCode.BadRequest);
            Assert.Equal(["minutes"], answer["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    [Fact]
    public async Task Hours_are_deleted_with_their_corrections_two_years_after_the_occurrence()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        var id = Some.Id();
        await Enter(student, space, id, occurrence, 90, HttpStatusCode.Created);
        await (await space.Post($"runs/{id}/sign-off", new { version = 1 })).Json(HttpStatusCode.OK);
        await (await Put(student, space, id, new { occurrenceId = occurrence, minutes = 60, reasonForCorrection = "Tauko pois." })).Json(HttpStatusCode.OK);

        // The occurrence two years ago, give or take a minute; other tests' time must not pass with it.
        await space.Service.Scalar("update occurrences set start = $2 - interval '1 hour', \"end\" = $2 where id = $1", occurrence,
            CalendarService.Now.AddDays(-730).AddMinutes(1));
        await SweepAgain();
        Assert.NotNull(await space.Service.Scalar("select 1 from runs where id = $1", id));
        await space.Service.Scalar("update occurrences set start = $2 - interval '1 hour', \"end\" = $2 where id = $1", occurrence,
            CalendarService.Now.AddDays(-730));
        await SweepAgain();
        await Eventually.Become(async () => await space.Service.Scalar("select 1 from runs where id = $1", id) is null, "the hours are deleted");
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from run_corrections where run_id = $1", id));

        async Task SweepAgain()
        {
            await space.Service.Scalar("update jobs set due_at = $1 where kind = 'delete-old-runs'", CalendarService.Now);
            await Eventually.Become(async () =>
                await space.Service.Scalar("select 1 from jobs where kind = 'delete-old-runs' and due_at > $1", CalendarService.Now) is not null,
                "the sweep has run");
        }
    }

    [Fact]
    public async Task What_hours_cannot_be_is_turned_away_by_name_and_leaves_nothing()
    {
        var (space, occurrence) = await Ended();
        using var student = Person(space, Role.Student, "aino");
        var good = $$"""{"occurrenceId":"{{occurrence}}","minutes":60,"note":"a","reasonForCorrection":"b"}""";
        await HostileBodies.AreTurnedAway(student, HttpMethod.Put, $"{space.Root}/runs/{Some.Id()}",
        [
            .. HostileBodies.With(good, "occurrenceId", ["null", .. HostileBodies.ForId]),
            .. HostileBodies.With(good, "minutes", ["null", "0", "20", "1455", .. HostileBodies.ForNumber]),
            .. HostileBodies.With(good, "note", HostileBodies.ForText),
            .. HostileBodies.With(good, "reasonForCorrection", HostileBodies.ForText),
        ]);
        Assert.Equal(0L, await space.Service.Scalar("select count(*) from runs where space_id = $1", space.Id));
    }

    private async Task<(TestSpace Space, Guid Occurrence)> Ended()
    {
        var space = await calendar.OpenSpace();
        return (space, await space.OccurrenceOf(await space.Plan("2026-11-19"), "2026-W47"));
    }

    private static HttpClient Person(TestSpace space, Role role, string name, params Role[] more) => space.Service.Client().Bearing(TestTokens.With(
        $"{name}-of-{space.Slug}",
        [new Claim("name", name), .. more.Prepend(role).Select(r => new Claim("space_role", $"{space.Slug}:{r}".ToLowerInvariant()))]));

    private static Task<HttpResponseMessage> Put(HttpClient who, TestSpace space, Guid id, object body) => who.PutAsJsonAsync($"{space.Root}/runs/{id}", body);

    private static async Task Enter(HttpClient who, TestSpace space, Guid id, Guid occurrence, int minutes, HttpStatusCode status) =>
        await (await Put(who, space, id, new { occurrenceId = occurrence, minutes })).Json(status);

    private static async Task Is(HttpResponseMessage answer, HttpStatusCode status, string refusal) =>
        Assert.Equal($"urn:kivenkolo:calendar:{refusal}", (string?)(await answer.Json(status))["type"]);
}
