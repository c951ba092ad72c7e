using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Kivenkolo.Gateway.Tests;

/// <summary>What is too long, too much, or one request's own.</summary>
public sealed partial class ResponseCacheTests
{
    [Fact]
    public async Task An_answer_that_breaks_off_is_nobodys()
    {
        var (address, times) = (Address(), 0);
        house.Answer(address, async http =>
        {
            http.Response.Headers.CacheControl = "public";
            await http.Response.WriteAsync("half of it");
            await http.Response.Body.FlushAsync();
            if (++times == 1) http.Abort();
            else await http.Response.WriteAsync(" and the rest");
        });
        using var client = Client();
        using var broken = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadGateway, broken.StatusCode);
        Assert.DoesNotContain("half of it", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("half of it and the rest", await client.GetStringAsync(address));
    }

    [Fact]
    public async Task A_body_too_long_to_share_passes_as_it_comes()
    {
        var (address, times) = (Address(), 0);
        var part = new byte[1024 * 1024];
        house.Answer(address, async http =>
        {
            times++;
            http.Response.Headers.CacheControl = "public";
            for (var i = 0; i < 6; i++) await http.Response.Body.WriteAsync(part);
        });
        using var client = Client();
        Assert.Equal(6 * part.Length, (await client.GetByteArrayAsync(address)).Length);
        Assert.Equal(6 * part.Length, (await client.GetByteArrayAsync(address)).Length);
        Assert.Equal(2, times);
    }

    [Fact]
    public async Task When_everything_is_full_answers_pass_and_there_is_room_again_later()
    {
        var (address, times) = (Address(), 0);
        var text = new string('x', 2_000_000);
        house.Answer(address, http =>
        {
            Interlocked.Increment(ref times);
            return Write(http, text);
        });
        using var client = Client();
        for (var round = 1; round <= 2; round++)
        {
            for (var i = 0; i < 60; i++) Assert.Equal(text.Length, (await client.GetStringAsync($"{address}?{i}")).Length);
            var before = times;
            for (var i = 0; i < 60; i++) await client.GetStringAsync($"{address}?{i}");
            Assert.InRange(times - before, 25, 50); // 64 MiB hold 31 of them and what it takes to collect one
            clock.Advance(TimeSpan.FromSeconds(1));
            await client.GetStringAsync($"{address}?0");
        }
    }

    [Fact]
    public async Task What_is_counted_for_one_address_is_counted_here_too()
    {
        Says(Address(), out var address);
        using var client = Client(("RateLimits:Gateway", "60"));
        var refused = 0;
        for (var i = 0; i < 90; i++)
        {
            using var answer = await client.GetAsync(address);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) refused++;
        }
        Assert.InRange(refused, 5, 30);
    }

    [Fact]
    public async Task What_belongs_to_one_request_is_not_handed_to_the_next()
    {
        var address = Address();
        house.Answer(address, http =>
        {
            http.Response.Headers["RateLimit"] = "\"Read\";r=7";
            http.Response.Headers["RateLimit-Policy"] = "\"Read\";q=600;w=60";
            return Write(http, "text");
        });
        using var client = Client();
        var ids = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.GetAsync(address);
            Assert.False(answer.Headers.Contains("RateLimit") || answer.Headers.Contains("RateLimit-Policy"));
            Assert.True(answer.Headers.Contains("Content-Security-Policy"));
            Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
            ids.Add(answer.Headers.GetValues("X-Request-Id").Single());
        }
        Assert.Equal(3, ids.Count);
    }
}
