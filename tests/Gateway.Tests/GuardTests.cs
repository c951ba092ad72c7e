using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kivenkolo.Gateway.Tests;

public sealed class GuardTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("/fi/kivenkolo")]
    [InlineData("/api/calendar/v1/x")]
    [InlineData("/api/nobody")]
    [InlineData("/docs")]
    [InlineData("/health")]
    [InlineData("/api/participation/v1/x")]
    public async Task Every_answer_tells_the_browser_what_it_may_do(string address)
    {
        using var client = house.Client(("services:participation:http:0", House.Nowhere()));
        using var answer = await client.GetAsync(address);

        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        foreach (var part in (string[])["default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "object-src 'none'", "base-uri 'none'"])
            Assert.Contains(part, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Opener-Policy"));
        Assert.True(answer.Headers.Contains("Referrer-Policy") && answer.Headers.Contains("Permissions-Policy") && answer.Headers.Contains("X-Request-Id"));
        Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task The_API_reference_alone_may_run_its_own_script_and_style_itself()
    {
        using var client = house.Client();
        var nonces = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            using var page = await client.GetAsync("/docs/calendar");
            var policy = string.Join(' ', page.Headers.GetValues("Content-Security-Policy"));
            var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
            Assert.Contains($"nonce=\"{nonce}\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
            Assert.Contains("style-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
            foreach (var part in (string[])["default-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "object-src 'none'"])
                Assert.Contains(part, policy, StringComparison.Ordinal);
            nonces.Add(nonce);
        }
        Assert.Equal(2, nonces.Count);
        foreach (var address in (string[])["/docs", "/docs/scalar.js", "/docs/calendar/v1.json", "/fi/kivenkolo"])
        {
            using var other = await client.GetAsync(address);
            Assert.DoesNotContain("unsafe", string.Join(' ', other.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Outside_development_only_https_is_ever_used_again()
    {
        using var client = house.Client(("environment", "Production"));
        using var answer = await client.GetAsync("/fi/kivenkolo");
        Assert.Contains("max-age=31536000", string.Join("", answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.Contains("upgrade-insecure-requests", string.Join("", answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_client_says_about_where_it_comes_from_is_dropped(bool withParameterLeftEmpty)
    {
        using var client = withParameterLeftEmpty ? house.Client(("Gateway:TrustedProxies:0", "")) : house.Client();
        var seen = await Ask(client);
        Assert.Equal("127.0.0.1", seen.Headers["X-Forwarded-For"].Replace("::ffff:", "", StringComparison.Ordinal));
        Assert.Equal("http", seen.Headers["X-Forwarded-Proto"]);
        Assert.Equal(client.BaseAddress!.Authority, seen.Headers["X-Forwarded-Host"]);
        Assert.False(seen.Headers.ContainsKey("Forwarded") || seen.Headers.ContainsKey("X-Real-IP") || seen.Headers.ContainsKey("X-Forwarded-Prefix"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task What_a_trusted_proxy_says_is_handed_on(string trusted)
    {
        using var client = house.Client(("Gateway:TrustedProxies:0", trusted));
        var seen = await Ask(client);
        Assert.Equal("203.0.113.7", seen.Headers["X-Forwarded-For"]);
        Assert.Equal("https", seen.Headers["X-Forwarded-Proto"]);
        Assert.Equal("evil.example", seen.Headers["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task A_trace_passes_through()
    {
        using var client = house.Client();
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        using var answer = await client.GetAsync("/api/calendar/v1/x");
        Assert.Contains(trace, (await answer.Content.ReadFromJsonAsync<Seen>())!.Headers["traceparent"], StringComparison.Ordinal);
        Assert.Equal([trace], answer.Headers.GetValues("X-Request-Id"));
        using var nothing = await client.GetAsync("/api/nothing/v1/here");
        Assert.Equal(trace, (await nothing.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("traceId").GetString());
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/calendar")]
    public async Task One_address_over_its_limit_is_told_to_wait_and_probes_are_not_counted(string accepted)
    {
        using var client = house.Client(("RateLimits:Gateway", "60"));
        client.DefaultRequestHeaders.Accept.ParseAdd(accepted);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 90; i++) answers.Add(await client.GetAsync("/fi/kivenkolo"));

        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.InRange(answers.Count(a => a.IsSuccessStatusCode), 60, 80);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("\"Gateway\";q=60;w=60", refused.Headers.GetValues("RateLimit-Policy").Single());
        Assert.True(refused.Headers.Contains("Content-Security-Policy"));
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_each_caller_has_a_limit_and_an_IPv6_subscriber_has_one()
    {
        using var client = house.Client(("Gateway:TrustedProxies:0", "127.0.0.1"), ("RateLimits:Gateway", "1"));
        async Task<HttpStatusCode> From(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/fi/kivenkolo");
            request.Headers.Add("X-Forwarded-For", address);
            return (await client.SendAsync(request)).StatusCode;
        }
        Assert.Equal(HttpStatusCode.OK, await From("2001:db8:1:2::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await From("2001:db8:1:2::9"));
        Assert.Equal(HttpStatusCode.OK, await From("2001:db8:1:3::1"));
        Assert.Equal(HttpStatusCode.OK, await From("203.0.113.7"));
    }

    [Fact]
    public async Task An_address_or_headers_longer_than_any_of_ours_are_refused()
    {
        using var client = house.Client();
        using var address = await client.GetAsync("/fi/" + new string('x', 17_000));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, address.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/fi/kivenkolo");
        request.Headers.Add("X-Long", new string('x', 33_000));
        using var headers = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, headers.StatusCode);
    }

    private static async Task<Seen> Ask(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/calendar/v1/x");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Prefix", "/evil");
        request.Headers.Add("X-Real-IP", "203.0.113.7");
        request.Headers.Add("Forwarded", "for=203.0.113.7");
        using var answer = await client.SendAsync(request);
        return (await answer.Content.ReadFromJsonAsync<Seen>())!;
    }
}
