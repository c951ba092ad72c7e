using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Kivenkolo.Gateway.Tests;

public sealed class RoutingTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("/api/calendar/v1/spaces/kivenkolo/weeks/2026-W48?language=fi-simple", "calendar")]
    [InlineData("/api/participation/v1/spaces/kivenkolo/ideas", "participation")]
    [InlineData("/api/partners/v1/spaces", "partners")]
    [InlineData("/api/communications/v1/spaces/kivenkolo/news", "communications")]
    [InlineData("/feeds/kivenkolo/calendar.fi-simple.ics", "calendar")]
    [InlineData("/feeds/kivenkolo/keywords/yso:p4354/calendar.sv.ics", "calendar")]
    [InlineData("/linkedevents/v1/event/?keyword=yso:p1808&page=2", "calendar")]
    [InlineData("/feeds/kivenkolo/news.sv.atom", "communications")]
    [InlineData("/connect/authorize?client_id=web", "identity")]
    [InlineData("/account/login", "identity")]
    [InlineData("/.well-known/openid-configuration", "identity")]
    [InlineData("/", "web")]
    [InlineData("/fi-simple/kivenkolo", "web")]
    [InlineData("/signin-oidc?code=1", "web")]
    [InlineData("/fi/kivenkolo/api/calendar", "web")]
    public async Task An_address_leads_to_the_service_that_owns_it_with_path_and_query_as_they_are(string address, string service)
    {
        using var client = house.Client();
        var seen = await client.GetFromJsonAsync<Seen>(address);
        Assert.Equal((service, address), (seen!.Service, seen.Path + seen.Query));
    }

    [Theory]
    [InlineData("/api/calendars/v1")]
    [InlineData("/api")]
    [InlineData("/feeds/kivenkolo/other.fi.ics")]
    [InlineData("/linkedevents/v2/event")]
    [InlineData("/docs/web/v1.json")]
    [InlineData("/docs/nobody")]
    [InlineData("/openapi/v1.json")]
    public async Task What_nobody_owns_is_a_problem_and_not_a_page(string address)
    {
        using var client = house.Client();
        using var answer = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_services_own_refusal_passes_as_it_is()
    {
        using var client = house.Client();
        using var answer = await client.GetAsync("/api/calendar/teapot");
        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Contains("urn:teapot", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fi", "ei vastaa juuri nyt")]
    [InlineData("sv", "svarar inte just nu")]
    public async Task A_service_that_is_away_is_named_and_the_others_go_on(string language, string words)
    {
        using var client = house.Client(("services:calendar:http:0", House.Nowhere()));
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        using var answer = await client.GetAsync("/api/calendar/v1/spaces/kivenkolo/weeks/2026-W48");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(answer.Headers.RetryAfter);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("calendar", problem.GetProperty("service").GetString());
        Assert.Equal("urn:kivenkolo:gateway:service-unavailable", problem.GetProperty("type").GetString());
        Assert.Contains(words, problem.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.True(problem.TryGetProperty("traceId", out _));
        Assert.Equal("partners", (await client.GetFromJsonAsync<Seen>("/api/partners/v1/spaces"))!.Service);
    }

    [Fact]
    public async Task A_person_who_came_for_a_page_is_told_on_a_page()
    {
        using var client = house.Client(("services:web:http:0", House.Nowhere()));
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await client.GetAsync("/fi/kivenkolo");
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<html lang=\"fi\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_stays_silent_is_given_up_and_named()
    {
        using var client = house.Client(("Gateway:SilenceSeconds", "1"));
        using var answer = await client.GetAsync("/api/participation/silent");
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal("participation", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("service").GetString());
    }

    [Fact]
    public async Task The_gateway_is_ready_while_a_service_is_away_and_says_which()
    {
        using var client = house.Client(("services:partners:http:0", House.Nowhere()));
        using var answer = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var report = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("Degraded", report.GetProperty("status").GetString());
        Assert.Equal("Degraded", report.GetProperty("checks").GetProperty("partners").GetString());
        Assert.Equal("Healthy", report.GetProperty("checks").GetProperty("calendar").GetString());
        Assert.Equal("Healthy", await client.GetStringAsync("/alive"));
    }

    [Fact]
    public async Task A_body_of_a_mebibyte_passes_and_a_longer_one_does_not()
    {
        using var client = house.Client();
        using var fits = new ByteArrayContent(new byte[1024 * 1024]);
        using var passed = await client.PostAsync("/api/calendar/v1/x", fits);
        Assert.Equal(1024 * 1024, (await passed.Content.ReadFromJsonAsync<Seen>())!.BodyLength);

        using var tooLong = new ByteArrayContent(new byte[1024 * 1024 + 1]);
        using var refused = await client.PostAsync("/api/calendar/v1/x", tooLong);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_documents_are_listed_shown_and_handed_on()
    {
        using var client = house.Client();
        var list = await client.GetStringAsync("/docs");
        foreach (var service in (string[])["calendar", "participation", "partners", "communications", "identity"])
        {
            Assert.Contains($"href=\"/docs/{service}/v1.json\"", list, StringComparison.Ordinal);
            Assert.Equal(service, JsonElement.Parse(await client.GetStringAsync($"/docs/{service}/v1.json")).GetProperty("service").GetString());
            Assert.Contains("scalar.js", await client.GetStringAsync($"/docs/{service}"), StringComparison.Ordinal); // what it shows: Browser.Tests
        }
        using var css = await client.GetAsync("/docs/gateway.css");
        Assert.Equal("text/css", css.Content.Headers.ContentType?.MediaType);

        using var alone = house.Client(("services:calendar:http:0", House.Nowhere()));
        using var away = await alone.GetAsync("/docs/calendar/v1.json");
        Assert.Equal(HttpStatusCode.BadGateway, away.StatusCode);
    }

    [Theory]
    [InlineData("/fi/kivenkolo?x=%00")]
    [InlineData("/fi/kivenkolo/%01")]
    public async Task An_address_with_control_characters_goes_no_further(string address)
    {
        using var client = house.Client();
        using var answer = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    public static TheoryData<string, int> WhatCannotBeRead => new()
    {
        { "GET /api/calendar/%00 HTTP/1.1\r\nHost: {0}\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: {0}\r\n\r\nGET /api/calendar/%00 HTTP/1.1\r\nHost: {0}\r\n\r\n", 400 },
        { "POST /api/calendar/%00 HTTP/1.1\r\nHost: {0}\r\nContent-Length: 2\r\n\r\n{{}}", 400 },
        { $"GET /{new string('x', 20_000)} HTTP/1.1\r\nHost: {{0}}\r\n\r\n", 414 },
        { $"GET / HTTP/1.1\r\nHost: {{0}}\r\nX-Long: {new string('x', 40_000)}\r\n\r\n", 431 },
        { $"GET / HTTP/1.1\r\nHost: {{0}}\r\n{string.Concat(Enumerable.Range(0, 90).Select(i => $"X-{i}: y\r\n"))}\r\n", 431 },
        { "GET / HTTP/1.1\r\nHost: {0}\r\nno colon\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: {0}\r\nContent-Length: many\r\n\r\n", 400 },
        { "nothing\r\n\r\n", 400 },
        { "GET / HTTP/3.7\r\nHost: {0}\r\n\r\n", 505 },
    };

    [Theory, MemberData(nameof(WhatCannotBeRead))]
    public async Task What_the_server_itself_cannot_read_is_answered_with_a_problem_document(string sent, int status)
    {
        var answer = await Say(sent);
        var parts = answer[answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..].Split("\r\n\r\n");
        Assert.Equal(2, parts.Length);
        var head = parts[0].Split("\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", head[0], StringComparison.Ordinal);
        Assert.True(head.Contains("Content-Type: application/problem+json"),
            $"Kestrel writes its own refusals in another way now: adapt the pattern Bare in gateway/Security/MalformedRequests.cs to what it wrote: {answer}");
        Assert.Contains("Connection: close", head);
        Assert.Contains("X-Content-Type-Options: nosniff", head);
        Assert.Contains(head, header => header.StartsWith("Content-Security-Policy: default-src 'self'", StringComparison.Ordinal));
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(parts[1])}", head);

        var problem = JsonElement.Parse(parts[1]);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal("urn:kivenkolo:gateway:request-malformed", problem.GetProperty("type").GetString());
        Assert.Equal("Pyyntöä ei voi lukea.", problem.GetProperty("title").GetString());
    }

    [Fact]
    public async Task An_answer_of_a_service_that_has_no_body_stays_as_it_is()
    {
        house.Answer("/api/calendar/v1/bare", http => { http.Response.StatusCode = 404; http.Response.ContentLength = 0; return Task.CompletedTask; });
        var answer = await Say("GET /api/calendar/v1/bare HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    /// <summary>All that is answered to what is sent as it stands, until the connection is closed.</summary>
    private async Task<string> Say(string sent)
    {
        var gateway = house.Gateway();
        using var socket = new System.Net.Sockets.TcpClient(gateway.Host, gateway.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, sent, gateway.Authority)));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
