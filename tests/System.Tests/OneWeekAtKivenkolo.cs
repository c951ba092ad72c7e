using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CalendarFile = Ical.Net.Calendar;
using static Kivenkolo.SystemTests.Story;

namespace Kivenkolo.SystemTests;

/// <summary>The story of the house, told over the public address of the system that ./run started. Its web parts are told in Browser.Tests.</summary>
public sealed partial class OneWeekAtKivenkolo(RunningSystem system)
{
    private const string PlainFinnish = "fi-simple";

    [Fact]
    public async Task Demo_has_filled_the_space_with_its_languages_organisations_programme_and_figures()
    {
        using var resident = system.Client();
        var space = await resident.Read(Partners);
        Assert.Equal("03", space.Text("welfareAreaCode"));
        Assert.Equal("Europe/Helsinki", space.Text("timeZone"));
        Assert.Equal(["fi", "fi-simple", "sv"], space["promisedLanguages"]!.AsArray().Select(l => l!.GetValue<string>()).Order());
        Assert.Equal(["ar", "ckb", "en"], space["offeredLanguages"]!.AsArray().Select(l => l!.GetValue<string>()).Order());
        Assert.Equal(6, (await resident.Read($"{Partners}/organisations?limit=100")).Items().Count());

        var activities = (await resident.Read($"{Calendar}/activities?limit=100")).Items().Where(a => a["proposalId"] is null && a["provenance"] is null)
            .ToList();
        var demo = activities.Where(a => a["series"]![0]!["rule"] is not null).ToList();
        Assert.Equal(11, demo.Count);
        Assert.All(demo, activity => Assert.All(["fi", PlainFinnish, "sv", "en"], language => Assert.NotEmpty(activity.Text("title", language))));

        var years = (await resident.Read($"{Participation}/figures/years")).Items().ToDictionary(y => y["year"]!.GetValue<int>());
        Assert.Equal(4917, years[2023]["count"]!.GetValue<int>());
        Assert.False(years[2023]["scopeStated"]!.GetValue<bool>());
        Assert.Equal(10136, years[2024]["count"]!.GetValue<int>());
        Assert.Equal(["clients", "encounters", "groups", "networks", "partners", "students"], years[2024]["scope"]!.AsArray().Select(s => s!.GetValue<string>())
            .Order());
    }

    [Fact]
    public async Task A_partner_proposes_the_coordinator_accepts_and_it_is_in_the_week_the_feed_and_the_partners_webhook()
    {
        await using var roda = await WebhookReceiver.Start();
        using var partner = await system.Client(system.Partner, "proposals:write proposals:read webhooks:write");
        using var coordinator = await system.Client(system.Administration, "administration");
        using var resident = system.Client();
        var date = DateOnly.FromDateTime(Now).AddDays(9);
        var title = new { fi = "Kurdinkielinen teeiltapäivä", sv = "Teeftermiddag på kurdiska", ckb = "چای بە کوردی" };

        var hook = await partner.Put($"{Partners}/webhooks/{Guid.CreateVersion7()}",
            new { url = roda.Url, events = new[] { "proposal.accepted", "activity.published" } });
        var proposal = await partner.Post($"{Partners}/proposals", new
        {
            title,
            description = new { fi = "Juodaan teetä ja jutellaan kurdiksi. Kaikki ovat tervetulleita." },
            date,
            start = "15:00",
            durationMinutes = 120,
            weeks = 1,
            spokenLanguages = new[] { "ckb", "kmr", "fi" },
        });
        var id = proposal.Text("id");
        Assert.Contains((await coordinator.Read($"{Partners}/proposals?state=received&limit=100")).Items(), p => p.Text("id") == id);
        await coordinator.Post($"{Partners}/proposals/{id}/acceptance", new { });

        var shown = await Eventually.Get(async () => (await resident.Read($"{Calendar}/weeks/{Week(date)}"))["occurrences"]!.AsArray()
            .FirstOrDefault(o => o!.Text("title", "fi") == title.fi
                && o!.Text("localDate") == date.ToString("O", System.Globalization.CultureInfo.InvariantCulture)), "it is in the week");
        Assert.Equal("15:00", shown.Text("localStart"));
        Assert.Contains("Roda", shown["organiser"]!.ToJsonString(), StringComparison.Ordinal);

        // The gateway may answer once more with what it read just before.
        await Eventually.Become(async () => CalendarFile.Load(await resident.ReadText("/feeds/kivenkolo/calendar.fi.ics"))!.Events
            .Any(e => e.Summary == title.fi && DateOnly.FromDateTime(e.DtStart!.Value) == date), "it is in the feed", TimeSpan.FromSeconds(2));

        var told = await Eventually.Get(() =>
            Task.FromResult(roda.Arrivals.FirstOrDefault(a => a.Body.Contains("proposal.accepted", StringComparison.Ordinal))), "Roda ry is told");
        Assert.True(told.IsSignedWith(hook.Text("secret")));
        Assert.False((told with { Body = told.Body + " " }).IsSignedWith(hook.Text("secret")));
        Assert.Contains(id, told.Body, StringComparison.Ordinal);
        var published = await Eventually.Get(() =>
            Task.FromResult(roda.Arrivals.FirstOrDefault(a => a.Body.Contains("activity.published", StringComparison.Ordinal))), "and that it is published");
        Assert.True(published.IsSignedWith(hook.Text("secret")));
        await partner.DeleteAsync(new Uri($"{Partners}/webhooks/{hook.Text("id")}", UriKind.Relative));
    }

