using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kivenkolo.Contracts.Partners.V1;

namespace Kivenkolo.Partners.Tests;

/// <summary>Partners with a mailbox, on a clock of its own.</summary>
public sealed class InvitingHouse : House
{
    public InvitingHouse(PrivateServers servers) : base(servers) => Mailbox.Start();

    public TestMailbox Mailbox { get; } = new();

    protected override TestSettings Settings => new()
    {
        Now = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero),
        Configuration = { ["Smtp:Port"] = Mailbox.Port.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>Invites the organisation and takes the token from the mail.</summary>
    public async Task<string> Invite(Guid organisation, string email)
    {
        await Read(await Send(HttpMethod.Post, Service.AsCoordinator(), $"{Space}/organisations/{organisation}/invitations", new { email, language = "fi" }),
            HttpStatusCode.Accepted);
        var mail = await Mailbox.Next(email);
        return Regex.Match(mail.TextBody!, @"/fi/kivenkolo/propose\?token=([\w-]{43})").Groups[1].Value;
    }

    public Task<HttpResponseMessage> Propose(string token, string space = Space, string? key = null, JsonObject? proposal = null) =>
        Send(HttpMethod.Post, Service.Client(), $"{space}/proposals/invited", new { token, proposal = proposal ?? Bodies.Proposal(Service) },
            key is null ? [] : [("Idempotency-Key", key)]);

    public Task<HttpResponseMessage> Look(string token, string space = Space) =>
        Send(HttpMethod.Post, Service.Client(), $"{space}/proposals/invitation", new { token });

    public Task<HttpResponseMessage> KeepContact(Guid organisation, string? email) =>
        Send(HttpMethod.Put, Service.AsCoordinator(), $"{Space}/organisations/{organisation}/contact", new { email });

    public Task<HttpResponseMessage> AskForLink(Guid organisation, string language = "fi", string space = Space) =>
        Send(HttpMethod.Post, Service.Client(), $"{space}/proposals/links", new { organisationId = organisation, language });

    /// <summary>Until all that was asked for so far has been looked at.</summary>
    public Task LinksLookedAt() =>
        Eventually.Become(async () => await Service.Scalar("select 1 from jobs where kind = 'invite-contact'") is null, "all requests are looked at");

    public Task<HttpResponseMessage> Trust(Guid organisation, bool trusted) =>
        Send(HttpMethod.Put, Service.AsCoordinator(), $"{Space}/organisations/{organisation}/trust", new { trusted });
}

public sealed class InvitationTests(InvitingHouse house) : IClassFixture<InvitingHouse>
{
    private HttpClient Coordinator => house.Service.AsCoordinator();

    [Fact]
    public async Task A_partner_without_an_account_proposes_through_the_link_of_a_mail_for_its_own_organisation()
    {
        var roda = await house.List();
        var token = await house.Invite(roda, "roda@roda.example");
        Assert.Equal("Roda ry", (string?)(await House.Read(await house.Look(token), HttpStatusCode.OK))["organisationName"]!["fi"]);

        var receipt = await House.Read(await house.Propose(token), HttpStatusCode.Accepted);
        Assert.Equal("received", (string?)receipt["state"]);
        var read = await House.Get(Coordinator, $"{House.Space}/proposals/{receipt["id"]}");
        Assert.Equal((roda.ToString(), "received"), ((string)read["organisationId"]!, (string)read["state"]!));
        await Eventually.Become(async () =>
            await house.Service.Scalar("select email from invitations where organisation_id = $1", roda) is null, "the address is forgotten");
        Assert.Equal(0L, await house.Service.Scalar(
            "select (select count(*) from outbox where body like '%roda.example%') + (select count(*) from deliveries d where d::text like '%roda.example%')"));
    }

    [Fact]
    public async Task Sent_twice_or_at_once_it_is_one_proposal_and_a_link_takes_no_more_than_twenty()
    {
        var roda = await house.List();
        var token = await house.Invite(roda, "twice@roda.example");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => house.Propose(token, key: "once")));
        var receipts = await Task.WhenAll(answers.Select(answer => House.Read(answer, HttpStatusCode.Accepted)));
        Assert.Single(receipts.Select(receipt => (string)receipt["id"]!).Distinct());

