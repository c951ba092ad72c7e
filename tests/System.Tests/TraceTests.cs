using System.Security.Cryptography;
using System.Text.RegularExpressions;
using static Kivenkolo.SystemTests.Story;

namespace Kivenkolo.SystemTests;

/// <summary>What the running system tells by OTLP: one trace all the way, and nothing that a person wrote.</summary>
public sealed partial class TraceTests(RunningSystem system)
{
    [Fact]
    public async Task One_trace_leads_from_the_gateways_request_to_the_webhooks_delivery()
    {
        await using var roda = await WebhookReceiver.Start();
        using var partner = await system.Client(system.Partner, "proposals:write proposals:read webhooks:write");
        using var coordinator = await system.Client(system.Administration, "administration");
        var hook = Guid.CreateVersion7();
        await partner.Put($"{Partners}/webhooks/{hook}", new { url = roda.Url, events = new[] { "proposal.accepted", "activity.published" } });
        var proposal = await partner.Post($"{Partners}/proposals", new
        {
            title = new { fi = "Jäljitettävä teehetki" },
            description = new { fi = "Teetä." },
            date = DateOnly.FromDateTime(Now).AddDays(10),
            start = "12:00",
            durationMinutes = 60,
            spokenLanguages = new[] { "fi" },
        });

        var trace = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var outside = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        coordinator.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{outside}-01");
        await coordinator.Post($"{Partners}/proposals/{proposal.Text("id")}/acceptance", new { });

        // Proposal accepted -> Partners' own delivery, and -> Calendar -> activity published -> Partners' second delivery. Spans come in any order.
        var paths = await Eventually.Get(() =>
        {
            var spans = system.Telemetry.Trace(trace);
            var found = spans.Where(IsDelivery).Select(delivery => PathTo(delivery, spans, outside)).ToArray();
            Assert.True(found.Length == 2 && found.All(path => path[0].ParentId == outside), string.Join("\n\n", found.Select(Told)));
            return Task.FromResult<List<Span>[]?>(found);
        }, "each delivery hangs together with the request", TimeSpan.FromSeconds(30));
        Assert.Equal(2, roda.Arrivals.Count);

        foreach (var path in paths)
            Follows(path,
                span => span is { Service: "gateway", Kind: "server" },
                span => span is { Service: "gateway", Kind: "client" },
                span => span is { Service: "partners", Kind: "server" },
                span => span is { Service: "partners", Name: "outbox relay" },
                span => span is { Service: "partners", Kind: "producer" },
                span => span is { Service: "partners", Kind: "consumer" },
                IsDelivery);
        Follows(Assert.Single(paths, path => path.Exists(span => span.Service == "calendar")),
            span => span is { Service: "partners", Kind: "producer" },
            span => span is { Service: "calendar", Kind: "consumer" } && span.Name.Contains("when-proposal-accepted", StringComparison.Ordinal),
            span => span is { Service: "calendar", Name: "outbox relay" },
            span => span is { Service: "calendar", Kind: "producer" },
            span => span is { Service: "partners", Kind: "consumer" },
            IsDelivery);
        await partner.DeleteAsync(new Uri($"{Partners}/webhooks/{hook}", UriKind.Relative));
    }

