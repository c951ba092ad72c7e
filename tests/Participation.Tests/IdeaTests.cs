using System.Net;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.Testing;
using Npgsql;

namespace Kivenkolo.Participation.Tests;

public sealed class IdeaTests(House house)
{
    [Fact]
    public async Task An_idea_lands_on_the_next_open_meetings_agenda()
    {
        var home = await house.Open();
        await home.CallMeeting("2026-11-20");
        var later = await home.CallMeeting("2026-12-02");
        var next = await home.CallMeeting("2026-11-25");
        var idea = await home.SendIdea();
        Assert.Null((await home.Item(next, idea))["title"]);
        Assert.Empty((await home.Get(home.Resident, $"meetings/{later}")).Is(HttpStatusCode.OK)["agenda"]!.AsArray());
    }

    [Fact]
    public async Task An_idea_without_a_meeting_waits_for_the_one_called_next()
    {
        var home = await house.Open();
        var idea = await home.SendIdea();
        Assert.Equal("idea", (string?)(await home.Get(home.Facilitator, $"ideas/{idea}")).Is(HttpStatusCode.OK)["state"]);
        var meeting = await home.CallMeeting();
        await home.Item(meeting, idea);
        Assert.Equal("onAgenda", (string?)(await home.Get(home.Facilitator, $"ideas/{idea}")).Is(HttpStatusCode.OK)["state"]);
    }

    [Fact]
    public async Task Ideas_sent_while_meetings_are_called_and_closed_are_all_on_an_agenda_that_is_open()
    {
        var home = await house.Open();
        var first = await home.CallMeeting("2026-11-24");
        var work = Enumerable.Range(0, 20).Select(i => (Task)home.SendIdea($"Idea {i}")).ToList();
        work.Insert(5, home.Post(home.Facilitator, $"meetings/{first}/closing", new { present = 7 }));
        work.Insert(12, home.CallMeeting("2026-11-26"));
        await Task.WhenAll(work);
        Assert.Equal(20L, await house.Service.Scalar("""
            select count(*) from agenda_items i join house_meetings m on m.id = i.meeting_id where i.space_id = $1 and m.closed_at is null
            """, home.Id));
    }

    [Fact]
    public async Task An_idea_waits_for_a_change_of_meetings_and_not_for_another_idea()
    {
        var home = await house.Open();
        await using var connection = new NpgsqlConnection(house.Service.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        var ct = TestContext.Current.CancellationToken;
        await using (await Hold("pg_advisory_xact_lock_shared")) await home.SendIdea().WaitAsync(TimeSpan.FromSeconds(30), ct);

        Task<Guid> waiting;
        await using (await Hold("pg_advisory_xact_lock"))
        {
            waiting = home.SendIdea();
            await Eventually.Become(
                async () => await house.Service.Scalar("""
                    select 1 from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
                    where l.locktype = 'advisory' and not l.granted
                    """) is not null, "the idea waits");
        }
        await waiting;

        async Task<NpgsqlTransaction> Hold(string @lock)
        {
            var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand($"SELECT {@lock}(hashtextextended($1, 0))", connection, transaction);
            command.Parameters.Add(new NpgsqlParameter { Value = $"agenda:{home.Id}" });
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            return transaction;
        }
    }

    [Fact]
    public async Task The_public_never_reads_a_residents_own_words()
    {
        var home = await house.Open();
        const string words = "Naapurini Kalle juo liikaa";
        var meeting = await home.CallMeeting();
        var idea = (Guid)(await home.Post(home.Resident, "ideas", new { text = words, language = "fi", title = words })).Is(HttpStatusCode.Created)["id"]!;
        foreach (var path in (string[])["meetings", $"meetings/{meeting}", "decisions", "experiments", "figures"])
            Assert.DoesNotContain("Kalle", (await home.Get(home.Resident, path)).Is(HttpStatusCode.OK).ToJsonString(), StringComparison.Ordinal);
        foreach (var path in (string[])["ideas", $"ideas/{idea}"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await home.Get(home.Resident, path)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await home.Get(house.Service.As(Role.Student, home.Slug), "ideas")).Status);
        Assert.Equal(words, (string?)(await home.Get(home.Facilitator, $"ideas?meeting={meeting}")).Is(HttpStatusCode.OK)["items"]![0]!["text"]);
        Assert.Null(await house.Service.Scalar("select 1 from outbox where body like '%Kalle%'"));
    }

    [Fact]
    public async Task A_facilitator_words_the_idea_and_then_everyone_reads_the_title()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var idea = await home.SendIdea();
        var item = (Guid)(await home.Item(meeting, idea))["id"]!;
        (await home.Put(home.Facilitator, $"meetings/{meeting}/agenda/{item}", new { title = Home.Text("Lauluryhmä") })).Is(HttpStatusCode.OK);
        Assert.Equal("Lauluryhmä", (string?)(await home.Item(meeting, idea))["title"]!["fi"]);
        (await home.Put(home.Facilitator, $"meetings/{meeting}/agenda/{idea}", new { title = Home.Text("x") }))
            .IsRefusal(HttpStatusCode.NotFound, "agenda-item-unknown");
    }

