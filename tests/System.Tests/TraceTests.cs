using System.Security.Cryptography;
using System.Text.RegularExpressions;
using static Kivenkolo.SystemTests.Story;

namespace Kivenkolo.SystemTests;

/// <summary>What the running system tells by OTLP: one trace all the way, and nothing that a person wrote.</summary>
public sealed partial class TraceTests(RunningSystem system)
{
    [Fact]
    // A resource attribute on the wire: its key, then a value of four letters.
    public void Demo_tells_what_it_asked_the_gateway_for() => Assert.Contains("traces", system.Telemetry.SignalsWith("service.name\u0012\u0006\n\u0004demo"));

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

        // Proposal accepted -> Partners' delivery at once, and -> Calendar -> activity published -> Partners' second delivery. Spans come in any order.
        var paths = await Eventually.Get(() =>
        {
            var found = Deliveries(system.Telemetry.Trace(trace), outside);
            Assert.True(AreWhole(found, outside), string.Join("\n\n", found.Select(Told)));
            return Task.FromResult<List<Span>[]?>(found);
        }, "each delivery hangs together with the request", TimeSpan.FromSeconds(30));
        Assert.Equal(2, roda.Arrivals.Count);

        foreach (var path in paths)
            Follows(path,
                span => span is { Service: "gateway", Kind: "server" },
                span => span is { Service: "gateway", Kind: "client" },
                span => span is { Service: "partners", Kind: "server" },
                span => span is { Service: "partners", Name: "delivery webhook-post" },
                IsDelivery);
        Follows(Assert.Single(paths, path => path.Exists(span => span.Service == "calendar")),
            span => span is { Service: "partners", Kind: "producer" },
            span => span is { Service: "calendar", Kind: "consumer" } && span.Name.Contains("on-proposal-accepted", StringComparison.Ordinal),
            span => span is { Service: "calendar", Name: "outbox relay" },
            span => span is { Service: "calendar", Kind: "producer" },
            span => span is { Service: "partners", Kind: "consumer" },
            span => span is { Service: "partners", Name: "delivery webhook-post" },
            IsDelivery);
        await partner.DeleteAsync(new Uri($"{Partners}/webhooks/{hook}", UriKind.Relative));

