using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Calendar.Tests;

/// <summary>Somebody with a marked nickname and a marked address goes every way there is, and both are looked for wherever they must not be.</summary>
public sealed class RegistrationCanaryTests(PrivateServers servers)
{
    private const string Marker = "canary7f3a";

    [Fact]
    public async Task A_nickname_and_an_address_are_in_the_sign_up_and_the_mail_and_nowhere_else()
    {
        using var detector = new LeakDetector(Marker);
        // A mail server that quotes the address in every answer, also in those that refuse.
        await using var server = new StubbornMailServer((_, command) =>
            command.StartsWith("RCPT", StringComparison.Ordinal) && command.Contains("gone", StringComparison.Ordinal)
                ? $"550 5.1.1 <{Marker}-gone@example.org> unknown"
            : command.StartsWith("RCPT", StringComparison.Ordinal) && command.Contains("busy", StringComparison.Ordinal)
                ? $"451 4.2.0 <{Marker}-busy@example.org> is busy" : "250 yes");
        await using var service = await ServiceUnderTest<Program>.Start(servers, new TestSettings
        {
            Now = CalendarService.Now,
            Services = services => services.AddSingleton<ILoggerProvider>(detector),
            Configuration = new() { ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{server.Port}", ["Logging:LogLevel:Default"] = "Trace" },
        });
        var space = new TestSpace(service, "kivenkolo", await service.OpenSpace());
        await service.Query("""
            create table told (row text);
            create function keep() returns trigger language plpgsql as $$ begin insert into told values (new::text); return new; end $$;
            create trigger keep after insert or update on outbox for each row execute function keep();
            create trigger keep after insert or update on jobs for each row execute function keep();
            create trigger keep after insert or update on deliveries for each row execute function keep();
            """);
        var activity = Some.Id();
        var occurrence = await space.PlanSignUp(1, activity: activity);

        var has = await SignUp("has", null);
        var stays = await SignUp("stays", $"{Marker}@example.org");
        await SignUp("gone", $"{Marker}-gone@example.org");
        await SignUp("busy", $"{Marker}-busy@example.org");
        foreach (var bad in (string?[])[$"{Marker} not an address", $"{Marker}@x\n.fi"]) await space.SignUp(occurrence, Marker, bad);
        await space.SignUp(occurrence, Marker + new string('x', 60));
        await space.SignUp(occurrence, $"{Marker}-another", key: "has"); // the key was used for another request
        using var list = await space.Coordinator.GetAsync(new Uri($"{space.Root}/occurrences/{occurrence}/registrations", UriKind.Relative));
        Assert.Contains(Marker, await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Eventually.Become(() => Task.FromResult(server.Taken.Length >= 1), "the sign-up was confirmed by mail");
        await space.Leave(has);
        await Eventually.Become(() => Task.FromResult(server.Taken.Length >= 2), "the place was offered by mail");
        await space.Accept(stays);
        await space.PlanSignUp(1, start: "16:00", activity: activity);
        await Eventually.Become(() => Task.FromResult(server.Taken.Length >= 3), "the new time was mailed");
        await (await space.Post($"occurrences/{occurrence}/cancellation")).Json();
        await Eventually.Become(() =>
            Task.FromResult(server.Taken.Any(mail => mail.Contains("Peruttu", StringComparison.Ordinal))), "the cancellation was mailed");

        // Where they may be: two columns of one table, and the mail itself, outside its subject.
        Assert.Equal(3L, await service.Scalar("select count(*) from registrations where nickname like $1 and email like $1", $"{Marker}%"));
        Assert.DoesNotContain(server.Taken, mail =>
            mail.Split('\n').Any(line => line.StartsWith("Subject:", StringComparison.Ordinal) && line.Contains(Marker, StringComparison.OrdinalIgnoreCase)));
        foreach (var table in (await service.Query("select table_name from information_schema.tables where table_schema = 'public'"))
            .Select(row => (string)row["table_name"]!))
        {
            var rows = await service.Query(table == "registrations" ? "select (to_jsonb(t) - 'email' - 'nickname')::text as row from registrations t"
                : $"select t::text as row from \"{table}\" t");
            Assert.DoesNotContain(rows, row => ((string)row["row"]!).Contains(Marker, StringComparison.OrdinalIgnoreCase));
        }
        Assert.NotEmpty(await service.Query("select 1 from told"));
        Assert.True(detector.Seen.Values.Sum() > 100, "Next to nothing was looked at.");
        Assert.Empty(detector.Leaks);

        // The net is whole.
        service.Services.GetRequiredService<ILogger<RegistrationCanaryTests>>().LogWarning("{Address}", $"{Marker}@example.org");
        using var source = new ActivitySource("Kivenkolo.Calendar");
        using (var span = source.StartActivity("x")) span!.SetTag("name", Marker);
        Assert.Equal(["log", "span"], detector.Leaks.Select(leak => leak.Split(' ')[0]).Distinct().Order());

        async Task<JsonObject> SignUp(string who, string? email) => await (await space.SignUp(occurrence, $"{Marker}-{who}", email, key: who)).Json();
    }
}