    [Fact]
    public async Task An_invited_partner_gets_a_mail_with_a_link_that_opens_a_form()
    {
        using var coordinator = await system.Client(system.Administration, "administration");
        using var partner = system.Client();
        var organisation = (await coordinator.Read($"{Partners}/organisations?limit=100")).Items().First().Text("id");
        var address = $"kutsuttu-{Guid.CreateVersion7():n}@example.org";
        await coordinator.Post($"{Partners}/organisations/{organisation}/invitations", new { email = address, language = "fi" });

        var mail = await Eventually.Get(async () =>
            (await system.Mails()).FirstOrDefault(m => m.Contains(address, StringComparison.Ordinal)), "the invitation is in the mailbox");
        var token = Uri.UnescapeDataString(InvitationToken().Match(Decoded(mail)).Groups[1].Value);
        Assert.NotEmpty((await partner.Post($"{Partners}/proposals/invitation", new { token })).Text("organisationName", "fi"));
        Assert.Contains("<form", await partner.ReadText($"/fi/kivenkolo/propose?token={Uri.EscapeDataString(token)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_residents_idea_becomes_a_decision_an_experiment_and_sessions_that_say_which_decision_they_come_from()
    {
        using var resident = system.Client();
        using var facilitator = await system.Client(system.Administration, "administration");
        var today = DateOnly.FromDateTime(Now);
        var meeting = Guid.CreateVersion7();
        await facilitator.Put($"{Participation}/meetings/{meeting}", new { date = today, start = "13:00" });
        var idea = await resident.Post($"{Participation}/ideas", new { text = "Voisiko torstaisin olla shakkia?", language = PlainFinnish });

        var detail = await facilitator.Read($"{Participation}/ideas/{idea.Text("id")}");
        var on = detail.Text("meetingId");
        var item = detail.Text("agendaItemId");
        var decision = await facilitator.Post($"{Participation}/meetings/{on}/decisions", new
        {
            agendaItemId = item,
            text = new Dictionary<string, string>
            {
                ["fi"] =
                "Kokeillaan shakkikerhoa neljä viikkoa.", [PlainFinnish] = "Me kokeilemme shakkia.", ["sv"] = "Vi prövar en schackklubb i fyra veckor."
            },
            method = "consensus",
            experiment = new
            {
                title = new Dictionary<string, string> { ["fi"] = "Shakkikerho", [PlainFinnish] = "Shakki", ["sv"] = "Schackklubb" },
                description = new Dictionary<string, string>
                {
                    ["fi"] =
                    "Pelataan shakkia.", [PlainFinnish] = "Pelaamme shakkia.", ["sv"] = "Vi spelar schack."
                },
                firstDate = today.AddDays(7),
                start = "16:00",
                durationMinutes = 90,
                sessions = 4,
            },
        });
        await facilitator.Post($"{Participation}/meetings/{on}/closing", new { present = 14 });
        Assert.Equal(14, (await facilitator.Read($"{Participation}/meetings/{on}"))["presentCount"]!.GetValue<int>());

        Assert.Contains((await resident.Read($"{Participation}/decisions?limit=100")).Items(), d => d.Text("number") == decision.Text("number"));
        for (var week = 1; week <= 4; week++)
        {
            var date = today.AddDays(7 * week);
            var session = await Eventually.Get(async () => (await resident.Read($"{Calendar}/weeks/{Week(date)}"))["occurrences"]!.AsArray()
                .FirstOrDefault(o => o!["provenance"]?["decisionNumber"]?.GetValue<string>() == decision.Text("number")), $"session {week} is in the calendar");
            Assert.Equal("Shakki", session.Text("title", PlainFinnish));
            Assert.Equal(decision.Text("experimentId"), session.Text("provenance", "experimentId"));
        }
    }

    [Fact]
    public async Task When_an_occurrence_has_ended_its_feedback_form_is_open_and_small_counts_are_not_shown()
    {
        using var resident = system.Client();
        using var coordinator = await system.Client(system.Administration, "administration");
        // It ends at the next full minute that is not too near.
        var end = Now.AddSeconds(75);
        end = new DateTime(end.Year, end.Month, end.Day, end.Hour, end.Minute, 0, DateTimeKind.Unspecified);
        var start = end.AddMinutes(-2);
        var activity = Guid.CreateVersion7();
        await coordinator.Put($"{Calendar}/activities/{activity}", new
        {
            title = new { fi = "Pikainen kahvi" },
            series = new[] { new { firstDate =
                DateOnly.FromDateTime(start), start = start.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), durationMinutes = 2 } },
        });
        var day = DateOnly.FromDateTime(start);
        var occurrence = (await resident.Read($"{Calendar}/weeks/{Week(day)}"))["occurrences"]!.AsArray()
            .Single(o => o!.Text("activityId") == activity.ToString())!.Text("id");

        var form = await Eventually.Get(async () =>
        {
            using var answer = await resident.GetAsync(new Uri($"{Participation}/feedback-forms?occurrence={occurrence}", UriKind.Relative));
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null;
        }, "a form is open", TimeSpan.FromSeconds(110));
        Assert.True(form["open"]!.GetValue<bool>());
        foreach (var face in new[] { "good", "good", "good", "good", "good", "okay" })
            await resident.Post($"{Participation}/feedback-forms/{form.Text("id")}/answers", new { face, sentence = "Oli mukavaa." });
        foreach (var (scope, count) in new[] { ("clients", 12), ("students", 3) })
            await coordinator.Put($"{Calendar}/headcounts/{Guid.CreateVersion7()}", new { occurrenceId = occurrence, scope = new[] { scope }, count });

        var figures = await Eventually.Get(async () =>
        {
            var read = await resident.Read($"{Participation}/figures?from={day:O}&to={day:O}");
            return read["feedback"]!.ToJsonString().Contains('5', StringComparison.Ordinal) || read["visits"]!.AsArray().Count >= 2 ? read : null;
        }, "the figures show");
        var students = figures["visits"]!.AsArray().Where(v => v!["scope"]!.ToJsonString().Contains("students", StringComparison.Ordinal)).ToList();
        Assert.All(students, v => { Assert.True(v!["suppressed"]!.GetValue<bool>()); Assert.Null(v["count"]); });
        Assert.DoesNotMatch(SmallCount(), figures.ToJsonString());
    }

    [Fact]
    public async Task The_weeks_letter_is_drafted_edited_published_and_in_the_mailbox_of_a_confirmed_subscriber()
    {
        using var resident = system.Client();
        using var coordinator = await system.Client(system.Administration, "administration");
        var address = $"lukija-{Guid.CreateVersion7():n}@example.org";
        await Subscribe(resident, address, "weekly");

        var day = DateOnly.FromDateTime(Now).AddDays(21);
        var week = Week(day);
        // Told in no Swedish, so the letter cannot be either.
        await coordinator.Put($"{Calendar}/activities/{Guid.CreateVersion7()}", new
        {
            title = new Dictionary<string, string> { ["fi"] = "Kirjekerho", [PlainFinnish] = "Kirjoitamme kirjeitä" },
            series = new[] { new { firstDate = day, start = "09:00", durationMinutes = 30 } },
        });
        await coordinator.Post($"{Calendar}/weeks/{week}/publication", new { reasonForMissing = "Testi" });
        var draft = await Eventually.Get(async () => (await coordinator.Read($"{Communications}/messages?state=draft&limit=100")).Items()
            .FirstOrDefault(m => m["week"]?.GetValue<string>() == week), "a draft is there");
        var id = draft.Text("id");
        var subject = $"Tällä viikolla Kivenkolossa {Guid.CreateVersion7():n}"[..40];
        foreach (var language in new[] { "fi", PlainFinnish })
            await coordinator.Put($"{Communications}/messages/{id}/variants/{language}", new { subject, body = "Tervetuloa mukaan." });
        var message = await coordinator.Read($"{Communications}/messages/{id}");
        Assert.Equal(["sv"], message["missing"]!.AsArray().Select(l => l!.GetValue<string>()));
        await coordinator.Post($"{Communications}/messages/{id}/publication", new { reasonForMissing = "Testi" });

        await Eventually.Become(async () => (await resident.Read($"{Communications}/news?limit=50")).Items().Any(n => n.Text("id") == id), "it is news");
        Assert.Contains(subject, await resident.ReadText($"/feeds/kivenkolo/news.{PlainFinnish}.atom"), StringComparison.Ordinal);
        var mail = await Eventually.Get(async () => (await system.Mails())
            .FirstOrDefault(m => m.Contains(address, StringComparison.Ordinal) && Decoded(m).StartsWith(subject, StringComparison.Ordinal)),
            "it is in the mailbox");
        Assert.Contains("List-Unsubscribe-Post", mail, StringComparison.Ordinal);
        Assert.DoesNotContain(address, Regex.Match(mail, "^Subject:.*$", RegexOptions.Multiline).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_shows_on_the_page_and_in_the_feed_and_is_mailed_within_two_seconds()
    {
        using var resident = system.Client();
        using var coordinator = await system.Client(system.Administration, "administration");
        var address = $"kiire-{Guid.CreateVersion7():n}@example.org";
        await Subscribe(resident, address, "urgent");
        var date = DateOnly.FromDateTime(Now).AddDays(2);
        var took = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var title = $"Peruttava {Guid.CreateVersion7():n}";
            var activity = Guid.CreateVersion7();
            await coordinator.Put($"{Calendar}/activities/{activity}",
                new { title = new { fi = title }, series = new[] { new { firstDate = date, start = "10:00", durationMinutes = 60 } } });
            var occurrence = (await coordinator.Read($"{Calendar}/weeks/{Week(date)}"))["occurrences"]!.AsArray()
                .Single(o => o!.Text("activityId") == activity.ToString())!.Text("id");

            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            await coordinator.Post($"{Calendar}/occurrences/{occurrence}/cancellation", new { reason = new { fi = "Ohjaaja on sairas." } });
            await Eventually.Become(async () => Cancelled(await resident.ReadText($"/fi/kivenkolo/week/{Week(date)}"), title), "the page says so");
            await Eventually.Become(async () => CalendarFile.Load(await resident.ReadText("/feeds/kivenkolo/calendar.fi.ics"))!.Events
                .Any(e => e.Summary!.Contains(title, StringComparison.Ordinal) && e.Status == Ical.Net.EventStatus.Cancelled), "the feed says so");
            await Eventually.Become(async () => (await system.Mails())
                .Any(m => m.Contains(address, StringComparison.Ordinal) && Decoded(m).Contains(title, StringComparison.Ordinal)), "the urgent notice is sent");
            took.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        TestContext.Current.TestOutputHelper
            ?.WriteLine($"seconds from cancellation to page, feed and mail: "
            + $"{string.Join(", ", took.Select(t => t.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)))}");
        Assert.True(took.Order().ElementAt(took.Count / 2) < 2, $"median {took.Order().ElementAt(took.Count / 2):0.00} s");
    }

    /// <summary>Whether the page's line of this title ends with the word for cancelled.</summary>
    private static bool Cancelled(string page, string title)
    {
        // What is told to machines names it too.
        page = DataBlock().Replace(page, "");
        var at = page.IndexOf(title, StringComparison.Ordinal);
        return at >= 0 && page[at..page.IndexOf("</h3>", at, StringComparison.Ordinal)].Contains("Peruttu", StringComparison.Ordinal);
    }

    private async Task Subscribe(HttpClient resident, string address, string topic)
    {
        using var asked = await resident.PostAsJsonAsync(new Uri($"{Communications}/subscriptions", UriKind.Relative),
            new { email = address, language = PlainFinnish, topics = new[] { topic } });
        Assert.Equal(System.Net.HttpStatusCode.Accepted, asked.StatusCode);
        var mail = await Eventually.Get(async () =>
            (await system.Mails()).FirstOrDefault(m => m.Contains(address, StringComparison.Ordinal)), "a mail asks to confirm");
        var token = Uri.UnescapeDataString(Token().Match(Decoded(mail)).Groups[1].Value);
        await resident.Post($"{Communications}/subscriptions/confirmation", new { token });
    }

    /// <summary>The mail with its quoted-printable and base64 parts undone, as far as a search needs it.</summary>
    private static string Decoded(string mail)
    {
        var message = MimeKit.MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail)));
        return $"{message.Subject}\n{message.TextBody}";
    }

    [GeneratedRegex(@"confirm\?token=([^\s&""<]+)")]
    private static partial Regex Token();

    [GeneratedRegex(@"/propose\?token=([^\s&""<]+)")]
    private static partial Regex InvitationToken();

    [GeneratedRegex("<script type=\"application/ld\\+json\">.*?</script>", RegexOptions.Singleline)]
    private static partial Regex DataBlock();

    [GeneratedRegex(@"""(count|good|okay|bad)"":\s*[1-4][,}]")]
    private static partial Regex SmallCount();
}
