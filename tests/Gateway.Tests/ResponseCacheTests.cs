using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Kivenkolo.Gateway.Tests;

/// <summary>What everyone may read is asked of its service once, and nothing else is ever shared.</summary>
public sealed partial class ResponseCacheTests(House house) : IClassFixture<House>
{
    private static int used;

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task What_everyone_may_read_is_asked_once_and_shown_to_all()
    {
        var asked = Says(Address(), out var address);
        using var client = Client();
        for (var i = 0; i < 20; i++) Assert.Equal("answer 1", await client.GetStringAsync(address));
        Assert.Equal(1, asked());
    }

    [Fact]
    public async Task What_changed_shows_after_half_a_second()
    {
        var asked = Says(Address(), out var address);
        using var client = Client();
        Assert.Equal("answer 1", await client.GetStringAsync(address));
        clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal("answer 1", await client.GetStringAsync(address));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("answer 2", await client.GetStringAsync(address));
        Assert.Equal(2, asked());
    }

    [Fact]
    public async Task An_answer_that_took_long_is_as_old_as_the_question()
    {
        var address = Address();
        var times = 0;
        house.Answer(address, http =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Write(http, $"answer {++times}");
        });
        using var client = Client();
        Assert.Equal("answer 1", await client.GetStringAsync(address));
        Assert.Equal("answer 2", await client.GetStringAsync(address));
    }

    [Theory]
    [InlineData("0", "answer 2")]
    [InlineData("60000", "answer 2")] // a second at most
    [InlineData("1000", "answer 1")]
    public async Task How_long_is_configured_within_the_promise(string milliseconds, string then)
    {
        Says(Address(), out var address);
        using var client = Client(("Gateway:CacheMilliseconds", milliseconds));
        await client.GetStringAsync(address);
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds == "60000" ? 1001 : 900));
        Assert.Equal(then, await client.GetStringAsync(address));
    }

    [Fact]
    public async Task However_many_come_at_once_one_request_reaches_the_service()
    {
        var (address, times, gate) = (Address(), 0, new TaskCompletionSource());
        house.Answer(address, async http =>
        {
            Interlocked.Increment(ref times);
            await gate.Task;
            await Write(http, "the one answer");
        });
        using var client = Client();
        var readers = Enumerable.Range(0, 100).Select(_ => client.GetStringAsync(address)).ToArray();
        await Eventually(() => times == 1);
        gate.SetResult();
        Assert.All(await Task.WhenAll(readers), text => Assert.Equal("the one answer", text));
        Assert.Equal(1, times);
    }

    [Fact]
    public async Task The_first_to_ask_may_leave_and_the_others_are_answered_all_the_same()
    {
        var (address, times, gate) = (Address(), 0, new TaskCompletionSource());
        house.Answer(address, async http =>
        {
            Interlocked.Increment(ref times);
            await gate.Task;
            await Write(http, "the one answer");
        });
        using var client = Client();
        using var leaving = new CancellationTokenSource();
        var first = client.GetStringAsync(address, leaving.Token);
        await Eventually(() => times == 1);
        var second = client.GetStringAsync(address);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.Equal("the one answer", await second);
        Assert.Equal(1, times);
    }

    [Fact]
    public async Task Who_asks_first_and_reads_nothing_keeps_nobody_waiting()
    {
        var address = Address();
        var text = new string('x', 3 * 1024 * 1024);
        house.Answer(address, http => Write(http, text));
        using var client = Client();
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: {client.BaseAddress.Authority}\r\n\r\n"));
        for (var i = 0; i < 5; i++) Assert.Equal(text.Length, (await client.GetStringAsync(address)).Length);
    }

    [Fact]
    public async Task Nobody_waits_long_for_an_answer_that_another_asked_for()
    {
        var (address, times, gate) = (Address(), 0, new TaskCompletionSource());
        house.Answer(address, async http =>
        {
            if (Interlocked.Increment(ref times) == 1) await gate.Task;
            await Write(http, $"answer {times}");
        });
        using var client = Client(("Gateway:CacheMilliseconds", "1000"));
        var first = client.GetStringAsync(address);
        await Eventually(() => times == 1);
        var second = client.GetStringAsync(address);
        await Eventually(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            return second.IsCompleted;
        });
        Assert.Equal("answer 2", await second);
        gate.SetResult();
        await first;
    }

    public static TheoryData<string> SaidOnlyToOne => [
        "Cache-Control: no-cache", "Cache-Control: private", "Cache-Control: public, private", "Cache-Control: public, no-store", "Cache-Control: max-age=60",
        "Cache-Control:", "Set-Cookie: kivenkolo-form=x", "Vary: User-Agent", "Vary: *", "Vary: Accept, X-Who", ":status 404", ":status 201", ":status 500"];

    [Theory, MemberData(nameof(SaidOnlyToOne))]
    public async Task What_a_service_does_not_give_to_everyone_is_shared_with_nobody(string seeded)
    {
        var (address, times) = (Address(), 0);
        house.Answer(address, async http =>
        {
            http.Response.Headers.CacheControl = "public, no-cache";
            var (name, value) = (seeded.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries)[0],
                seeded[(seeded.LastIndexOf(seeded[0] == ':' ? ' ' : ':') + 1)..].Trim());
            if (name == "status") http.Response.StatusCode = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
            else http.Response.Headers[name] = value;
            await http.Response.WriteAsync($"answer {Interlocked.Increment(ref times)}");
        });
        using var client = Client();
        for (var i = 1; i <= 3; i++)
        {
            using var answer = await client.GetAsync(address);
            Assert.Equal($"answer {i}", await answer.Content.ReadAsStringAsync());
        }
        var together = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await (await client.GetAsync(address)).Content.ReadAsStringAsync()));
        Assert.Equal(10, together.Distinct().Count());
    }

    [Theory]
    [InlineData("Cookie", "kivenkolo-staff=x")]
    [InlineData("Cookie", "kivenkolo-form=x; kivenkolo-staff=x")]
    [InlineData("Cookie", "kivenkolo-formal=x")]
    [InlineData("Authorization", "Bearer x")]
    [InlineData("Range", "bytes=0-3")]
    public async Task Who_says_who_they_are_is_answered_by_the_service(string name, string value)
    {
        var asked = Says(Address(), out var address);
        using var client = Client();
        await client.GetStringAsync(address);
        Assert.Equal("answer 2", await Ask(client, address, (name, value)));
        Assert.Equal("answer 3", await Ask(client, address, (name, value)));
        Assert.Equal("answer 1", await client.GetStringAsync(address));
        Assert.Equal(3, asked());
    }

    [Theory]
    [InlineData("kivenkolo-form=x")]
    [InlineData("__Host-kivenkolo-form=x")]
    public async Task Who_has_opened_a_form_shares_with_everyone(string cookie)
    {
        var asked = Says(Address(), out var address);
        using var client = Client();
        Assert.Equal("answer 1", await Ask(client, address, ("Cookie", cookie)));
        Assert.Equal("answer 1", await client.GetStringAsync(address));
        Assert.Equal("answer 1", await Ask(client, address, ("Cookie", cookie)));
        Assert.Equal(1, asked());
    }

    [Fact]
    public async Task What_was_said_to_one_with_a_cookie_is_not_kept()
    {
        Says(Address(), out var address);
        using var client = Client();
        Assert.Equal("answer 1", await Ask(client, address, ("Cookie", "kivenkolo-staff=x")));
        Assert.Equal("answer 2", await client.GetStringAsync(address));
    }

    [Theory]
    [InlineData("Accept", "text/html")]
    [InlineData("Accept-Language", "sv")]
    [InlineData("Accept-Encoding", "br")]
    [InlineData("Host", "other.example")]
    public async Task Another_question_has_another_answer(string name, string value)
    {
        var asked = Says(Address(), out var address);
        using var client = Client();
        Assert.Equal("answer 1", await client.GetStringAsync(address));
        Assert.Equal("answer 2", await Ask(client, address, (name, value)));
        Assert.Equal("answer 3", await client.GetStringAsync(address + "?language=sv"));
        Assert.Equal("answer 1", await client.GetStringAsync(address));
        Assert.Equal("answer 2", await Ask(client, address, (name, value)));
        Assert.Equal(3, asked());
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_public_name_and_scheme_count()
    {
        Says(Address(), out var address);
        using var client = Client(("Gateway:TrustedProxies:0", "127.0.0.1"));
        Assert.Equal("answer 1", await Ask(client, address, ("X-Forwarded-Host", "one.example")));
        Assert.Equal("answer 2", await Ask(client, address, ("X-Forwarded-Host", "two.example")));
        Assert.Equal("answer 3", await Ask(client, address, ("X-Forwarded-Proto", "https")));
        Assert.Equal("answer 1", await Ask(client, address, ("X-Forwarded-Host", "one.example")));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Only_reading_is_shared(string verb)
    {
        var asked = Says(Address(), out var address);
        using var client = Client();
        await client.GetStringAsync(address);
        using var request = new HttpRequestMessage(new HttpMethod(verb), address);
        using var answer = await client.SendAsync(request);
        Assert.Equal(2, asked());
    }

    [Theory]
    [InlineData("/connect/anything")]
    [InlineData("/account/anything")]
    [InlineData("/.well-known/anything")]
    public async Task Nothing_that_Identity_says_is_shared(string address)
    {
        var asked = Says(address, out _);
        using var client = Client();
        await client.GetStringAsync(address);
        await client.GetStringAsync(address);
        Assert.Equal(2, asked());
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so_without_asking_the_service()
    {
        var address = Address();
        var (times, conditions) = (0, 0);
        house.Answer(address, http =>
        {
            times++;
            conditions += http.Request.Headers.IfNoneMatch.Count;
            http.Response.Headers.ETag = "\"v1\"";
            return Write(http, "text");
        });
        using var client = Client();
        foreach (var tag in (string[])["\"v1\"", "W/\"v0\", \"v1\"", "*"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
            Assert.Equal("\"v1\"", answer.Headers.ETag?.Tag);
            Assert.Equal("no-cache, public", string.Join(", ", answer.Headers.CacheControl!.ToString().Split(", ").Order()));
            Assert.True(answer.Headers.Contains("X-Request-Id"));
        }
        Assert.Equal("text", await Ask(client, address, ("If-None-Match", "\"v0\"")));
        Assert.Equal((1, 0), (times, conditions));
    }

    [Fact]
    public async Task A_tag_is_honoured_where_nothing_is_shared_too()
    {
        var address = Address();
        house.Answer(address, http =>
        {
            http.Response.Headers.ETag = "\"v1\"";
            return http.Response.WriteAsync("for one");
        });
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"v1\"");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    private static string Address() => $"/api/calendar/v1/shared/{Interlocked.Increment(ref used)}";

    // Answers "answer 1", then "answer 2" ...; returns how often it was asked.
    private Func<int> Says(string at, out string address)
    {
        var times = 0;
        house.Answer(address = at, http => Write(http, $"answer {Interlocked.Increment(ref times)}"));
        return () => times;
    }

    private static Task Write(HttpContext http, string text)
    {
        http.Response.Headers.CacheControl = "public, no-cache";
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text);
    }

    private HttpClient Client(params (string Key, string Value)[] settings) =>
        new(new SocketsHttpHandler { UseCookies = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = house.Gateway(clock, [("RateLimits:Gateway", "600000"), .. settings]),
            Timeout = TimeSpan.FromSeconds(30),
        };

    private static async Task<string> Ask(HttpClient client, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task Eventually(Func<bool> condition) => Testing.Eventually.Become(condition, "it comes to that");
}
