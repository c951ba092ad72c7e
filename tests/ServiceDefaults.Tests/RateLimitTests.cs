using System.Net;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Kivenkolo.ServiceDefaults.Tests;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("application/json", "application/problem+json")]
    [InlineData("text/calendar", "text/plain")] // a calendar that takes nothing else
    public async Task One_who_asks_too_often_is_told_to_wait_whatever_they_take(string accepted, string told)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("RateLimits:Read", "1")]);
        builder.AddServiceDefaults("Sample");
        await using var app = builder.Build();
        app.UseServiceDefaults();
        app.UseRateLimits();
        app.MapGet("/", () => "here").LimitRate(RateLimit.Read);
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Accept.ParseAdd(accepted);
        using var first = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(told, second.Content.Headers.ContentType?.MediaType);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }
}
