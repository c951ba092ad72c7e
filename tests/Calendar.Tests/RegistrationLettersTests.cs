using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kivenkolo.Contracts.Calendar.V1;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What those who left an address hear, and when all is forgotten; with a mailbox and a clock of its own, which goes on.</summary>
public sealed partial class RegistrationLettersTests(PrivateServers servers) : IAsyncLifetime
{
    private readonly TestMailbox mailbox = new();
    private ServiceUnderTest<Program> service = null!;
    private TestSpace space = null!;

    public async ValueTask InitializeAsync()
    {
        mailbox.Start();
        service = await ServiceUnderTest<Program>.Start(servers, new TestSettings
        {
            Now = CalendarService.Now,
            Configuration = new() { ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{mailbox.Port}" },
        });
        space = new TestSpace(service, "kivenkolo", await service.OpenSpace());
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await mailbox.DisposeAsync();
    }

    [Fact]
    public async Task A_place_that_comes_free_is_offered_to_the_first_who_can_be_asked_and_given_at_once_to_one_who_cannot()
    {
        var occurrence = await space.PlanSignUp(1);
        var has = await SignUp("Ensimmäinen", "first@example.org");
        var second = await SignUp("Toinen", "second@example.org");
        var third = await SignUp("Kolmas", "third@example.org");
        var fourth = await SignUp("Neljäs", null);
        Assert.Contains("Olet mukana: Teehetki, torstai 26.11. klo 14.00.\nMissä: Kivenkolo", (await mailbox.Next("first@example.org")).TextBody,
            StringComparison.Ordinal);
        Assert.Contains("Olet jonossa", (await mailbox.Next("second@example.org")).TextBody, StringComparison.Ordinal);

        await (await space.Leave(has)).Json(HttpStatusCode.OK);
        var offer = await mailbox.Next("second@example.org", mail =>
            mail.TextBody!.Contains("Viimeinen aika vastata: tiistai 24.11. klo 12.00.", StringComparison.Ordinal));
        Assert.Equal("Teehetki, torstai 26.11.", offer.Subject);
        Assert.Equal("offered", (string?)(await Read(second))["status"]);
        Assert.Equal("2026-11-24T10:00:00Z", (string?)(await Read(second))["offeredUntil"]);
        Assert.Equal((1, 2), ((int)(await Read(third))["place"]!, (int)(await Read(fourth))["place"]!));
        Assert.NotNull((await service.Published<RegistrationPromoted>()).OfferedUntil);

        // Nobody takes it; the link in the mail is as good as the one on the page.
        service.Clock!.SetUtcNow(new(2026, 11, 24, 9, 59, 59, TimeSpan.Zero));
        Assert.Equal("offered", (string?)(await Read(second))["status"]);
        service.Clock.SetUtcNow(new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        await (await space.Accept(second)).IsRefused(HttpStatusCode.Conflict, "offer-ended");
        await Becomes(second, "expired");
        Assert.Equal("offered", (string?)(await Read(third))["status"]);
        var link = new JsonObject
        {
            ["token"] =
            TokenIn((await mailbox.Next("third@example.org", mail => mail.TextBody!.Contains("Viimeinen aika", StringComparison.Ordinal))).TextBody!)
        };
        Assert.Equal("confirmed", (string?)(await (await space.Accept(link)).Json(HttpStatusCode.OK))["status"]);
        Assert.Equal("confirmed", (string?)(await (await space.Accept(third)).Json(HttpStatusCode.OK))["status"]);
        await service.Published<RegistrationConfirmed>(e => e.RegistrationId == (Guid)third["registrationId"]!);

        await (await space.Leave(third)).Json(HttpStatusCode.OK);
        await Becomes(fourth, "confirmed");
        Assert.Equal(0L, await service.Scalar(
            "select count(*) from registrations where status in ('Left', 'Expired') and (nickname is not null or email is not null)"));

        async Task<JsonObject> SignUp(string nickname, string? email) => await (await space.SignUp(occurrence, nickname, email)).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Shortly_before_the_start_nobody_is_asked_any_more_and_the_place_is_given()
    {
        var occurrence = await space.PlanSignUp(1, "2026-11-23", "14:30"); // half past twelve, UTC: two and a half hours to go
        var has = await (await space.SignUp(occurrence, "Ensimmäinen")).Json();
        var waits = await (await space.SignUp(occurrence, "Toinen", "second@example.org")).Json();
        await (await space.Leave(has)).Json();
        Assert.Equal("confirmed", (string?)(await Read(waits))["status"]);
        Assert.Contains("Sait paikan jonosta",
            (await mailbox.Next("second@example.org", mail => mail.TextBody!.Contains("Sait", StringComparison.Ordinal))).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_before_those_who_have_a_place_are_reminded_once_in_their_language()
    {
        var occurrence = await space.PlanSignUp(1);
        await space.SignUp(occurrence, "Kaisla", "kaisla@example.org", language: "sv");
        await space.SignUp(occurrence, "Tuuli", "tuuli@example.org");
        await Letters(2); // or two days pass while a mail is under way, and its lease with them
        service.Clock!.SetUtcNow(new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        var reminder = await mailbox.Next("kaisla@example.org", mail =>
            mail.TextBody!.Contains("Kom ihåg: Testund, torsdag 26.11 kl. 14.00.\nVar: Kivenkolo", StringComparison.Ordinal));
        Assert.Contains($"http://localhost/sv/kivenkolo/registration?token=", reminder.TextBody, StringComparison.Ordinal);
        await Letters(4);
        Assert.Equal(2, mailbox.Mails("kaisla@example.org").Length);
        Assert.Single(mailbox.Mails("tuuli@example.org"));
    }

    [Fact]
    public async Task When_it_is_moved_or_cancelled_those_who_left_an_address_are_told_at_once_and_once()
    {
        var activity = Some.Id();
        var occurrence = await space.PlanSignUp(1, activity: activity);
        await space.SignUp(occurrence, "Kaisla", "kaisla@example.org");
        await space.SignUp(occurrence, "Tuuli", "tuuli@example.org");
        await Letters(2);
        mailbox.Forget();

        await space.PlanSignUp(1, start: "16:00", activity: activity);
        foreach (var who in (string[])["kaisla@example.org", "tuuli@example.org"])
            Assert.Contains("Uusi aika: Teehetki, torstai 26.11. klo 16.00.", (await mailbox.Next(who)).TextBody, StringComparison.Ordinal);
        await Letters(4);
        mailbox.Forget();
        await (await space.Put($"activities/{activity}", WithAnotherText())).Json(); // nothing that concerns them
        await Notified();

        await (await space.Post($"occurrences/{occurrence}/cancellation", new { reason = new { fi = "Ohjaaja on sairaana." } })).Json();
        foreach (var who in (string[])["kaisla@example.org", "tuuli@example.org"])
        {
            var mail = await mailbox.Next(who);
            Assert.Contains("Peruttu: Teehetki, torstai 26.11. klo 16.00", mail.TextBody, StringComparison.Ordinal);
            Assert.Contains("Ohjaaja on sairaana.", mail.TextBody, StringComparison.Ordinal);
        }
        await Letters(6); // settled, before the clock passes their leases
        // The reminder of what is no more stays out.
        service.Clock!.SetUtcNow(new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
        await Letters(10);
        Assert.Equal(2, mailbox.Count());

        static JsonObject WithAnotherText()
        {
            var body = Some.Activity(start: "16:00");
            (body["noSignUp"], body["capacity"], body["description"]) = (false, 1, new JsonObject { ["fi"] = "Toinen teksti." });
            return body;
        }
    }

    [Fact]
    public async Task Two_weeks_after_the_end_nothing_is_kept_of_those_who_came_and_moving_it_later_keeps_it_longer()
    {
        var activity = Some.Id();
        var occurrence = await space.PlanSignUp(3, activity: activity);
        var receipt = await (await space.SignUp(occurrence, "Kaisla", "kaisla@example.org")).Json();
        await space.SignUp(occurrence, "Tuuli");
        await space.PlanSignUp(3, start: "20:00", activity: activity); // ends at 21, 19 UTC
        await Notified();

        service.Clock!.SetUtcNow(new(2026, 12, 10, 18, 59, 59, TimeSpan.Zero));
        await Swept();
        Assert.Equal(2L, await service.Scalar("select count(*) from registrations"));
        service.Clock.SetUtcNow(new(2026, 12, 10, 19, 59, 59, TimeSpan.Zero)); // the sweep comes once an hour
        await Eventually.Become(async () =>
            Equals(0L, await service.Scalar("select (select count(*) from registrations) + (select count(*) from registration_links)")), "all is forgotten");
        await (await space.Own(receipt)).IsRefused(HttpStatusCode.NotFound, "link-unknown");
        Assert.DoesNotContain(await service.Query(
            "select t::text as row from outbox t union all select t::text from deliveries t union all select t::text from jobs t"), row =>
            ((string)row["row"]!).Contains("Kaisla", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_postponed_is_not_forgotten_before_its_new_time_is_told()
    {
        var occurrence = await space.PlanSignUp(3);
        await space.SignUp(occurrence, "Kaisla", "kaisla@example.org");
        await (await space.Post($"occurrences/{occurrence}/postponement")).Json(HttpStatusCode.OK);
        await mailbox.Next("kaisla@example.org", mail => mail.TextBody!.Contains("Lykätty: Teehetki, torstai 26.11. klo 14.00", StringComparison.Ordinal));
        service.Clock!.SetUtcNow(new(2026, 12, 12, 12, 0, 0, TimeSpan.Zero));
        await Swept();
        Assert.Equal(1L, await service.Scalar("select count(*) from registrations"));

        await Change(occurrence, "2026-12-20", "14:00");
        await mailbox.Next("kaisla@example.org", mail => mail.TextBody!.Contains("Uusi aika: Teehetki, sunnuntai 20.12. klo 14.00", StringComparison.Ordinal));
        service.Clock.SetUtcNow(new(2027, 1, 3, 13, 0, 0, TimeSpan.Zero));
        await Forgotten();
    }

    [Fact]
    public async Task What_stays_postponed_for_half_a_year_is_forgotten_then()
    {
        var occurrence = await space.PlanSignUp(3);
        await space.SignUp(occurrence, "Kaisla");
        await (await space.Post($"occurrences/{occurrence}/postponement")).Json(HttpStatusCode.OK);
        await Notified();
        service.Clock!.SetUtcNow(new(2027, 5, 25, 12, 59, 59, TimeSpan.Zero));
        await Swept();
        Assert.Equal(1L, await service.Scalar("select count(*) from registrations"));
        service.Clock.SetUtcNow(new(2027, 5, 25, 13, 59, 59, TimeSpan.Zero));
        await Forgotten();
    }

    [Fact]
    public async Task What_is_cancelled_after_it_was_postponed_is_told_too_and_forgotten_two_weeks_later()
    {
        var occurrence = await space.PlanSignUp(3);
        await space.SignUp(occurrence, "Kaisla", "kaisla@example.org");
        await (await space.Post($"occurrences/{occurrence}/postponement")).Json(HttpStatusCode.OK);
        await mailbox.Next("kaisla@example.org", mail => mail.TextBody!.Contains("Lykätty", StringComparison.Ordinal));
        service.Clock!.SetUtcNow(new(2026, 12, 20, 12, 0, 0, TimeSpan.Zero));
        await Swept();
        await (await space.Post($"occurrences/{occurrence}/cancellation")).Json(HttpStatusCode.OK);
        await mailbox.Next("kaisla@example.org", mail => mail.TextBody!.Contains("Peruttu: Teehetki, torstai 26.11. klo 14.00", StringComparison.Ordinal));
        service.Clock.SetUtcNow(new(2027, 1, 3, 12, 0, 0, TimeSpan.Zero));
        await Forgotten();
    }

    [Fact]
    public async Task A_place_that_is_kept_waits_while_it_is_postponed_and_is_offered_anew_with_the_new_time()
    {
        var occurrence = await space.PlanSignUp(1);
        var has = await (await space.SignUp(occurrence, "Ensimmäinen")).Json();
        var waits = await (await space.SignUp(occurrence, "Toinen", "second@example.org")).Json();
        await (await space.Leave(has)).Json();
        await Becomes(waits, "offered");
        await (await space.Post($"occurrences/{occurrence}/postponement")).Json(HttpStatusCode.OK);
        service.Clock!.SetUtcNow(new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        await Eventually.Become(async () =>
            await service.Scalar("select 1 from jobs where kind = 'expire-offer' and due_at > $1", service.Clock.GetUtcNow()) is not null, "the offer waits");
        Assert.Equal("offered", (string?)(await Read(waits))["status"]);
        await (await space.Accept(waits)).IsRefused(HttpStatusCode.Conflict, "occurrence-not-taking-place");

        await Change(occurrence, "2026-12-02", "14:00");
        var offer = await mailbox.Next("second@example.org", mail =>
            mail.TextBody!.Contains("vastata: keskiviikko 25.11. klo 12.00", StringComparison.Ordinal));
        Assert.Equal("Teehetki, keskiviikko 2.12.", offer.Subject);
        await (await space.Accept(waits)).Json(HttpStatusCode.OK);
        await Becomes(waits, "confirmed");
    }

    [Fact]
    public async Task A_place_that_is_kept_is_not_lost_when_it_is_moved_to_earlier()
    {
        var occurrence = await space.PlanSignUp(1);
        var has = await (await space.SignUp(occurrence, "Ensimmäinen")).Json();
        var waits = await (await space.SignUp(occurrence, "Toinen", "second@example.org")).Json();
        await (await space.Leave(has)).Json();
        await mailbox.Next("second@example.org", mail => mail.TextBody!.Contains("vastata: tiistai 24.11. klo 12.00", StringComparison.Ordinal));

        await Change(occurrence, "2026-11-23", "17:00"); // five hours from now
        await mailbox.Next("second@example.org", mail => mail.TextBody!.Contains("vastata: maanantai 23.11. klo 15.00", StringComparison.Ordinal));
        Assert.Equal("2026-11-23T13:00:00Z", (string?)(await Read(waits))["offeredUntil"]);
        await Change(occurrence, "2026-11-23", "14:30"); // too soon to be asked
        await mailbox.Next("second@example.org", mail =>
            mail.TextBody!.Contains("Sait paikan jonosta: Teehetki, maanantai 23.11. klo 14.30", StringComparison.Ordinal));
        Assert.Equal("confirmed", (string?)(await Read(waits))["status"]);
    }

    [Fact]
    public async Task Moved_there_and_back_it_is_told_each_time_and_reminded_of_once()
    {
        var told = new HashSet<string>();
        var occurrence = await space.PlanSignUp(1);
        await space.SignUp(occurrence, "Kaisla", "kaisla@example.org");
        foreach (var (date, day) in ((string, string)[])[("2026-11-27", "perjantai 27.11."), ("2026-11-26", "torstai 26.11."),
            ("2026-11-27", "perjantai 27.11."), ("2026-11-26", "torstai 26.11.")])
        {
            mailbox.Forget();
            await Change(occurrence, date, "14:00");
            var mail = await mailbox.Next("kaisla@example.org", mail =>
                mail.TextBody!.Contains($"Uusi aika: Teehetki, {day} klo 14.00", StringComparison.Ordinal));
            Assert.True(told.Add(mail.MessageId!), "each is a mail of its own");
        }
        await Eventually.Become(async () =>
            Equals(2L, await service.Scalar("select count(*) from deliveries where kind = 'registration-mail' and outcome is null")),
            "a reminder waits for each time");
        mailbox.Forget();
        service.Clock!.SetUtcNow(new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        await mailbox.Next("kaisla@example.org", mail => mail.TextBody!.Contains("Muistathan: Teehetki, torstai 26.11. klo 14.00", StringComparison.Ordinal));
        service.Clock.SetUtcNow(new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
        await Letters(7);
        Assert.Single(mailbox.Mails("kaisla@example.org"));
    }

    [Fact]
    public async Task When_it_takes_place_elsewhere_those_who_left_an_address_are_told_once()
    {
        var activity = Some.Id();
        var occurrence = await space.PlanSignUp(1, activity: activity);
        await space.SignUp(occurrence, "Kaisla", "kaisla@example.org");
        await Letters(1);
        mailbox.Forget();
        await Change(occurrence, "2026-11-26", "14:00", "Kirjasto");
        Assert.Contains("Paikka on muuttunut: Teehetki, torstai 26.11. klo 14.00.\nUusi paikka: Kivenkolo, Kirjasto",
            (await mailbox.Next("kaisla@example.org")).TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        mailbox.Forget();

        // The rest of the series elsewhere does not concern them, and neither does another language of the same name.
        var body = Some.Activity();
        (body["noSignUp"], body["capacity"], body["place"]) = (false, 1, new JsonObject { ["fi"] = "Piha" });
        await (await space.Put($"activities/{activity}", body)).Json();
        await (await space.Put($"occurrences/{occurrence}/change",
            new { date = "2026-11-26", start = "14:00", durationMinutes = 60, place = new { fi = "Kirjasto", sv = "Biblioteket" } })).Json();
        await Notified();
        await Change(occurrence, "2026-11-26", "15:00", "Kirjasto");
        var moved = await mailbox.Next("kaisla@example.org");
        Assert.Contains("Uusi aika: Teehetki, torstai 26.11. klo 15.00", moved.TextBody, StringComparison.Ordinal);
        Assert.Contains("Missä: Kivenkolo, Kirjasto", moved.TextBody, StringComparison.Ordinal);
        Assert.Equal(1, mailbox.Count());
    }

    [Fact]
    public async Task A_mail_that_cannot_be_sent_is_tried_again_and_nobody_fills_a_mailbox()
    {
        var occurrence = await space.PlanSignUp(null);
        await mailbox.Stop();
        for (var i = 0; i < 8; i++) await space.SignUp(occurrence, $"Tulija {i}", i % 2 == 0 ? "one@example.org" : "ONE@example.org");
        await Letters(8);
        mailbox.Start();
        await Eventually.Become(() =>
        {
            service.Clock!.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(mailbox.Count() == 5);
        }, "the mails come after all, five a day");
        await Eventually.Become(async () =>
            Equals(8L, await service.Scalar("select count(*) from deliveries where kind = 'registration-mail' and outcome is null")),
            "only the reminders wait");
        Assert.Equal(5, mailbox.Count());
    }

    [Fact]
    public async Task Leaving_and_coming_again_fills_no_mailbox_nor_do_many_cancellations()
    {
        var occurrence = await space.PlanSignUp(null);
        for (var i = 0; i < 7; i++)
        {
            var receipt = await (await space.SignUp(occurrence, $"Tulija {i}", "victim@example.org")).Json();
            await Letters(i + 1);
            await (await space.Leave(receipt)).Json(HttpStatusCode.OK);
        }
        Assert.Equal(5, mailbox.Count());

        for (var i = 0; i < 30; i++) await space.SignUp(occurrence, $"Toinen {i}", "Victim@example.org");
        await Letters(37);
        await (await space.Post($"occurrences/{occurrence}/cancellation", new { reason = new { fi = "Ohjaaja on sairaana." } })).Json();
        await Letters(67);
        Assert.Equal(20, mailbox.Count());
    }

    private async Task Change(Guid occurrence, string date, string start, string? place = null) => await (await space.Put(
        $"occurrences/{occurrence}/change", new { date, start, durationMinutes = 60, place = place is null ? null : new { fi = place } }))
            .Json(HttpStatusCode.OK);

    private Task Forgotten() => Eventually.Become(
        async () => Equals(0L, await service.Scalar("select (select count(*) from registrations) + (select count(*) from registration_links)")),
        "all is forgotten");

    private Task Notified() =>
        Eventually.Become(async () => await service.Scalar("select 1 from jobs where kind like 'notify-%'") is null, "every change was looked at");

    private Task Swept() => Eventually.Become(
        async () => await service.Scalar("select 1 from jobs where kind = 'delete-old-registrations' and due_at > $1", service.Clock!.GetUtcNow()) is not null,
        "the sweep has run");

    // A mail that is not to be sent leaves a trace too: that it was looked at.
    private Task Letters(int mails) => Eventually.Become(async () => (long)(await service.Scalar(
        "select coalesce(sum(attempts), 0) from deliveries where kind = 'registration-mail' and lease_id is null"))! >= mails, $"{mails} mails were looked at");

    private Task Becomes(JsonObject receipt, string status) =>
        Eventually.Become(async () => (string?)(await Read(receipt))["status"] == status, $"it is {status}");

    private async Task<JsonObject> Read(JsonObject receipt) => await (await space.Own(receipt)).Json(HttpStatusCode.OK);

    private static string TokenIn(string text) => Token().Match(text).Groups[1].Value;

    [GeneratedRegex(@"\?token=([\w-]+)")]
    private static partial Regex Token();
}