    [Fact]
    public async Task What_a_resident_writes_an_address_and_a_one_time_token_are_in_no_span_metric_or_log()
    {
        var canary = $"kanarialintu{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var address = $"{canary}@example.org";
        using var resident = system.Client();
        await resident.Post($"{Participation}/ideas", new { text = $"Hankitaan {canary}.", language = "fi", title = canary });
        await resident.PostAsync(new Uri($"{Communications}/subscriptions?{canary}=1", UriKind.Relative), Json($$"""{"email":"{{address}}","language":"fi","topics":["weekly"]}"""));
        var mail = await Eventually.Get(async () => (await system.Mails()).FirstOrDefault(m => m.Contains(address, StringComparison.Ordinal)), "a mail asks to confirm");
        var token = Uri.UnescapeDataString(Token().Match(Undone(mail)).Groups[1].Value);
        Assert.True(token.Length >= 40, mail);

        // The link of the mail as a browser opens it, then each way to use the token, also the wrong ones.
        using (await resident.GetAsync(new Uri($"/fi/kivenkolo/subscriptions/confirm?token={Uri.EscapeDataString(token)}", UriKind.Relative))) { }
        await resident.Post($"{Communications}/subscriptions/confirmation", new { token });
        foreach (var wrong in new[] { $$"""{"token":1,"{{canary}}":"{{token}}"}""", $$"""{"token":"{{token}}\ud800"}""", $$"""{"email":"{{address}}","language":"{{canary}}","topics":[]}""" })
            using (await resident.PostAsync(new Uri($"{Communications}/subscriptions/confirmation", UriKind.Relative), Json(wrong))) { }
        using (await resident.GetAsync(new Uri($"{Calendar}/weeks/{canary}?language={canary}", UriKind.Relative))) { }
        using (await resident.PostAsync(new Uri($"{Communications}/subscriptions/ending/{token}", UriKind.Relative),
            new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]))) { }

        // What came before the last request has been told when this one's trace has.
        var last = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        resident.DefaultRequestHeaders.Add("traceparent", $"00-{last}-{last[..16]}-01");
        using (await resident.PostAsync(new Uri($"{Communications}/subscriptions/ending", UriKind.Relative), Json($$"""{"token":"{{token}}"}"""))) { }
        var metrics = system.Telemetry.Count("metrics");
        await Eventually.Become(() => Task.FromResult(
            system.Telemetry.Trace(last).Any(s => s.Service == "communications") && system.Telemetry.Count("metrics") >= metrics + 16), "everything has been told", TimeSpan.FromSeconds(40));

        Assert.Contains("traces", system.Telemetry.SignalsWith("/subscriptions/confirmation"));
        Assert.Contains("metrics", system.Telemetry.SignalsWith("kivenkolo.outbox"));
        Assert.True(system.Telemetry.Count("logs") > 0);
        foreach (var secret in new[] { canary, token, Uri.EscapeDataString(token) }) Assert.Empty(system.Telemetry.SignalsWith(secret));
        foreach (var log in Directory.EnumerateFiles(Path.Combine(system.Data, "log"), "*.log"))
        {
            var text = await ReadShared(log);
            Assert.DoesNotContain(canary, text, StringComparison.Ordinal);
            Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        }
    }

    private static bool IsDelivery(Span span) => span is { Service: "partners", Kind: "client", Name: "webhook delivery" };

    /// <summary>The span and all above it, from the one whose parent is the given or unknown.</summary>
    private static List<Span> PathTo(Span span, Span[] spans, string top)
    {
        List<Span> path = [span];
        while (path[0].ParentId != top && Array.Find(spans, s => s.SpanId == path[0].ParentId) is { } parent) path.Insert(0, parent);
        return path;
    }

    private static string Told(List<Span> path) => string.Join('\n', path.Select(Told));

    private static string Told(Span span) => $"{span.Service} {span.Kind} {span.Name} ({span.Source})";

    /// <summary>Each is met on the way, in this order; others may stand between.</summary>
    private static void Follows(List<Span> path, params Func<Span, bool>[] stations)
    {
        var at = 0;
        for (var station = 0; station < stations.Length; station++)
        {
            while (at < path.Count && !stations[station](path[at])) at++;
            Assert.True(at++ < path.Count, $"station {station + 1} is missing:\n{Told(path)}");
        }
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static string Undone(string mail) => MimeKit.MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail))).TextBody ?? "";

    private static async Task<string> ReadShared(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(@"confirm\?token=([^\s&""<]+)")]
    private static partial Regex Token();
}
