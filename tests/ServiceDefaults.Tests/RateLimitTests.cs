using System.Net;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.ServiceDefaults.Tests;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/calendar")] // a calendar that takes nothing else
    [InlineData("*/*")]
    public async Task A_caller_over_the_limit_gets_a_problem_document_and_when_to_retry_whatever_it_accepts(string accepted)
    {
        await using var app = await Start(("RateLimits:Read", "1"));
        using var client = Client(app, "203.0.113.7");
        client.DefaultRequestHeaders.Accept.ParseAdd(accepted);
        using var first = await Get(client);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await Get(client);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal("application/problem+json", second.Content.Headers.ContentType?.MediaType);
        var problem = await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("urn:kivenkolo:api:rate-limit-exceeded", problem, StringComparison.Ordinal);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(("\"Read\";q=1;w=60", "\"Read\";r=0"), Told(second));
    }

    [Fact]
    public async Task What_remains_is_told_with_each_response()
    {
        await using var app = await Start(("RateLimits:Read", "3"));
        using var client = Client(app, "203.0.113.7");
        for (var remaining = 2; remaining >= 0; remaining--)
        {
            using var response = await Get(client);
            Assert.Equal(("\"Read\";q=3;w=60", $"\"Read\";r={remaining}"), Told(response));
        }
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)] // one subscriber has a whole /64
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Addresses_of_one_subscriber_share_a_limit(string one, string other, bool shared)
    {
        await using var app = await Start(("RateLimits:Read", "1"));
        using var first = await Get(Client(app, one));
        using var second = await Get(Client(app, other));
        Assert.Equal(shared ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public void However_many_addresses_call_the_partitions_stay_bounded()
    {
        var partitions = Enumerable.Range(0, 400_000).Select(n =>
        {
            var http = new DefaultHttpContext();
            http.Connection.RemoteIpAddress = new IPAddress(n * 10_007L % uint.MaxValue);
            return CallerRateLimiter.PartitionOf(http);
        }).ToHashSet();
        Assert.InRange(partitions.Count, CallerRateLimiter.MaxPartitions * 9 / 10, CallerRateLimiter.MaxPartitions);
        Assert.All(partitions, partition => Assert.InRange(partition, 0, CallerRateLimiter.MaxPartitions - 1));
    }

    [Fact]
    public async Task A_limit_that_lets_nobody_in_is_refused_at_the_start()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Start(("RateLimits:Read", "0")));
        Assert.Contains("RateLimits:Read", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> Start(params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.AddServiceDefaults("Sample");
        builder.Services.AddRateLimits();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseRateLimits();
        app.MapGet("/", () => "here").LimitRate(RateLimit.Read);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static HttpClient Client(WebApplication app, string address)
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    private static Task<HttpResponseMessage> Get(HttpClient client) => client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

    private static (string Policy, string Remaining) Told(HttpResponseMessage response) =>
        (response.Headers.GetValues("RateLimit-Policy").Single(), response.Headers.GetValues("RateLimit").Single());
}