        var more = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => house.Propose(token)));
        Assert.Equal(19, more.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
        await House.IsRefused(more.First(answer => answer.StatusCode != HttpStatusCode.Accepted), HttpStatusCode.Conflict, "proposal-limit-reached");
        Assert.Equal(20L, await house.Service.Scalar("select count(*) from proposals where organisation_id = $1", roda));
    }

    [Fact]
    public async Task A_wrong_link_one_of_another_space_and_an_old_one_open_nothing()
    {
        var roda = await house.List();
        var token = await house.Invite(roda, "old@roda.example");
        foreach (var refused in (Func<string, string, Task<HttpResponseMessage>>[])[(with, space) =>
            house.Look(with, space), (with, space) => house.Propose(with, space)])
        {
            await House.IsRefused(await refused(new string('A', 43), House.Space), HttpStatusCode.NotFound, "link-unknown");
            await House.IsRefused(await refused(token, House.OtherSpace), HttpStatusCode.NotFound, "link-unknown");
        }
        house.Service.Clock!.Advance(TimeSpan.FromDays(14));
        await House.IsRefused(await house.Look(token), HttpStatusCode.NotFound, "link-unknown");
        await House.IsRefused(await house.Propose(token), HttpStatusCode.NotFound, "link-unknown");
        Assert.Equal(0L, await house.Service.Scalar("select count(*) from proposals where organisation_id = $1", roda));
        await Eventually.Become(
            async () => (long)(await house.Service.Scalar("select count(*) from invitations where organisation_id = $1", roda))! == 0,
            "the invitation is forgotten");
    }

    [Fact]
    public async Task What_a_trusted_organisation_proposes_is_accepted_at_once_on_every_way()
    {
        var roda = await house.List();
        Assert.False((bool)(await House.Get(Coordinator, $"{House.Space}/organisations/{roda}/trust"))["trusted"]!);
        var before = await house.Propose(roda);
        await House.Read(await house.Trust(roda, true), HttpStatusCode.OK);

        var byApi = await house.Propose(roda);
        var byLink = await House.Read(await house.Propose(await house.Invite(roda, "trusted@roda.example")), HttpStatusCode.Accepted);
        Assert.Equal("accepted", (string?)byLink["state"]);
        foreach (var id in (Guid[])[byApi, (Guid)byLink["id"]!])
        {
            var told = await house.Service.Published<ProposalAccepted>(e => e.ProposalId == id);
            Assert.Equal((roda, 120, 4), (told.OrganisationId, told.DurationMinutes, told.Weeks));
            await House.IsRefused(await House.Send(HttpMethod.Post, Coordinator, $"{House.Space}/proposals/{id}/acceptance", new { }), HttpStatusCode.Conflict,
                "proposal-already-decided");
        }
        Assert.Equal("received", (string?)(await House.Get(Coordinator, $"{House.Space}/proposals/{before}"))["state"]);

        await House.Read(await house.Trust(roda, false), HttpStatusCode.OK);
        Assert.Equal("received", (string?)(await House.Get(Coordinator, $"{House.Space}/proposals/{await house.Propose(roda)}"))["state"]);
        await House.IsRefused(await house.Trust(Guid.CreateVersion7(), true), HttpStatusCode.NotFound, "organisation-unknown");
        Assert.DoesNotContain("trust", (await House.Get(house.Service.Client(), $"{House.Space}/organisations/{roda}")).ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Someone_of_a_listed_organisation_asks_for_its_link_and_the_mail_goes_to_its_contact_alone()
    {
        var roda = await house.List();
        await House.Read(await house.KeepContact(roda, "office@roda.example"), HttpStatusCode.OK);
        Assert.Equal("office@roda.example", (string?)(await House.Get(Coordinator, $"{House.Space}/organisations/{roda}/contact"))["email"]);
        Assert.DoesNotContain("roda.example", (await House.Get(house.Service.Client(), $"{House.Space}/organisations/{roda}")).ToJsonString()
            .Replace("https://example.org/roda", "", StringComparison.Ordinal), StringComparison.Ordinal);

        await House.Read(await house.AskForLink(roda, "ar"), HttpStatusCode.Accepted);
        var mail = await house.Mailbox.Next("office@roda.example");
        Assert.StartsWith("اقتراح نشاط: ", mail.Subject, StringComparison.Ordinal);
        var token = Regex.Match(mail.TextBody!, @"/ar/kivenkolo/propose\?token=([\w-]{43})").Groups[1].Value;
        await House.Read(await house.Propose(token), HttpStatusCode.Accepted);
        Assert.Equal(0L, await house.Service.Scalar(
            "select (select count(*) from outbox where body like '%roda.example%') + (select count(*) from deliveries d where d::text like '%roda.example%')"));
    }

    [Fact]
    public async Task Who_asks_for_a_link_again_or_for_an_organisation_without_contact_or_of_no_directory_gets_the_same_answer_and_no_mail()
    {
        var (roda, silent) = (await house.List(), await house.List());
        await House.Read(await house.KeepContact(roda, "hall@roda.example"), HttpStatusCode.OK);
        var before = await Seen();

        var answers = await Task.WhenAll(new[] { roda, roda, roda, silent, Guid.CreateVersion7() }.Select(id => house.AskForLink(id)));
        var elsewhere = await house.AskForLink(roda, space: House.OtherSpace);
        var told = await Task.WhenAll(answers.Append(elsewhere).Select(async answer => (answer.StatusCode, await answer.Content.ReadAsStringAsync())));
        Assert.Equal((HttpStatusCode.Accepted, "{\"worksForDays\":14}"), Assert.Single(told.Distinct()));
        await house.LinksLookedAt();
        await house.Mailbox.Next("hall@roda.example");
        Assert.Equal(1L, await Invitations());
        Assert.Equal(before, await Seen());

        house.Service.Clock!.Advance(TimeSpan.FromMinutes(59));
        await house.AskForLink(roda);
        await house.LinksLookedAt();
        Assert.Equal(1L, await Invitations());
        house.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        await house.AskForLink(roda);
        await house.LinksLookedAt();
        Assert.Equal(2L, await Invitations());

        await House.Read(await house.KeepContact(roda, null), HttpStatusCode.OK);
        house.Service.Clock.Advance(TimeSpan.FromHours(1));
        await house.AskForLink(roda);
        await house.LinksLookedAt();
        Assert.Equal(2L, await Invitations());
        await House.IsRefused(await house.KeepContact(Guid.CreateVersion7(), "a@b.example"), HttpStatusCode.NotFound, "organisation-unknown");

        async Task<object> Invitations() => (await house.Service.Scalar("select count(*) from invitations where organisation_id in ($1, $2)", roda, silent))!;

        // All that everyone can see of the two, entity tags included.
        async Task<string> Seen()
        {
            var seen = "";
            foreach (var id in (Guid[])[roda, silent])
            {
                using var answer = await House.Send(HttpMethod.Get, house.Service.Client(), $"{House.Space}/organisations/{id}");
                seen += $"{answer.Headers.ETag} {await answer.Content.ReadAsStringAsync()}\n";
            }
            return seen;
        }
    }

    [Fact]
    public async Task What_an_invitation_and_what_is_sent_through_it_cannot_be_is_turned_away_by_name()
    {
        var roda = await house.List();
        const string invitation = """{"email": "a@b.example", "language": "fi"}""";
        await HostileBodies.AreTurnedAway(Coordinator, HttpMethod.Post, $"{House.Spaces}/{House.Space}/organisations/{roda}/invitations",
        [
            .. HostileBodies.Always(invitation),
            .. HostileBodies.With(invitation, "email", ["null", "\"x\"", "\"a@b.example\\nBcc: c@d.example\"", .. HostileBodies.ForText]),
            .. HostileBodies.With(invitation, "language", ["null", .. HostileBodies.ForText]),
        ]);
        const string asked = """{"organisationId": "01990000-0000-7000-8000-000000000000", "language": "fi"}""";
        await HostileBodies.AreTurnedAway(house.Service.Client(), HttpMethod.Post, $"{House.Spaces}/{House.Space}/proposals/links",
        [
            .. HostileBodies.Always(asked),
            .. HostileBodies.With(asked, "organisationId", "null", "1", "\"x\"", "[]"),
            .. HostileBodies.With(asked, "language", ["null", .. HostileBodies.ForText]),
        ]);
        var proposal = new JsonObject { ["token"] = "x", ["proposal"] = Bodies.Proposal(house.Service) }.ToJsonString();
        await HostileBodies.AreTurnedAway(house.Service.Client(), HttpMethod.Post, $"{House.Spaces}/{House.Space}/proposals/invited",
        [
            .. HostileBodies.Always(proposal),
            .. HostileBodies.With(proposal, "token", ["null", .. HostileBodies.ForText]),
            .. HostileBodies.With(proposal, "proposal", "null", "1", "[]", "{}"),
            .. HostileBodies.With(proposal, "proposal.title", ["null", .. HostileBodies.ForLocalizedText]),
            .. HostileBodies.With(proposal, "proposal.durationMinutes", ["null", "0", .. HostileBodies.ForNumber]),
        ]);
        Assert.Equal(0L, await house.Service.Scalar("select count(*) from invitations where organisation_id = $1", roda));
    }
}
