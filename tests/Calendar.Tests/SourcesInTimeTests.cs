using System.Net;
using System.Text.RegularExpressions;

namespace Kivenkolo.Calendar.Tests;

/// <summary>What days and months bring; on a clock of their own.</summary>
public sealed class SourcesInTimeTests(SourcesService house) : IClassFixture<SourcesService>
{
    private const string Summer = "UID:summer@roda\r\nDTSTART;TZID=Europe/Helsinki:20270601T140000\r\nSUMMARY:Kesäjuhla";

    [Fact]
    public async Task What_cannot_be_read_leaves_what_was_read_and_is_flagged_when_it_lasts()
    {
        var (space, organisation) = await house.OpenSpace();
        house.Partner.Has("/fails.ics", Summer);
        var source = await house.Follow(space, organisation, "/fails.ics");
        await SourcesService.Events(space, source, 1);
        house.Partner.Answers("/fails.ics", http =>
            PartnerCalendar.Write(http, "text/html",
            $"<html>{new string('\n', 20)}{string.Concat(Enumerable.Repeat("<p>Kirjaudu sisään</p>\n", 150))}</html>"));
        await SourcesService.NextPull(space, source);
        Assert.Equal(("not-a-calendar", false),
            ((string)(await SourcesService.Read(space, source))["lastError"]!, (bool)(await SourcesService.Read(space, source))["stale"]!));

        house.Partner.Answers("/fails.ics", http => { http.Response.StatusCode = 500; return Task.CompletedTask; });
        var version = await SourcesService.Version(space);
        house.Service.Clock!.Advance(TimeSpan.FromDays(3));
        var stale = await Eventually.Get(async () =>
            await SourcesService.Read(space, source) is var read && (bool)read["stale"]! ? read : null, "the source is flagged");
        Assert.Equal(("status", 500), ((string)stale["lastError"]!, (int)stale["lastStatus"]!));
        Assert.NotEqual(version, await SourcesService.Version(space));
        Assert.Single(await SourcesService.Events(space, source, 1));

        house.Partner.Has("/fails.ics", Summer);
        house.Service.Clock!.Advance(TimeSpan.FromDays(2));
        await Eventually.Become(async () => !(bool)(await SourcesService.Read(space, source))["stale"]!, "the flag is taken down");
    }

    [Fact]
    public async Task Once_a_month_its_owner_is_asked_and_one_click_says_yes()
    {
        var (space, organisation) = await house.OpenSpace();
        house.Partner.Has("/asked.ics", Summer);
        var contact = $"{space.Slug}@roda.example";
        var source = await house.Follow(space, organisation, "/asked.ics", contact: contact);
        house.Service.Clock!.Advance(TimeSpan.FromDays(31));
        var mail = await house.Mailbox.Next(contact);
        Assert.Equal("Onko kalenterinne yhä oikein?: Roda ry", mail.Subject);
        var token = Regex.Match(mail.TextBody!, @"calendar-check\?token=([\w-]{43})").Groups[1].Value;
        await Eventually.Become(async () => (await SourcesService.Read(space, source))["askedAt"] is not null, "the question is noted");
        Assert.Null((await SourcesService.Read(space, source))["confirmedAt"]);
        Assert.Equal(0L, await space.Service.Scalar(
            "select (select count(*) from outbox where body like '%roda.example%') + (select count(*) from deliveries d where d::text like '%roda.example%')"));

        var question = new Uri($"{space.Root}/sources/question", UriKind.Relative);
        var asked = await (await space.Resident.PostAsync(question, Json(token))).Json(HttpStatusCode.OK);
        Assert.Equal("Roda ry", (string?)asked["organisationName"]!["fi"]);
        Assert.EndsWith("/asked.ics", (string?)asked["address"], StringComparison.Ordinal);
        Assert.Null((await SourcesService.Read(space, source))["confirmedAt"]);
        await (await space.Resident.PostAsync(question, Json(new string('A', 43)))).IsRefused(HttpStatusCode.NotFound, "link-unknown");

        var link = new Uri($"{space.Root}/sources/confirmation", UriKind.Relative);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => space.Resident.PostAsync(link, Json(token))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var confirmed = (string)(await SourcesService.Read(space, source))["confirmedAt"]!;
        house.Service.Clock!.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.OK, (await space.Resident.PostAsync(link, Json(token))).StatusCode);
        Assert.Equal(confirmed, (string)(await SourcesService.Read(space, source))["confirmedAt"]!);

        await (await space.Resident.PostAsync(link, Json(new string('A', 43)))).IsRefused(HttpStatusCode.NotFound, "link-unknown");
        var (elsewhere, _) = await house.OpenSpace();
        await (await elsewhere.Resident.PostAsync(new Uri($"{elsewhere.Root}/sources/confirmation", UriKind.Relative), Json(token)))
            .IsRefused(HttpStatusCode.NotFound, "link-unknown");

        // Two months without an answer are shown to staff, until there is one.
        for (var month = 0; month < 3; month++)
        {
            Assert.False((bool)(await SourcesService.Read(space, source))["unconfirmed"]!);
            house.Mailbox.Forget();
            house.Service.Clock!.Advance(TimeSpan.FromDays(31));
            mail = await house.Mailbox.Next(contact);
            var sent = month + 1;
            await Eventually.Become(
                async () => await space.Service.Scalar("select unanswered from sources where id = $1", source) is int count && count == sent,
                "the question is noted");
        }
        Assert.True((bool)(await SourcesService.Read(space, source))["unconfirmed"]!);
        var late = Regex.Match(mail.TextBody!, @"calendar-check\?token=([\w-]{43})").Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, (await space.Resident.PostAsync(link, Json(late))).StatusCode);
        Assert.False((bool)(await SourcesService.Read(space, source))["unconfirmed"]!);
        await (await space.Resident.PostAsync(link, Json(token))).IsRefused(HttpStatusCode.NotFound, "link-unknown");

        static StringContent Json(string token) => new($$"""{"token": "{{token}}"}""", System.Text.Encoding.UTF8, "application/json");
    }
}
