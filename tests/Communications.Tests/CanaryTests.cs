using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Kivenkolo.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Communications.Tests;

/// <summary>Pushes a marked address through every path, good and bad, and looks for it wherever it must not be.</summary>
public sealed class CanaryTests(PrivateServers servers)
{
    private const string Marker = "canary7f3a";

    [Fact]
    public async Task A_mail_address_is_in_the_subscriptions_and_nowhere_else()
    {
        using var detector = new LeakDetector(Marker);
        await using var server = new StubbornMailServer((conversation, command) =>
            // A mail server that quotes the address in every answer, also in those that refuse.
            command.StartsWith("RCPT", StringComparison.Ordinal) && command.Contains("gone", StringComparison.Ordinal)
                ? $"550 5.1.1 <{Marker}-gone@example.org> unknown"
            : command.StartsWith("RCPT", StringComparison.Ordinal) && conversation % 2 == 0 ? $"451 4.2.0 <{Marker}@example.org> is busy" : "250 yes");
        var configuration = new Dictionary<string, string>
        {
            ["Smtp:Port"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Logging:LogLevel:Default"] = "Trace",
        };
        await using var house = await House.Open(servers, House.Monday, configuration, services => services.AddSingleton<ILoggerProvider>(detector));
        await house.Service.Query("""
            create table told (row text);
            create function keep() returns trigger language plpgsql as $$ begin insert into told values (new::text); return new; end $$;
            create trigger keep after insert or update on outbox for each row execute function keep();
            create trigger keep after insert or update on jobs for each row execute function keep();
            create trigger keep after insert or update on deliveries for each row execute function keep();
            """);

        using var resident = house.Service.Client();
        foreach (var email in new[] { $"{Marker}@example.org", $"{Marker}@example.org", $"{Marker}-gone@example.org", $"{Marker} not an address" })
        {
            using var _ = await resident.PostAsJsonAsync($"{House.Api}/subscriptions", new { email, language = "fi", topics = new[] { "weekly", "urgent" } });
        }
        await Eventually.Become(async () =>
            await house.Service.Scalar("select 1 from deliveries where kind = 'confirmation-mail' and attempts = 0") is null, "the requests are seen to");
        await house.Service.Query("update subscriptions set confirmed_at = asked_at, topics = '{Weekly,Urgent}'");
        await house.Heard(House.Cancellation(house.Space, House.InFour("Darts"), new LocalizedText("fi", "Syy")));
        await Eventually.Become(async () =>
            (long)(await house.Service.Scalar("select count(*) from message_mails where attempts > 0"))! == 2, "each mail was tried");
        // Every second conversation is refused, whosever it is; time goes on until the mail has met one that is not.
        await Eventually.Become(async () =>
        {
            house.Service.Clock!.Advance(TimeSpan.FromMinutes(1));
            return await house.Service.Scalar("select 1 from message_mails where state = 'Sent'") is not null;
        }, "a mail was sent");
        var mail = server.Taken.First(taken => taken.Contains("subscriptions/end", StringComparison.Ordinal)).ReplaceLineEndings("")
            .Replace("=", "", StringComparison.Ordinal);

        // Where the address may be: two columns of one table, and the mail itself, outside its subject.
        Assert.Equal(2L, await house.Service.Scalar("select count(*) from subscriptions where email like $1 and email_key like $1", $"{Marker}%"));
        Assert.Contains(Marker, mail, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Taken, taken =>
            taken.Split('\n').Any(line => line.StartsWith("Subject:", StringComparison.Ordinal) && line.Contains(Marker, StringComparison.OrdinalIgnoreCase)));

        var tables = await house.Service.Query("select table_name from information_schema.tables where table_schema = 'public'");
        Assert.True(tables.Count > 8);
        foreach (var table in tables.Select(row => (string)row["table_name"]!))
        {
            var rows = await house.Service.Query(table == "subscriptions" ? "select (to_jsonb(t) - 'email' - 'email_key')::text as row from subscriptions t"
                : $"select t::text as row from \"{table}\" t");
            Assert.DoesNotContain(rows, row => ((string)row["row"]!).Contains(Marker, StringComparison.OrdinalIgnoreCase));
        }
        Assert.NotEmpty(await house.Service.Query("select 1 from told"));
        Assert.True(detector.Seen.Values.Sum() > 100, "Next to nothing was looked at.");
        Assert.Contains(detector.Seen.Keys, kind => kind == "log");
        Assert.Contains(detector.Seen.Keys, kind => kind == "span");
        Assert.Contains(detector.Seen.Keys, kind => kind == "metric");
        Assert.Empty(detector.Leaks);
    }

    [Fact]
    public async Task The_net_catches_what_swims_into_it()
    {
        using var detector = new LeakDetector(Marker);
        await using var house = await House.Open(servers, services: services => services.AddSingleton<ILoggerProvider>(detector));
        house.Service.Services.GetRequiredService<ILogger<CanaryTests>>().LogWarning("{Address}", $"{Marker}@example.org");
        using var source = new ActivitySource("Kivenkolo.Communications");
        using (var span = source.StartActivity("x")) span!.SetTag("address", $"{Marker}@example.org");
        using var meter = new Meter(CommunicationsMetrics.Name);
        meter.CreateCounter<long>("x").Add(1, new KeyValuePair<string, object?>("address", $"{Marker}@example.org"));

        Assert.Equal(["log", "metric", "span"], detector.Leaks.Select(leak => leak.Split(' ')[0]).Distinct().Order());
        using var resident = house.Service.Client();
        using var answer = await resident.GetAsync(new Uri("/alive", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