    [Fact]
    public async Task The_same_idea_sent_again_under_its_key_is_one_idea_even_at_once()
    {
        var home = await house.Open();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => home.Post(home.Resident, "ideas", new { text = "Kuoro", language = "fi" }, "one")));
        Assert.Single(answers.Select(answer => (Guid)answer.Is(HttpStatusCode.Created)["id"]!).Distinct());
        Assert.Equal(1L, await house.Service.Scalar("select count(*) from ideas where space_id = $1", home.Id));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await home.Post(home.Resident, "ideas", new { text = "Toinen", language = "fi" }, "one")).Status);
    }

    [Fact]
    public async Task The_chain_from_idea_to_experiment_is_kept_with_its_days()
    {
        var home = await house.Open();
        var meeting = await home.CallMeeting();
        var idea = await home.SendIdea();
        var item = (Guid)(await home.Item(meeting, idea))["id"]!;
        var decision = (Guid)(await home.Decide(meeting, item)).Is(HttpStatusCode.Created)["id"]!;
        var experiment = (Guid)(await home.Post(home.Facilitator, $"decisions/{decision}/experiment", DecisionTests.Plan)).Is(HttpStatusCode.Created)["id"]!;
        var read = (await home.Get(home.Coordinator, $"ideas/{idea}")).Is(HttpStatusCode.OK);
        Assert.Equal(
            ["experiment", "2026-11-23", "2026-11-23", "2026-11-25", "2026-11-23", $"{meeting}", $"{item}", $"{decision}", $"{experiment}"],
            ((string[])["state", "submittedOn", "onAgendaSince", "decidedOn", "experimentSince", "meetingId", "agendaItemId", "decisionId", "experimentId"])
                .Select(name => (string?)read[name]));
        Assert.True((bool)(await home.Get(home.Resident, $"decisions/{decision}")).Is(HttpStatusCode.OK)["fromIdea"]!);
    }

    [Fact]
    public async Task Ideas_come_in_pages_and_by_state()
    {
        var home = await house.Open();
        for (var i = 0; i < 5; i++) await home.SendIdea($"Idea {i}");
        var first = (await home.Get(home.Coordinator, "ideas?limit=3&state=idea")).Is(HttpStatusCode.OK);
        var second = (await home.Get(home.Coordinator, $"ideas?limit=3&state=idea&after={first["next"]}")).Is(HttpStatusCode.OK);
        var texts = first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(idea => (string)idea!["text"]!).ToArray();
        Assert.Equal(5, texts.Distinct().Count());
        Assert.Null(second["next"]);
        Assert.Empty((await home.Get(home.Coordinator, "ideas?state=decided")).Is(HttpStatusCode.OK)["items"]!.AsArray());
        (await home.Get(home.Coordinator, "ideas?state=lost")).Names("state");
        (await home.Get(home.Coordinator, "ideas?limit=0")).Names("limit");
        (await home.Get(home.Coordinator, "ideas?after=x")).Names("after");
    }
}
