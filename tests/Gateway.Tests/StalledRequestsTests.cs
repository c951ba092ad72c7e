using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kivenkolo.Gateway.Tests;

/// <summary>Requests that stall hold up no others. How little they slow them is measured in tests/Performance.</summary>
public sealed class StalledRequestsTests(House house) : IClassFixture<House>
{
    private const int Stalled = 50;

    [Theory]
    [InlineData("the service is silent")]
    [InlineData("the service is silent and others wait for the same response")]
    [InlineData("the client does not read")]
    [InlineData("the client does not send")]
    [InlineData("a thread is blocked")]
    public async Task Others_are_served_while_requests_stall(string how)
    {
        using var thread = new ManualResetEventSlim();
        var (service, arrived) = (new TaskCompletionSource(), 0);
        var blocking = new Blocking(thread);
        var gateway = house.Gateway(services => services.AddSingleton<IStartupFilter>(blocking), ("RateLimits:Gateway", "6000000"));
        house.Answer("/api/calendar/v1/stalled", async http =>
        {
            Interlocked.Increment(ref arrived);
            await service.Task.WaitAsync(http.RequestAborted);
        });
        house.Answer("/api/calendar/v1/large", async http =>
        {
            Interlocked.Increment(ref arrived);
            await http.Response.Body.WriteAsync(new byte[16 * 1024 * 1024]);
        });
        var sockets = new List<TcpClient>();
        try
        {
            var sent = how switch
            {
                "the client does not read" => "GET /api/calendar/v1/large?{0} HTTP/1.1\r\nHost: x\r\n\r\n",
                "the client does not send" => "POST /api/calendar/v1/x?{0} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
                "a thread is blocked" => "GET /blocked HTTP/1.1\r\nHost: x\r\n\r\n",
                "the service is silent and others wait for the same response" => "GET /api/calendar/v1/stalled HTTP/1.1\r\nHost: x\r\n\r\n",
                _ => "GET /api/calendar/v1/stalled?{0} HTTP/1.1\r\nHost: x\r\n\r\n",
            };
            for (var i = 0; i < (how == "a thread is blocked" ? 1 : Stalled); i++)
            {
                var socket = new TcpClient { ReceiveBufferSize = 4096 };
                sockets.Add(socket);
                await socket.ConnectAsync(gateway.Host, gateway.Port);
                await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, sent, i)));
            }
            await Testing.Eventually.Become(() => how switch
            {
                "the client does not send" => true,
                "a thread is blocked" => blocking.IsBlocked,
                "the service is silent and others wait for the same response" => arrived >= 1,
                _ => arrived == Stalled,
            }, "they stall");

            using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
            await Task.WhenAll(Enumerable.Range(0, 16).Select(async reader =>
            {
                for (var i = 0; i < 20; i++)
                    Assert.Contains("calendar", await client.GetStringAsync($"/api/calendar/v1/x?{reader}-{i}"), StringComparison.Ordinal);
            }));
            Assert.False(service.Task.IsCompleted || thread.IsSet);
        }
        finally
        {
            service.SetResult();
            thread.Set();
            foreach (var socket in sockets) socket.Dispose();
        }
    }

    [Fact]
    public void Requests_run_on_the_thread_pool_and_never_on_the_thread_that_serves_the_sockets()
    {
        house.Gateway();
        Assert.False(house.Inside.GetRequiredService<IOptions<SocketTransportOptions>>().Value.UnsafePreferInlineScheduling);
        Assert.Null(Environment.GetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"));
    }

    // The seeded mistake: something in the gateway that waits for a thread.
    private sealed class Blocking(ManualResetEventSlim until) : IStartupFilter
    {
        public bool IsBlocked { get; private set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext http, RequestDelegate rest) =>
            {
                if (http.Request.Path != "/blocked") return rest(http);
                IsBlocked = true;
                until.Wait(TimeSpan.FromMinutes(1));
                return Task.CompletedTask;
            });
            next(app);
        };
    }
}
