using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Kivenkolo.Communications.Mail;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Kivenkolo.Communications.Tests;

public sealed class MailTests(PrivateServers servers)
{
    [Fact]
    public async Task A_published_letter_reaches_each_confirmed_subscriber_once_in_their_language()
    {
        await using var house = await House.Open(servers);
        await house.Subscribed("plain@example.org", "fi-simple", "weekly");
        await house.Subscribed("svensk@example.org", "sv", "weekly", "urgent");
        await house.Subscribed("urgent-only@example.org", "fi", "urgent");
        await Ask(house, "unconfirmed@example.org");
        await house.Mailbox.Next("unconfirmed@example.org");
        house.Mailbox.Forget();
        var draft = await house.Drafted(House.Week(house.Space, "2026-W48", 1, House.Occurrence(House.InFour("Talokokous"))));

        using var coordinator = house.Service.AsCoordinator();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => coordinator.PostAsJsonAsync($"{draft}/publication", new { })));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        // And once more by each of the service's own steps, as if a crash had come between them and their commits.
        var message = Guid.Parse(draft.Split('/')[^1]);
        var plain = await house.Mailbox.Next("plain@example.org");
        await Eventually.Become(async () => await Settled(house), "everything is sent");
        await house.Change(services =>
            services.GetRequiredService<JobScheduler>().Schedule(new QueueMessageMailsJob.Payload(house.Space, message, After: null), house.Now));
        await house.Service.Query("update deliveries set outcome = null, settled_at = null where kind = 'message-mail'");
        await Eventually.Become(async () =>
            (long)(await house.Service.Scalar("select count(*) from deliveries where kind = 'message-mail' and outcome = 'Obsolete'"))! == 2,
            "each is found sent");
        await Eventually.Become(async () => await Settled(house), "everything is sent");

        Assert.Equal(["plain@example.org", "svensk@example.org"], house.Mailbox.Mails().Select(mail => mail.Headers["Delivered-To"]).Order());
        Assert.Equal("Kivenkolo: mitä tapahtuu tällä viikolla?", plain.Subject);
        Assert.Contains("Talokokous selko\nKello: 14.00–15.30", Text(plain), StringComparison.Ordinal);
        var swedish = Assert.Single(house.Mailbox.Mails("svensk@example.org"));
        Assert.Contains("Talokokous sv", Text(swedish), StringComparison.Ordinal);
        Assert.Contains("Avsluta beställningen:\nhttp://localhost/sv/kivenkolo/subscriptions/end?token=", Text(swedish), StringComparison.Ordinal);
        var view = await House.Read(await coordinator.GetAsync(new Uri(draft, UriKind.Relative)));
        Assert.Equal(2, view.GetProperty("mails").GetProperty("sent").GetInt32());
    }

    [Fact]
    public async Task A_mail_is_readable_as_text_and_as_HTML_and_can_be_ended_with_one_click()
    {
        await using var house = await House.Open(servers);
        await house.Subscribed("reader@example.org", "ar", "weekly");
        var draft = await house.Drafted(House.Week(house.Space, "2026-W48", 1, House.Occurrence(House.InFour("<Tee> & kahvi"))));
        using var coordinator = house.Service.AsCoordinator();
        await coordinator.PutAsJsonAsync($"{draft}/variants/ar", new { subject = "هذا الأسبوع", body = "مرحبا\n<script>alert(1)</script>" });
        await coordinator.PostAsJsonAsync($"{draft}/publication", new { });

        var mail = await house.Mailbox.Next("reader@example.org");

        Assert.Equal("هذا الأسبوع", mail.Subject);
        Assert.Equal("news@kivenkolo.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal("Kivenkolo", mail.From.Mailboxes.Single().Name);
        var text = Assert.IsType<TextPart>(Assert.IsType<MultipartAlternative>(mail.Body)[0]);
        Assert.Equal("utf-8", text.ContentType.Charset, ignoreCase: true);
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("لإيقاف هذه الرسائل وإنهاء الاشتراك:", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("lang=\"fi\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);

        var oneClick = mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>');
        Assert.StartsWith("http://localhost" + House.Api + "/subscriptions/ending/", oneClick, StringComparison.Ordinal);
        using var mailProgram = house.Service.Client();
        using var other = new FormUrlEncodedContent([new("List-Unsubscribe", "Later")]);
        using var refused = await mailProgram.PostAsync(new Uri(oneClick), other);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        foreach (var content in new HttpContent[] { Form(), new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } } })
        {
            using var ended = await mailProgram.PostAsync(new Uri(oneClick), content);
            Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        }
        Assert.Equal(0L, await house.Service.Scalar("select count(*) from subscriptions"));
        Assert.Equal(0L, await house.Service.Scalar("select count(*) from message_mails"));
    }

    [Fact]
    public async Task A_letter_goes_to_more_subscribers_than_one_step_takes()
    {
        await using var house = await House.Open(servers);
        var many = (QueueMessageMailsJob.BatchSize * 2) + 1;
        await house.Service.Query("""
            insert into subscriptions (id, space_id, email, email_key, language, topics, asked_at, confirmed_at)
            select gen_random_uuid(), $1, 'r' || n || '@example.org', 'r' || n || '@example.org', 'fi', '{Weekly}', now(), now() from generate_series(1, $2) n
            """, house.Space, many);
        var draft = await house.Drafted(House.Week(house.Space, "2026-W48", 1, House.Occurrence(House.InFour("Talokokous"))));
        using var coordinator = house.Service.AsCoordinator();
        await coordinator.PostAsJsonAsync($"{draft}/publication", new { });

        await Eventually.Become(() => house.Mailbox.Count() >= many, "everyone has the letter", TimeSpan.FromSeconds(60));

        await Eventually.Become(async () => await Settled(house), "everything is settled");
        Assert.Equal(many, house.Mailbox.Count());
        Assert.Equal((long)many, await house.Service.Scalar("select count(distinct subscription_id) from message_mails where state = 'Sent' and attempts = 1"));
    }

    [Fact]
    public async Task While_the_mail_server_is_away_nothing_is_lost_and_all_is_sent_when_it_returns()
    {
        await using var house = await House.Open(servers, House.Monday);
        await house.Subscribed("patient@example.org", "fi", "urgent");
        await house.Mailbox.Stop();
        await house.Service.Publish(House.Cancellation(house.Space, House.InFour("Darts")));
        await Tried(house, 1);
        house.Service.Clock!.Advance(TimeSpan.FromSeconds(6));
        await Tried(house, 2);

        house.Mailbox.Start();
        house.Service.Clock.Advance(TimeSpan.FromSeconds(11));

        var mail = await house.Mailbox.Next("patient@example.org");
        Assert.StartsWith("Peruttu: Darts fi", mail.Subject, StringComparison.Ordinal);
        Assert.Single(house.Mailbox.Mails());
    }

    [Fact]
    public async Task After_a_day_and_five_attempts_without_a_mail_server_a_mail_is_given_up()
    {
        await using var house = await House.Open(servers, House.Monday);
        await house.Subscribed("patient@example.org", "fi", "urgent");
        await house.Mailbox.Stop();
        await house.Service.Publish(House.Cancellation(house.Space, House.InFour("Darts")));
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await Tried(house, attempt);
            house.Service.Clock!.Advance(TimeSpan.FromHours(25));
        }

        await Eventually.Become(async () =>
            await house.Service.Scalar("select 1 from message_mails where state = 'Failed'") is not null, "the mail is given up");
    }

    [Fact]
    public async Task An_answer_lost_on_the_way_repeats_the_mail_under_the_same_Message_ID()
    {
        // The first time, the connection breaks after the whole mail was handed over: nobody can know whether it was taken.
        await using var server = new StubbornMailServer((conversation, command) => conversation == 1 && command == "." ? null : "250 yes");
        await using var house = await House.Open(servers, House.Monday, new() { ["Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture) });
        await Confirmed(house, "doubted@example.org");
        await house.Service.Publish(House.Cancellation(house.Space, House.InFour("Darts")));
        await Tried(house, 1);
        house.Service.Clock!.Advance(TimeSpan.FromSeconds(6));
        await Eventually.Become(async () => await Settled(house), "the mail is sent");

        Assert.Equal(2, server.Taken.Length);
        Assert.Single(server.Taken.Select(mail => mail.Split('\n').Single(line => line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase)))
            .Distinct());
    }

    [Fact]
    public async Task While_the_mail_server_hangs_no_transaction_is_open()
    {
        await using var server = new HangingServer();
        await using var house = await House.Open(servers, House.Monday, new() { ["Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture) });
        await Confirmed(house, "reader@example.org");
        await house.Service.Publish(House.Cancellation(house.Space, House.InFour("Darts")));
        Assert.Equal(0, await OpenTransactions.While(server, house.Service));
    }

    [Fact]
    public async Task Where_TLS_is_asked_for_nothing_is_said_to_a_server_without_it()
    {
        await using var server = new StubbornMailServer((_, _) => "250 yes");
        await using var house = await House.Open(servers, House.Monday, new()
        {
            ["Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture), ["Smtp:UseTls"] = "true", ["Smtp:User"] = "news", ["Smtp:Password"] = "secret",
        });
        await Confirmed(house, "reader@example.org");

        await house.Service.Publish(House.Cancellation(house.Space, House.InFour("Darts")));
        await Tried(house, 1);

        Assert.All(server.Heard, command => Assert.StartsWith("EHLO", command, StringComparison.Ordinal));
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_not_tried_again_and_one_that_is_busy_is()
    {
        var asked = 0;
        await using var server = new StubbornMailServer((_, command) =>
            !command.StartsWith("RCPT", StringComparison.Ordinal) ? "250 yes"
            : command.Contains("gone@", StringComparison.Ordinal) ? "550 5.1.1 no such mailbox"
            : Interlocked.Increment(ref asked) == 1 ? "451 4.2.0 later" : "250 yes");
        await using var house = await House.Open(servers, House.Monday, new() { ["Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture) });
        await Confirmed(house, "gone@example.org");
        await Confirmed(house, "busy@example.org");
        await house.Service.Publish(House.Cancellation(house.Space, House.InFour("Darts")));
        await Eventually.Become(async () =>
            await house.Service.Scalar("select 1 from message_mails where state = 'Failed' and attempts = 1") is not null, "the missing mailbox is known");
        await Eventually.Become(async () =>
            await house.Service.Scalar("select 1 from message_mails where state = 'Waiting' and attempts = 1") is not null, "the busy one waits");

        house.Service.Clock!.Advance(TimeSpan.FromSeconds(6));

        await Eventually.Become(async () => await Settled(house), "the busy mailbox has its mail");
        Assert.Single(server.Taken);
    }

    [Fact]
    public async Task A_cancellation_is_published_by_itself_and_mailed_at_once_and_once_only()
    {
        await using var house = await House.Open(servers);
        await house.Subscribed("on-the-way@example.org", "fi", "urgent");
        await house.Subscribed("weekly-only@example.org", "fi", "weekly");
        var cancelled = House.Cancellation(house.Space, House.InFour("Kävelyryhmä"), new LocalizedText("fi", "Liukasta."));

        await house.Heard(cancelled, times: 2);
        await house.Heard(cancelled with { Version = 3 });

        var mail = await house.Mailbox.Next("on-the-way@example.org");
        Assert.Equal("Peruttu: Kävelyryhmä fi, maanantai 23.11. klo 14.00", mail.Subject);
        Assert.Contains("Syy: Liukasta.", Text(mail), StringComparison.Ordinal);
        await Eventually.Become(async () => await Settled(house), "all is settled");
        Assert.Single(house.Mailbox.Mails());
        using var resident = house.Service.Client();
        var news = await House.Read(await resident.GetAsync(new Uri($"{House.Api}/news?language=fi-simple", UriKind.Relative)));
        var item = Assert.Single(news.GetProperty("items").EnumerateArray());
        Assert.Equal("urgent", item.GetProperty("kind").GetString());
        Assert.Equal("fi-simple", item.GetProperty("language").GetString());
        Assert.Equal(cancelled.OccurrenceId, item.GetProperty("occurrenceId").GetGuid());
    }

    private static string Text(MimeMessage mail) => mail.TextBody!.ReplaceLineEndings("\n");

    private static FormUrlEncodedContent Form() => new([new("List-Unsubscribe", "One-Click")]);

    private static async Task<bool> Settled(House house) =>
        await house.Service.Scalar(
            "select 1 from outbox union all select 1 from jobs where kind = 'queue-message-mails'"
                + " union all select 1 from message_mails where state = 'Waiting'") is null
        && await house.Service.Scalar("select 1 from message_mails where state = 'Sent'") is not null;

    private static Task Tried(House house, int times) => Eventually.Become(
        async () => await house.Service.Scalar("select 1 from message_mails where state = 'Waiting' and attempts = $1", times) is not null,
        $"the mail was tried {times} times");

    private static async Task Ask(House house, string email)
    {
        using var resident = house.Service.Client();
        using var asked = await resident.PostAsJsonAsync($"{House.Api}/subscriptions", new { email, language = "fi", topics = new[] { "weekly" } });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
    }

    private static async Task Confirmed(House house, string email) => await house.Service.Query(
        "insert into subscriptions (id, space_id, email, email_key, language, topics, asked_at, confirmed_at) values ($1, $2, $3, $3, 'fi', '{Urgent}', "
            + "now(), now())",
        House.NewId(), house.Space, email);
}
