using System.Net;
using Kivenkolo.Contracts.Partners.V1;
using Kivenkolo.ServiceDefaults.Access;

namespace Kivenkolo.Partners.Tests;

public sealed class ProposalTests(House house) : IClassFixture<House>
{
    private HttpClient Coordinator => house.Service.AsCoordinator();

    [Fact]
    public async Task A_proposal_is_the_organisations_that_the_token_names_and_waits_for_the_coordinator()
    {
        var roda = await house.List();
        var id = await house.Propose(roda);
        var read = await House.Get(Coordinator, $"{House.Space}/proposals/{id}");
        Assert.Equal(roda, read["organisationId"]!.GetValue<Guid>());
        Assert.Equal("Roda ry", read["organisationName"]!["fi"]!.GetValue<string>());
        Assert.Equal(("received", "14:00", 4), (read["state"]!.GetValue<string>(), read["start"]!.GetValue<string>()[..5], read["weeks"]!.GetValue<int>()));
        Assert.Contains(id.ToString(), (await House.Get(Coordinator, $"{House.Space}/proposals?state=received&limit=100")).ToJsonString(),
            StringComparison.Ordinal);
        Assert.Equal(read.ToJsonString(), (await House.Get(house.Partner(roda), $"{House.Space}/proposals/{id}")).ToJsonString());
    }

