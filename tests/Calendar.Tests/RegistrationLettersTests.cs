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
        Assert.Contains("Olet mukana: Teehetki, torstai 26.11. klo 14.00.\nMissä: Kivenkolo", (await mailbox.Next("first@example.org")).TextBody, StringComparison.Ordinal);
        Assert.Contains("Olet jonossa", (await mailbox.Next("second@example.org")).TextBody, StringComparison.Ordinal);

        await (await space.Leave(has)).Json(HttpStatusCode.OK);
        var offer = await mailbox.Next("second@example.org", mail => mail.TextBody!.Contains("Viimeinen aika vastata: tiistai 24.11. klo 12.00.", StringComparison.Ordinal));
        Assert.Equal("Teehetki, torstai 26.11.", offer.Subject);
        Assert.Equal("offered", (string?)(await Read(second))["status"]);
        Assert.Equal("2026-11-24T10:00:00Z", (string?)(await Read(second))["offeredUntil"]);
        Assert.Equal((1, 2), ((int)(await Read(third))["place"]!, (int)(await Read(fourth))["place"]!));
        Assert.NotNull((await service.Published<RegistrationPromoted>()).OfferedUntil);

        // Nobody takes it; the link in the mail is as good as the one on the page.
        service.Clock!.SetUtcNow(new(2026, 11, 24, 9, 59, 59, TimeSpan.Zero));
        Assert.Equal("offered", (string?)(await Read(second))["status"]);
        service.Clock.SetUtcNow(new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        await (await space.Accept(second)).IsRefused(HttpStatusCode.Conflict, "OfferHasEnded");
        await Becomes(second, "expired");
        Assert.Equal("offered", (string?)(await Read(third))["status"]);
        var link = new JsonObject { ["token"] = TokenIn((await mailbox.Next("third@example.org", mail => mail.TextBody!.Contains("Viimeinen aika", StringComparison.Ordinal))).TextBody!) };
        Assert.Equal("confirmed", (string?)(await (await space.Accept(link)).Json(HttpStatusCode.OK))["status"]);
        Assert.Equal("confirmed", (string?)(await (await space.Accept(third)).Json(HttpStatusCode.OK))["status"]);
        await service.Published<RegistrationConfirmed>(e => e.RegistrationId == (Guid)third["registrationId"]!);

        await (await space.Leave(third)).Json(HttpStatusCode.OK);
        await Becomes(fourth, "confirmed");
        Assert.Equal(0L, await service.Scalar("select count(*) from registrations where status in ('Left', 'Expired') and (nickname is not null or email is not null)"));

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
        Assert.Contains("Sait paikan jonosta", (await mailbox.Next("second@example.org", mail => mail.TextBody!.Contains("Sait", StringComparison.Ordinal))).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_before_those_who_have_a_place_are_reminded_once_in_their_language()
    {
        var occurrence = await space.PlanSignUp(1);
        await space.SignUp(occurrence, "Kaisla", "kaisla@example.org", language: "sv");
        await space.SignUp(occurrence, "Tuuli", "tuuli@example.org");
        service.Clock!.SetUtcNow(new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        var reminder = await mailbox.Next("kaisla@example.org", mail => mail.TextBody!.Contains("Kom ihåg: Testund, torsdag 26.11 kl. 14.00.\nVar: Kivenkolo", StringComparison.Ordinal));
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
        await Heard("WhenActivityChanged", 3);

        await (await space.Post($"occurrences/{occurrence}/cancellation", new { reason = new { fi = "Ohjaaja on sairaana." } })).Json();
        foreach (var who in (string[])["kaisla@example.org", "tuuli@example.org"])
        {
            var mail = await mailbox.Next(who);
            Assert.Contains("Peruttu: Teehetki, torstai 26.11. klo 16.00", mail.TextBody, StringComparison.Ordinal);
            Assert.Contains("Ohjaaja on sairaana.", mail.TextBody, StringComparison.Ordinal);
        }
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
        await Heard("WhenOccurrenceMayHaveChanged", 1);

        service.Clock!.SetUtcNow(new(2026, 12, 10, 18, 59, 59, TimeSpan.Zero));
        await Heard("WhenRegistrationsAreOld", 1);
        Assert.Equal(2L, await service.Scalar("select count(*) from registrations"));
        service.Clock.SetUtcNow(new(2026, 12, 10, 19, 0, 0, TimeSpan.Zero));
        await Eventually.Become(async () => Equals(0L, await service.Scalar("select (select count(*) from registrations) + (select count(*) from registration_links)")), "all is forgotten");
        await (await space.Own(receipt)).IsRefused(HttpStatusCode.NotFound, "LinkNotKnown");
        Assert.DoesNotContain(await service.Query("select t::text as row from outbox t"), row => ((string)row["row"]!).Contains("Kaisla", StringComparison.Ordinal));
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
        await Eventually.Become(async () => Equals(8L, await service.Scalar("select count(*) from outbox where message_type like '%LetterDue%'")), "only the reminders wait");
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

    // A mail that is not to be sent leaves a trace too: that it was looked at.
    private Task Heard(string consumer, int messages) => Eventually.Become(
        async () => (long)(await service.Scalar("select count(*) from inbox where consumer like '%' || $1", consumer))! >= messages, $"{messages} messages were looked at");

    private Task Letters(int messages) => Heard("WhenLetterDue", messages);

    private Task Becomes(JsonObject receipt, string status) => Eventually.Become(async () => (string?)(await Read(receipt))["status"] == status, $"it is {status}");

    private async Task<JsonObject> Read(JsonObject receipt) => await (await space.Own(receipt)).Json(HttpStatusCode.OK);

    private static string TokenIn(string text) => Token().Match(text).Groups[1].Value;

    [GeneratedRegex(@"\?token=([\w-]+)")]
    private static partial Regex Token();
}