        // The control: the same trace without what the outbox carries along hangs together no more.
        var broken = system.Telemetry.Trace(trace).Where(span => span.Name != "outbox relay").ToArray();
        Assert.False(AreWhole(Deliveries(broken, outside), outside));
    }

    [Fact]
    public async Task What_a_resident_writes_an_address_and_a_one_time_token_are_in_no_span_metric_or_log()
    {
        var canary = $"kanarialintu{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var address = $"{canary}@example.org";
        using var resident = system.Client();
        await resident.Post($"{Participation}/ideas", new { text = $"Hankitaan {canary}.", language = "fi", title = canary });
        await resident.PostAsync(new Uri($"{Communications}/subscriptions?{canary}=1", UriKind.Relative),
            Json($$"""{"email":"{{address}}","language":"fi","topics":["weekly"]}"""));
        var mail = await Eventually.Get(async () =>
            (await system.Mails()).FirstOrDefault(m => m.Contains(address, StringComparison.Ordinal)), "a mail asks to confirm");
        var token = Uri.UnescapeDataString(Token().Match(Undone(mail)).Groups[1].Value);
        Assert.True(token.Length >= 40, mail);

        // The link of the mail as a browser opens it, then each way to use the token, also the wrong ones.
        using (await resident.GetAsync(new Uri($"/fi/kivenkolo/subscriptions/confirm?token={Uri.EscapeDataString(token)}", UriKind.Relative))) { }
        await resident.Post($"{Communications}/subscriptions/confirmation", new { token });
        foreach (var wrong in new[] { $$"""{"token":1,"{{canary}}":"{{token}}"}""", $$"""{"token":"{{token}}\ud800"}""",
            $$"""{"email":"{{address}}","language":"{{canary}}","topics":[]}""" })
            using (await resident.PostAsync(new Uri($"{Communications}/subscriptions/confirmation", UriKind.Relative), Json(wrong))) { }
        using (await resident.GetAsync(new Uri($"{Calendar}/weeks/{canary}?language={canary}", UriKind.Relative))) { }
        using (await resident.PostAsync(new Uri($"{Communications}/subscriptions/ending/{token}", UriKind.Relative),
            new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]))) { }

        using (await resident.PostAsync(new Uri($"{Communications}/subscriptions/ending", UriKind.Relative), Json($$"""{"token":"{{token}}"}"""))) { }
        await EverythingIsTold(resident);
        Assert.Contains("traces", system.Telemetry.SignalsWith("/subscriptions/confirmation"));
        await AreInNoTelemetry(canary, token, Uri.EscapeDataString(token));
    }

    [Fact]
    public async Task Who_signs_up_on_the_page_or_through_the_gateway_and_the_links_are_in_no_span_metric_or_log()
    {
        var canary = $"kanaria{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        using var coordinator = await system.Client(system.Administration, "administration");
        using var resident = system.Client();
        var (activity, day) = (Guid.CreateVersion7(), DateOnly.FromDateTime(Now).AddDays(12));
        await coordinator.Put($"{Calendar}/activities/{activity}", new
        {
            title = new { fi = "Kanarialaulu" },
            series = new[] { new { firstDate = day, start = "14:00", durationMinutes = 60 } },
            noSignUp = false,
            capacity = 1,
        });
        var occurrence = await Eventually.Get(async () => (await resident.Read($"{Calendar}/weeks/{Week(day)}"))["occurrences"]!.AsArray()
            .FirstOrDefault(line => line!["activityId"]!.GetValue<Guid>() == activity)?.Text("id"), "it is in the week");

        // On the page the one place, through the gateway the first in the line.
        var page = await resident.ReadText($"/fi/kivenkolo/occurrences/{occurrence}");
        using var signedUp = await Send(page, $"/occurrences/{occurrence}/registrations", ("nickname", canary), ("email", $"{canary}@example.org"),
            ("key", Guid.CreateVersion7().ToString()));
        var link = signedUp.Headers.Location!.ToString();
        var token = link.Split("token=")[1];
        using (await Send(page, $"/occurrences/{occurrence}/registrations", ("nickname", canary), ("email", $"{canary}@"))) { }
        var waits = await resident.Post($"{Calendar}/occurrences/{occurrence}/registrations",
            new { nickname = $"{canary} B", language = "fi", email = $"b{canary}@example.org" });
        var mailed = await TokenOfMail("registration", $"To: {canary}@example.org");

        // Each way to use a link, also the wrong ones; leaving gives the place on, and another mail goes out.
        var own = await resident.ReadText(link);
        using (await resident.GetAsync(new Uri($"/fi/kivenkolo/registration?token={canary}", UriKind.Relative))) { }
        using (await resident.GetAsync(new Uri($"/fi/kivenkolo/registration?token={mailed}", UriKind.Relative))) { }
        foreach (var wrong in new[] { $$"""{"token":"{{canary}}"}""", $$"""{"token":1,"{{canary}}":"{{token}}"}""",
            $$"""{"nickname":"{{canary}}","email":"{{canary}}"}""" })
            foreach (var path in new[] { "registrations/own", "registrations/acceptance", $"occurrences/{occurrence}/registrations" })
                using (await resident.PostAsync(new Uri($"{Calendar}/{path}", UriKind.Relative), Json(wrong))) { }
        using (var left = await Send(own, "/registration/leaving", ("token", token))) Assert.Equal(System.Net.HttpStatusCode.SeeOther, left.StatusCode);
        await Eventually.Become(async () =>
            (await resident.Post($"{Calendar}/registrations/own", new { token = waits.Text("token") })).Text("status") == "offered", "the place is offered");
        await resident.Post($"{Calendar}/registrations/acceptance", new { token = waits.Text("token") });
        await resident.Post($"{Calendar}/registrations/leaving", new { token = waits.Text("token") });

        await EverythingIsTold(resident);
        Assert.Contains("traces", system.Telemetry.SignalsWith("registrations/leaving"));
        await AreInNoTelemetry(canary, token, mailed, waits.Text("token"));

        async Task<HttpResponseMessage> Send(string shown, string path, params (string Name, string Value)[] fields)
        {
            var proof = shown.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
            using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
                .Append(new("__RequestVerificationToken", proof)));
            return await resident.PostAsync(new Uri($"/fi/kivenkolo{path}", UriKind.Relative), form);
        }
    }

    /// <summary>The token of the link in a mail, once it has come.</summary>
    private async Task<string> TokenOfMail(string page, string marked)
    {
        var mail = await Eventually.Get(async () =>
            (await system.Mails()).FirstOrDefault(m => m.Contains(marked, StringComparison.Ordinal)), "a mail has come");
        return Undone(mail).Split($"/{page}?token=")[1].Split('\n', '\r', ' ')[0];
    }

    // What came before a request has been told when the request's own trace has.
    private async Task EverythingIsTold(HttpClient client)
    {
        var last = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Communications}/subscriptions/ending") { Content = Json("""{"token":"none"}""") };
        request.Headers.Add("traceparent", $"00-{last}-{last[..16]}-01");
        using (await client.SendAsync(request)) { }
        var metrics = system.Telemetry.Count("metrics");
        await Eventually.Become(() => Task.FromResult(
            system.Telemetry.Trace(last).Any(s => s.Service == "communications") && system.Telemetry.Count("metrics") >= metrics + 16),
                "everything has been told", TimeSpan.FromSeconds(40));
    }

    private async Task AreInNoTelemetry(params string[] secrets)
    {
        Assert.Contains("metrics", system.Telemetry.SignalsWith("kivenkolo.outbox"));
        Assert.True(system.Telemetry.Count("logs") > 0);
        foreach (var secret in secrets) Assert.Empty(system.Telemetry.SignalsWith(secret));
        foreach (var log in Directory.EnumerateFiles(Path.Combine(system.Data, "log"), "*.log"))
        {
            var text = await ReadShared(log);
            foreach (var secret in secrets) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private static bool IsDelivery(Span span) => span is { Service: "partners", Kind: "client", Name: "webhook delivery" };

    private static List<Span>[] Deliveries(Span[] spans, string top) => [.. spans.Where(IsDelivery).Select(delivery => PathTo(delivery, spans, top))];

    private static bool AreWhole(List<Span>[] paths, string top) => paths.Length == 2 && paths.All(path => path[0].ParentId == top);

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
