using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kivenkolo.Gateway.Tests;

/// <summary>
/// Why the gateway has a response cache of its own (decision 24): what ResponseCacheTests prove of it, ASP.NET Core's output cache cannot do. One that fails
/// after an upgrade says that it can now; when none is left, use the output cache and delete gateway/Caching.
/// </summary>
public sealed class OutputCacheTests(House house) : IClassFixture<House>
{
    private const string CanDoItNow = "ASP.NET Core's output cache can do this now: see decision 24 whether gateway/Caching is still needed.";
    private static readonly TimeSpan LongerThanNeeded = TimeSpan.FromSeconds(2);
    private static int used;

    [Fact]
    public async Task A_first_reader_that_reads_nothing_holds_up_all_others()
    {
        var (path, client, _) = await Start(http => Write(http, new string('x', 16 * 1024 * 1024)));
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {client.BaseAddress.Authority}\r\n\r\n"));
        Assert.NotEqual(0, await slow.GetStream().ReadAsync(new byte[1])); // it is the first

        var other = client.GetStringAsync(path);
        await Waits(other);
    }

    [Fact]
    public async Task Others_wait_for_the_first_however_long_the_service_takes()
    {
        var service = new TaskCompletionSource();
        var (path, client, asked) = await Start(async http =>
        {
            await service.Task;
            await Write(http, "late");
        });
        var first = client.GetStringAsync(path);
        await Eventually(() => asked() == 1);
        var other = client.GetStringAsync(path);
        await Waits(other, TimeSpan.FromSeconds(4)); // the gateway's own lets them ask after 3 s
        service.SetResult();
        Assert.Equal("late", await first);
    }

    [Fact]
    public async Task Responses_for_one_reader_are_made_one_after_the_other()
    {
        var gate = new SemaphoreSlim(1);
        var (path, client, asked) = await Start(async http =>
        {
            await gate.WaitAsync();
            await http.Response.WriteAsync("for one");
        });
        Assert.Equal("for one", await client.GetStringAsync(path)); // that it is not for everyone could be known from now on
        var second = client.GetStringAsync(path);
        await Eventually(() => asked() == 2);
        var third = client.GetStringAsync(path);
        await Waits(third);
        Assert.True(asked() == 2, CanDoItNow);
        gate.Release(2);
        await second;
        await third;
    }

    [Fact]
    public async Task When_the_first_leaves_the_service_is_asked_again()
    {
        var service = new TaskCompletionSource();
        var (path, client, asked) = await Start(async http =>
        {
            await service.Task;
            await Write(http, "the one response");
        });
        using var leaving = new CancellationTokenSource();
        var first = client.GetStringAsync(path, leaving.Token);
        await Eventually(() => asked() == 1);
        var others = Enumerable.Range(0, 10).Select(_ => client.GetAsync(path)).ToArray();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Eventually(() => asked() > 1 || others.All(other => other.IsCompleted));
        service.SetResult();
        var statuses = await Task.WhenAll(others.Select(async other => (int)(await other).StatusCode));
        Assert.True(asked() > 1 || statuses.Any(status => status != 200), CanDoItNow);
    }

    private static async Task Waits(Task other, TimeSpan? time = null)
    {
        var ended = await Task.WhenAny(other, Task.Delay(time ?? LongerThanNeeded));
        Assert.True(ended != other, CanDoItNow);
    }

    // A path, a client of the output cache before the service, and how often the service was asked.
    private async Task<(string Path, HttpClient Client, Func<int> Asked)> Start(RequestDelegate script)
    {
        var (path, times) = ($"/output-cache/{Interlocked.Increment(ref used)}", 0);
        house.Answer(path, http =>
        {
            Interlocked.Increment(ref times);
            return script(http);
        });
        var (app, address) = await OutputCacheGateway.Start(house.AddressOf("calendar"));
        house.Add(app);
        return (path, new HttpClient(new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) }, () => Volatile.Read(ref times));
    }

    private static Task Write(HttpContext http, string text)
    {
        http.Response.Headers.CacheControl = "public, no-cache";
        http.Response.ContentType = "application/octet-stream";
        return http.Response.WriteAsync(text);
    }

    private static Task Eventually(Func<bool> condition) => Testing.Eventually.Become(condition, "it comes to that");
}
