using System.Net;
using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Contracts.Participation.V1;
using Kivenkolo.Contracts.Partners.V1;
using Npgsql;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class ConsumersTests(CalendarService calendar)
{
    [Fact]
    public async Task For_what_a_partner_wants_people_to_sign_up_they_do()
    {
        var space = await calendar.OpenSpace();
        await Tell(new ProposalAccepted
        {
            SpaceId = space.Id,
            ProposalId = Some.Id(),
            OrganisationId = Some.Id(),
            Title = new LocalizedText("fi", "Retki"),
            Description = LocalizedText.Empty,
            Date = new DateOnly(2026, 11, 25),
            Start = new TimeOnly(16, 0),
            DurationMinutes = 120,
            Weeks = 1,
            SpokenLanguages = ["fi"],
            NeedsSignUp = true,
            OccurredAt = CalendarService.Now,
        }, Some.Id());
        var line = Assert.Single(await space.WeekLines("2026-W48"));
        Assert.Equal("open", (string?)(await space.Read($"occurrences/{line["id"]}/sign-up"))["state"]);
    }

    [Fact]
    public async Task An_accepted_proposal_becomes_one_activity_however_often_it_is_told_and_carries_its_organisations_name()
    {
        var space = await calendar.OpenSpace();
        var accepted = new ProposalAccepted
        {
            SpaceId = space.Id,
            ProposalId = Some.Id(),
            OrganisationId = Some.Id(),
            Title = new LocalizedText([new("fi", "Kurdinkielinen teehetki"), new("ckb", "کاتی چا")]),
            Description = new LocalizedText("fi", "Teetä ja juttelua"),
            Date = new DateOnly(2026, 11, 25),
            Start = new TimeOnly(16, 0),
            DurationMinutes = 120,
            Weeks = 4,
            SpokenLanguages = ["ckb", "fi"],
            OccurredAt = CalendarService.Now,
        };
        // Told again under its own id, and under others: by a broker that delivers twice, and by an owner who tells twice.
        var messageId = Some.Id();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Tell(accepted, i < 3 ? messageId : Some.Id())));
        var published = await space.Service.Published<ActivityPublished>(e => e.ProposalId == accepted.ProposalId);
        Assert.Equal((space.Id, accepted.OrganisationId, 1L, null),
            (published.SpaceId, published.OrganisationId!.Value, published.Version, published.ExperimentId));

        var line = Assert.Single(await space.WeekLines("2026-W48"));
        Assert.Equal(("2026-11-25T14:00:00Z", "کاتی چا"), ((string)line["start"]!, (string)line["title"]!["ckb"]!));
        Assert.Empty(line["organiser"]!.AsObject());
        Assert.True((bool)line["noSignUp"]!);

        await TellName(2, "Roda ry");
        Assert.Equal("Roda ry", await Organiser());
        await TellName(1, "Roda");
        Assert.Equal("Roda ry", await Organiser());
        await TellName(3, "Roda yhdistys");
        Assert.Equal("Roda yhdistys", await Organiser());
        Assert.Equal(1L, await space.Service.Scalar("select count(*) from activities where space_id = $1", space.Id));
        Assert.Equal(4L, await space.Service.Scalar("select count(*) from occurrences where space_id = $1", space.Id));
        await TellAnother(space);
        Assert.Single(space.Service.Outside.Heard<ActivityPublished>(), e => e.ProposalId == accepted.ProposalId);
        Assert.Equal(accepted.ProposalId, (Guid)(await space.Read($"activities/{published.ActivityId}"))["proposalId"]!);

        async Task<string?> Organiser() => (string?)(await space.WeekLines("2026-W48"))[0]["organiser"]!["fi"];

        Task TellName(long version, string name) => Tell(new OrganisationChanged
        {
            SpaceId = space.Id,
            OrganisationId = accepted.OrganisationId,
            Name = new LocalizedText("fi", name),
            Version = version,
            OccurredAt = CalendarService.Now,
        }, Some.Id());
    }

    [Fact]
    public async Task A_started_experiment_becomes_sessions_that_say_which_decision_they_come_from()
    {
        var space = await calendar.OpenSpace();
        var started = new ExperimentStarted
        {
            SpaceId = space.Id,
            ExperimentId = Some.Id(),
            DecisionId = Some.Id(),
            DecisionNumber = "7/2026",
            DecidedOn = new DateOnly(2026, 11, 20),
            Title = new LocalizedText("fi", "Iltakahvila"),
            Description = LocalizedText.Empty,
            FirstDate = new DateOnly(2026, 11, 27),
            Start = new TimeOnly(18, 0),
            DurationMinutes = 60,
            Sessions = 3,
            OccurredAt = CalendarService.Now,
        };
        await Task.WhenAll(Tell(started, Some.Id()), Tell(started, Some.Id()));
        var published = await space.Service.Published<ActivityPublished>(e => e.ExperimentId == started.ExperimentId);
        foreach (var week in (string[])["2026-W48", "2026-W49", "2026-W50"])
        {
            var line = Assert.Single(await space.WeekLines(week));
            Assert.Equal(("7/2026", "2026-11-20", started.ExperimentId),
                ((string)line["provenance"]!["decisionNumber"]!, (string)line["provenance"]!["decidedOn"]!, (Guid)line["provenance"]!["experimentId"]!));
            Assert.Equal(space.Slug, ((string)line["organiser"]!["fi"]!).ToLowerInvariant());
        }
        Assert.Empty(await space.WeekLines("2026-W51"));
        var feed = await space.Resident.GetStringAsync(new Uri($"/feeds/{space.Slug}/calendar.sv.ics", UriKind.Relative));
        Assert.Contains("DESCRIPTION;LANGUAGE=sv:Husmötets beslut 7/2026.", feed, StringComparison.Ordinal);

        // What the programme's makers change later keeps the line "you asked, we did".
        await space.Plan("2026-11-27", "19:00", weeks: 3, activity: published.ActivityId);
        Assert.Equal("7/2026", (string?)Assert.Single(await space.WeekLines("2026-W48"))["provenance"]!["decisionNumber"]);
        await TellAnother(space);
        Assert.Single(space.Service.Outside.Heard<ActivityPublished>(), e => e.ExperimentId == started.ExperimentId && e.Version == 1);
    }

    [Fact]
    public async Task An_activity_can_come_from_a_decision_without_an_experiment_and_keeps_it_when_its_plan_changes()
    {
        var space = await calendar.OpenSpace();
        var approved = new DecisionApproved
        {
            SpaceId = space.Id,
            DecisionId = Some.Id(),
            Number = "9/2026",
            Text = new LocalizedText("fi", "Sauna lämpiää torstaisin."),
            DecidedOn = new DateOnly(2026, 11, 20),
            OccurredAt = CalendarService.Now,
        };
        await Task.WhenAll(Tell(approved, Some.Id()), Tell(approved, Some.Id()));
        var known = Assert.Single((await space.Read("decisions"))["items"]!.AsArray())!;
        Assert.Equal((approved.DecisionId, "9/2026", "Sauna lämpiää torstaisin."),
            ((Guid)known["id"]!, (string)known["number"]!, (string)known["text"]!["fi"]!));

        var id = Some.Id();
        var plan = Some.Activity();
        plan["decisionId"] = Some.Id();
        await (await space.Put($"activities/{id}", plan)).IsRefused(HttpStatusCode.Conflict, "decision-unknown");
        plan["decisionId"] = approved.DecisionId;
        await (await space.Put($"activities/{id}", plan)).Json(HttpStatusCode.Created);
        await space.Plan(start: "15:00", activity: id);
        await (await space.Put($"activities/{id}/following", Some.Series("2026-11-26", "16:00"))).Json(HttpStatusCode.OK);

        var line = Assert.Single(await space.WeekLines("2026-W48"));
        Assert.Equal("""{"decisionNumber":"9/2026","decidedOn":"2026-11-20","experimentId":null}""", line["provenance"]!.ToJsonString());
        var feed = await space.Resident.GetStringAsync(new Uri($"/feeds/{space.Slug}/calendar.fi.ics", UriKind.Relative));
        Assert.Contains("päätös 9/2026", feed.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal); // unfolded
        var elsewhere = await calendar.OpenSpace();
        Assert.Empty((await elsewhere.Read("decisions"))["items"]!.AsArray());
        await (await elsewhere.Put($"activities/{Some.Id()}", plan)).IsRefused(HttpStatusCode.Conflict, "decision-unknown");
    }

    [Fact]
    public async Task A_space_that_changes_shows_in_what_is_kept_of_it()
    {
        var space = await calendar.OpenSpace();
        var before = (await space.Get("weeks/2026-W48")).Headers.ETag;
        await space.Service.OpenSpace(space.Slug, "Europe/Stockholm", version: 2, id: space.Id);
        await Eventually.Become(async () => (string?)(await space.Read("weeks/2026-W48"))["timeZone"] == "Europe/Stockholm", "the space's new zone is shown");
        Assert.NotEqual(before, (await space.Get("weeks/2026-W48")).Headers.ETag);
    }

    [Fact]
    public async Task One_who_asked_before_the_space_changed_leaves_nothing_old_to_those_who_ask_after()
    {
        var space = await calendar.OpenSpace();
        await using var connection = new NpgsqlConnection(space.Service.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Run("lock table programme_versions in access exclusive mode");
        var early = space.Read("weeks/2026-W48");
        await Eventually.Become(async () => Equals(1L, await space.Service.Scalar(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                + " and query like '%FROM programme_versions%'")),
            "it has read the space and waits for the version");
        await Run($"update spaces set time_zone = 'Europe/Stockholm', version = 2 where id = '{space.Id}'");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Europe/Helsinki", (string?)(await early)["timeZone"]);
        Assert.Equal("Europe/Stockholm", (string?)(await space.Read("weeks/2026-W48"))["timeZone"]);

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Tells the service and returns when it has taken the message, whatever it made of it.</summary>
    private async Task Tell<T>(T message, Guid messageId) where T : class
    {
        await calendar.Service.Outside.Publish(message, messageId);
        await Eventually.Become(
            async () => await calendar.Service.Scalar("select 1 from inbox where message_id = $1", messageId) is not null, $"{typeof(T).Name} was taken");
    }

    /// <summary>Another event behind those told so far: what was to be heard has been heard when this one has.</summary>
    private static async Task TellAnother(TestSpace space)
    {
        var another = await space.Plan("2027-03-01");
        await space.Service.Published<ActivityPublished>(e => e.ActivityId == another);
    }
}
