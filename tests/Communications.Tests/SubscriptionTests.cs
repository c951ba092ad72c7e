using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Kivenkolo.Communications.Tests;

public sealed class SubscriptionTests(PrivateServers servers)
{
    private const string Address = $"{House.Api}/subscriptions";

    [Fact]
    public async Task The_answer_is_the_same_whether_or_not_an_address_is_known()
    {
        await using var house = await House.Open(servers);
        await house.Subscribed("known@example.org", "fi", "weekly");

        var answers = new List<string>();
        foreach (var email in new[] { "unknown@example.org", "known@example.org", "KNOWN@example.org" })
        {
            using var answer = await Ask(house, email);
            answers.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()} "
                + $"{string.Join(',', answer.Headers.Select(header => header.Key).Order())}");
        }

        Assert.Single(answers.Distinct());
        Assert.StartsWith("202", answers[0], StringComparison.Ordinal);
        Assert.Equal(2L, await house.Service.Scalar("select count(*) from subscriptions"));
    }

    [Fact]
    public async Task Nothing_is_in_force_until_the_link_in_the_mail_is_used()
    {
        await using var house = await House.Open(servers);
        using var asked = await Ask(house, "New.Reader@example.org", "fi-simple", "weekly", "urgent");
        var mail = await house.Mailbox.Next("New.Reader@example.org");

        Assert.Equal("Haluatko viestejä meiltä?: Kivenkolo", mail.Subject);
        Assert.Contains("Viestit: viikon ohjelma, tieto heti, jos jotain perutaan", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("http://localhost/fi-simple/kivenkolo/subscriptions/confirm?token=", mail.TextBody, StringComparison.Ordinal);
        Assert.Null(await house.Service.Scalar("select 1 from subscriptions where confirmed_at is not null"));

        var token = House.TokenIn(mail);
        Assert.Equal(43, token.Length);
        foreach (var _ in (int[])[1, 2])
        {
            using var confirmed = await Post(house, "confirmation", new { token });
            Assert.Equal("""{"language":"fi-simple","topics":["weekly","urgent"]}""", await confirmed.Content.ReadAsStringAsync());
        }
        Assert.NotNull(await house.Service.Scalar("select confirmed_at from subscriptions where topics = '{Weekly,Urgent}'"));
        var everything = await house.Service.Query(
            "select (select string_agg(c::text, '') from confirmations c) || (select string_agg(s::text, '') from subscriptions s) as kept");
        Assert.DoesNotContain(token, (string)everything[0]["kept"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_person_cannot_change_what_an_address_subscribes_to()
    {
        await using var house = await House.Open(servers);
        await house.Subscribed("mine@example.org", "sv", "weekly");

        using var asked = await Ask(house, "mine@example.org", "en", "urgent");
        var mail = await house.Mailbox.Next("mine@example.org");
        Assert.Equal("Confirm your subscription: Kivenkolo", mail.Subject);
        Assert.NotNull(await house.Service.Scalar("select 1 from subscriptions where language = 'sv' and topics = '{Weekly}'"));

        using var confirmed = await Post(house, "confirmation", new { token = House.TokenIn(mail) });
        Assert.NotNull(await house.Service.Scalar("select 1 from subscriptions where language = 'en' and topics = '{Urgent}'"));
    }

    [Fact]
    public async Task What_nobody_confirms_is_gone_after_48_hours_and_its_link_is_dead()
    {
        await using var house = await House.Open(servers, House.Monday);
        using var asked = await Ask(house, "late@example.org");
        var token = House.TokenIn(await house.Mailbox.Next("late@example.org"));
        await house.Subscribed("kept@example.org", "fi", "weekly");

        house.Service.Clock!.Advance(TimeSpan.FromHours(47.9));
        Assert.NotNull(await house.Service.Scalar("select 1 from subscriptions where email = 'late@example.org'"));
        house.Service.Clock.Advance(TimeSpan.FromHours(0.2));

        using var confirmed = await Post(house, "confirmation", new { token });
        Assert.Equal("urn:kivenkolo:communications:link-unknown", await House.Problem(confirmed, HttpStatusCode.NotFound));
        await Eventually.Become(async () =>
            await house.Service.Scalar("select 1 from subscriptions where email = 'late@example.org'") is null, "the address is removed");
        await Eventually.Become(async () => await house.Service.Scalar("select 1 from confirmations") is null, "the links are removed");
        Assert.NotNull(await house.Service.Scalar("select 1 from subscriptions where email = 'kept@example.org'"));
    }

    [Fact]
    public async Task An_ended_subscription_is_removed_and_ending_it_again_is_no_error()
    {
        await using var house = await House.Open(servers);
        await house.Subscribed("leaver@example.org", "fi", "urgent");
        await house.Subscribed("stayer@example.org", "fi", "urgent");
        await house.Heard(House.Cancellation(house.Space, House.InFour("Darts")));
        var token = House.TokenIn(await house.Mailbox.Next("leaver@example.org"));

        foreach (var _ in (int[])[1, 2])
        {
            using var ended = await Post(house, "ending", new { token });
            Assert.Equal("""{"ended":true}""", await ended.Content.ReadAsStringAsync());
        }

        Assert.Equal("stayer@example.org", await house.Service.Scalar("select email from subscriptions"));
        Assert.Equal(1L, await house.Service.Scalar("select count(*) from message_mails"));
        foreach (var forged in new[] { "x", token[..^2] + "AA", new string('A', 300) })
        {
            using var refused = await Post(house, "ending", new { token = forged });
            Assert.Equal("urn:kivenkolo:communications:link-unknown", await House.Problem(refused, HttpStatusCode.NotFound));
        }
    }

    [Fact]
    public async Task Nobody_can_fill_anothers_mailbox_with_questions()
    {
        await using var house = await House.Open(servers, House.Monday);
        for (var i = 0; i < 6; i++)
        {
            using var asked = await Ask(house, "victim@example.org");
            await Eventually.Become(async () => await house.Service.Scalar("select 1 from deliveries where outcome is null") is null, "the request is seen to");
        }
        await Eventually.Become(async () =>
            (long)(await house.Service.Scalar("select count(*) from deliveries where kind = 'confirmation-mail' and outcome is not null"))! == 6,
            "all are seen to");

        Assert.Equal(3, house.Mailbox.Count());
    }

    [Fact]
    public async Task Not_even_many_at_once_fill_anothers_mailbox()
    {
        await using var house = await House.Open(servers, House.Monday);
        using (await Ask(house, "victim@example.org")) { }
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ask(house, "victim@example.org")));
        await Eventually.Become(async () =>
            (long)(await house.Service.Scalar("select count(*) from deliveries where kind = 'confirmation-mail' and outcome is not null"))! == 9,
            "all are seen to");

        Assert.Equal(3, house.Mailbox.Count());
    }

    [Fact]
    public async Task Twenty_requests_at_once_for_one_address_make_one_subscription()
    {
        await using var house = await House.Open(servers);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Ask(house, "crowd@example.org")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(1L, await house.Service.Scalar("select count(*) from subscriptions"));
        await house.Mailbox.Next("crowd@example.org");
    }

    [Fact]
    public async Task A_repeated_request_under_one_Idempotency_Key_asks_once()
    {
        await using var house = await House.Open(servers);
        using var resident = house.Service.Client();
        resident.DefaultRequestHeaders.Add("Idempotency-Key", "my-form");
        foreach (var _ in (int[])[1, 2, 3])
        {
            using var asked = await resident.PostAsJsonAsync(Address, new { email = "once@example.org", language = "fi", topics = new[] { "weekly" } });
            Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        }

        await house.Mailbox.Next("once@example.org");
        await Eventually.Become(async () => await house.Service.Scalar("select 1 from deliveries where outcome is null") is null, "every mail is sent");
        Assert.Equal(1, house.Mailbox.Count());
    }

    [Fact]
    public async Task An_address_that_would_add_headers_or_recipients_is_turned_away()
    {
        await using var house = await House.Open(servers);
        using var resident = house.Service.Client();
        foreach (var email in new[]
        {
            @"victim@example.org\r\nBcc: other@example.org", @"victim@example.org\nSubject: hello", "victim@example.org%0d%0aBcc: other@example.org",
            "a@example.org,b@example.org", @"\""x\"" <a@example.org>", "a@example.org> RCPT TO:<b@example.org",
        })
        {
            using var content = new StringContent($$"""{"email":"{{email}}","language":"fi","topics":["weekly"]}""", Encoding.UTF8, "application/json");
            using var refused = await resident.PostAsync(new Uri(Address, UriKind.Relative), content);
            Assert.Equal("urn:kivenkolo:api:request-invalid", await House.Problem(refused, HttpStatusCode.BadRequest));
        }

        Assert.Null(await house.Service.Scalar("select 1 from subscriptions union all select 1 from deliveries"));
    }

    private static Task<HttpResponseMessage> Ask(House house, string email, string language = "fi", params string[] topics) =>
        house.Service.Client().PostAsJsonAsync(Address, new { email, language, topics = topics.Length == 0 ? ["weekly"] : topics });

    private static Task<HttpResponseMessage> Post(House house, string what, object body) => house.Service.Client().PostAsJsonAsync($"{Address}/{what}", body);
}