    [Fact]
    public async Task An_organisation_in_the_body_is_an_unknown_field()
    {
        var problem = await House.Read(await House.Send(HttpMethod.Post, house.Partner(await house.List()), $"{House.Space}/proposals",
            Bodies.Proposal(house.Service).With("organisationId", Guid.Empty)), HttpStatusCode.BadRequest);
        Assert.Equal(["organisationId"], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Another_organisation_and_another_space_see_nothing_of_a_proposal()
    {
        var id = await house.Propose(await house.List());
        var stranger = house.Partner(await house.List());
        await House.IsRefused(await House.Send(HttpMethod.Get, stranger, $"{House.Space}/proposals/{id}"), HttpStatusCode.NotFound, "proposal-unknown");
        Assert.Empty((await House.Get(stranger, $"{House.Space}/proposals"))["items"]!.AsArray());

        var elsewhere = house.Service.AsCoordinator(House.OtherSpace);
        foreach (var (verb, path, body) in ((HttpMethod, string, object?)[])
            [(HttpMethod.Get, "", null), (HttpMethod.Post, "/acceptance", new { }), (HttpMethod.Post, "/refusal", new { reason = "x" })])
        {
            await House.IsRefused(await House.Send(verb, elsewhere, $"{House.OtherSpace}/proposals/{id}{path}", body), HttpStatusCode.NotFound,
                "proposal-unknown");
            Assert.Equal(HttpStatusCode.Forbidden, (await House.Send(verb, elsewhere, $"{House.Space}/proposals/{id}{path}", body)).StatusCode);
        }
        Assert.Empty((await House.Get(elsewhere, $"{House.OtherSpace}/proposals"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Who_may_not_propose_or_decide_is_turned_away()
    {
        var roda = await house.List();
        var id = await house.Propose(roda);
        var body = Bodies.Proposal(house.Service);
        foreach (var client in (HttpClient[])[Coordinator, house.Service.AsPartner(House.Space, roda, "proposals:read"), house.Partner(roda, House.OtherSpace)])
            Assert.Equal(HttpStatusCode.Forbidden, (await House.Send(HttpMethod.Post, client, $"{House.Space}/proposals", body)).StatusCode);
        foreach (var client in (HttpClient[])[house.Partner(roda), house.Service.As(Role.Editor), house.Service.As(Role.Viewer)])
            Assert.Equal(HttpStatusCode.Forbidden, (await House.Send(HttpMethod.Post, client, $"{House.Space}/proposals/{id}/acceptance", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await House.Send(HttpMethod.Get, house.Service.Client(), $"{House.Space}/proposals")).StatusCode);
        await House.IsRefused(
            await House.Send(HttpMethod.Post, house.Service.AsAdministration(), $"{House.Space}/proposals", body), HttpStatusCode.Forbidden,
            "organisation-missing");
    }

    [Fact]
    public async Task An_organisation_outside_the_directory_cannot_propose()
    {
        await House.IsRefused(await House.Send(HttpMethod.Post, house.Partner(Guid.CreateVersion7()), $"{House.Space}/proposals",
            Bodies.Proposal(house.Service)), HttpStatusCode.Conflict, "organisation-not-listed");
    }

    [Fact]
    public async Task The_same_request_with_the_same_key_is_one_proposal_and_another_request_with_it_is_refused()
    {
        var roda = house.Partner(await house.List());
        var key = ("Idempotency-Key", "tea-1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            House.Send(HttpMethod.Post, roda, $"{House.Space}/proposals", Bodies.Proposal(house.Service), key)));
        var receipts = await Task.WhenAll(answers.Select(answer => House.Read(answer, HttpStatusCode.Created)));
        Assert.Single(receipts.Select(receipt => receipt["id"]!.GetValue<Guid>()).Distinct());
        Assert.Single((await House.Get(roda, $"{House.Space}/proposals"))["items"]!.AsArray());
        await House.Read(await House.Send(HttpMethod.Post, roda, $"{House.Space}/proposals",
            Bodies.Proposal(house.Service).With("weeks", 9), key), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_acceptance_is_told_with_all_that_the_programme_needs()
    {
        var roda = await house.List();
        var id = await house.Propose(roda);
        var accepted = await House.Read(
            await House.Send(HttpMethod.Post, Coordinator, $"{House.Space}/proposals/{id}/acceptance", new { note = "Tervetuloa!" }), HttpStatusCode.OK);
        Assert.Equal(("accepted", "Tervetuloa!"), (accepted["state"]!.GetValue<string>(), accepted["answer"]!.GetValue<string>()));

        var told = await house.Service.Published<ProposalAccepted>(e => e.ProposalId == id);
        Assert.Equal(roda, told.OrganisationId);
        Assert.Equal("Kurdinkielinen teeiltapäivä", told.Title["fi"]);
        Assert.Equal(accepted["date"]!.GetValue<string>(), told.Date.ToString("yyyy-MM-dd", null));
        Assert.Equal((new TimeOnly(14, 0), 120, 4), (told.Start, told.DurationMinutes, told.Weeks));
        Assert.Equal(["ckb", "fi"], told.SpokenLanguages);
        Assert.Equal((null, false), (told.PlaceId, told.NeedsSignUp));
    }

    [Fact]
    public async Task A_place_that_is_wished_for_and_whether_people_sign_up_are_read_by_the_coordinator_and_told_with_the_acceptance()
    {
        var place = Guid.CreateVersion7();
        var id = await house.Propose(await house.List(), body: Bodies.Proposal(house.Service).With("placeId", place).With("needsSignUp", true));
        var read = await House.Get(Coordinator, $"{House.Space}/proposals/{id}");
        Assert.Equal((place, true), (read["placeId"]!.GetValue<Guid>(), read["needsSignUp"]!.GetValue<bool>()));
        await House.Read(await House.Send(HttpMethod.Post, Coordinator, $"{House.Space}/proposals/{id}/acceptance", new { }), HttpStatusCode.OK);
        var told = await house.Service.Published<ProposalAccepted>(e => e.ProposalId == id);
        Assert.Equal((place, true), (told.PlaceId, told.NeedsSignUp));
    }

    [Fact]
    public async Task Of_twenty_decisions_at_once_one_is_made_and_told()
    {
        var id = await house.Propose(await house.List());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? House.Send(HttpMethod.Post, Coordinator, $"{House.Space}/proposals/{id}/acceptance")
            : House.Send(HttpMethod.Post, Coordinator, $"{House.Space}/proposals/{id}/refusal", new { reason = "Ei nyt." })));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            await House.IsRefused(refused, HttpStatusCode.Conflict, "proposal-already-decided");

        var state = (await House.Get(Coordinator, $"{House.Space}/proposals/{id}"))["state"]!.GetValue<string>();
        await Eventually.Become(async () => await house.Service.Scalar("select 1 from outbox limit 1") is null, "all that was told is on its way");
        Assert.Equal(state == "accepted" ? 1 : 0, house.Service.Outside.Heard<ProposalAccepted>().Count(e => e.ProposalId == id));
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_and_the_partner_reads_it()
    {
        var roda = await house.List();
        var id = await house.Propose(roda);
        var path = $"{House.Space}/proposals/{id}/refusal";
        var problem = await House.Read(await House.Send(HttpMethod.Post, Coordinator, path, new { reason = " " }), HttpStatusCode.BadRequest);
        Assert.Equal(["reason"], problem["errors"]!.AsObject().Select(error => error.Key));
        await House.Read(await House.Send(HttpMethod.Post, Coordinator, path, new { reason = "Sali on varattu." }), HttpStatusCode.OK);
        var read = await House.Get(house.Partner(roda), $"{House.Space}/proposals/{id}");
        Assert.Equal(("declined", "Sali on varattu."), (read["state"]!.GetValue<string>(), read["answer"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Who_read_an_older_state_does_not_decide()
    {
        var path = $"{House.Space}/proposals/{await house.Propose(await house.List())}";
        await House.IsRefused(
            await House.Send(HttpMethod.Post, Coordinator, $"{path}/acceptance", new { }, ("If-Match", "\"0\"")), HttpStatusCode.PreconditionFailed,
            "version-changed");
        var tag = (await House.Send(HttpMethod.Get, Coordinator, path)).Headers.ETag!.ToString();
        await House.Read(await House.Send(HttpMethod.Post, Coordinator, $"{path}/acceptance", new { }, ("If-Match", tag)), HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_partner_pages_through_its_proposals_newest_first()
    {
        var roda = await house.List();
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++) ids.Add(await house.Propose(roda));
        var first = await House.Get(house.Partner(roda), $"{House.Space}/proposals?limit=2");
        var second = await House.Get(house.Partner(roda), $"{House.Space}/proposals?limit=2&after={first["next"]}");
        Assert.Equal(Enumerable.Reverse(ids), first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => item!["id"]!.GetValue<Guid>()));
        Assert.Null(second["next"]);
        await House.Get(house.Partner(roda), $"{House.Space}/proposals?state=perhaps", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Hostile_bodies_are_turned_away_by_the_name_of_the_field()
    {
        var roda = await house.List();
        var good = Bodies.Proposal(house.Service).ToJsonString();
        await HostileBodies.AreTurnedAway(house.Partner(roda), HttpMethod.Post, $"{House.Spaces}/{House.Space}/proposals",
        [
            .. HostileBodies.Always(good), .. HostileBodies.With(good, "title", HostileBodies.ForLocalizedText),
            .. HostileBodies.With(good, "description", HostileBodies.ForLocalizedText), .. HostileBodies.With(good, "date", HostileBodies.ForDate),
            .. HostileBodies.With(good, "start", HostileBodies.ForTime), .. HostileBodies.With(good, "durationMinutes", HostileBodies.ForNumber),
            .. HostileBodies.With(good, "weeks", HostileBodies.ForNumber), .. HostileBodies.With(good, "spokenLanguages", HostileBodies.ForCodes),
        ]);
        Assert.Empty((await House.Get(house.Partner(roda), $"{House.Space}/proposals"))["items"]!.AsArray());

        var decision = $"{House.Spaces}/{House.Space}/proposals/{await house.Propose(roda)}";
        await HostileBodies.AreTurnedAway(Coordinator, HttpMethod.Post, $"{decision}/refusal",
            [.. HostileBodies.Always("""{"reason":"x"}"""), .. HostileBodies.With("{}", "reason", HostileBodies.ForText)]);
        await HostileBodies.AreTurnedAway(Coordinator, HttpMethod.Post, $"{decision}/acceptance", HostileBodies.With("{}", "note", HostileBodies.ForText));
    }
}

/// <summary>Partners whose clock stands at half past midnight on 24 November in Helsinki, while it is still the 23rd in UTC.</summary>
public sealed class NightHouse(PrivateServers servers) : House(servers)
{
    protected override TestSettings Settings => new() { Now = new DateTimeOffset(2026, 11, 23, 22, 30, 0, TimeSpan.Zero) };
}

public sealed class ProposalTimeTests(NightHouse house) : IClassFixture<NightHouse>
{
    [Theory]
    [InlineData("2026-11-23", "23:00", "date-passed"), InlineData("2026-11-24", "00:30", "date-passed"), InlineData("2028-12-25", "12:00", "date-too-far")]
    public async Task A_time_that_has_passed_on_the_wall_of_the_space_or_is_too_far_is_refused(string date, string start, string refusal) =>
        await House.IsRefused(await House.Send(HttpMethod.Post, house.Partner(await house.List()), $"{House.Space}/proposals",
            Bodies.Proposal(house.Service).With("date", date).With("start", start)), HttpStatusCode.UnprocessableEntity, refusal);

    [Fact]
    public async Task A_time_still_to_come_today_is_welcome_and_cannot_be_accepted_once_all_its_times_have_passed()
    {
        var body = Bodies.Proposal(house.Service).With("date", "2026-11-24").With("start", "00:31");
        var once = await house.Propose(await house.List(), body: body.DeepClone().AsObject().With("weeks", 1));
        var weekly = await house.Propose(await house.List(), body: body.With("weeks", 2));
        house.Service.Clock!.Advance(TimeSpan.FromDays(1));
        var coordinator = house.Service.AsCoordinator();
        await House.IsRefused(
            await House.Send(HttpMethod.Post, coordinator, $"{House.Space}/proposals/{once}/acceptance"), HttpStatusCode.UnprocessableEntity, "date-passed");
        await House.Read(await House.Send(HttpMethod.Post, coordinator, $"{House.Space}/proposals/{weekly}/acceptance"), HttpStatusCode.OK);
    }
}
