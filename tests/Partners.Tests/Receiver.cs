using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Partners.Tests;

/// <summary>What reached a partner's endpoint.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string MessageId => Headers["webhook-id"];

    /// <summary>Standard Webhooks' check, written as a receiver would from the specification alone.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        using var hmac = new HMACSHA256(key);
        var expected = hmac.ComputeHash(Encoding.UTF8.GetBytes(MessageId + "." + Headers["webhook-timestamp"] + "." + Body));
        return Headers["webhook-signature"].Split(' ').Any(signature => signature.StartsWith("v1,", StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(signature[3..]), expected));
    }
}

/// <summary>A partner's endpoint: a real server on this machine that keeps what it is sent and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private Receiver(WebApplication app) => _app = app;

    /// <summary>How it answers, given the number of the request from 1; 204 at first.</summary>
    public Func<int, HttpContext, Task> Answers { get; set; } = (_, http) => Status(http, 204);

    public Received[] All => [.. _received];

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook");

    /// <summary>Starts it, with HTTPS when it is given a certificate.</summary>
    public static async Task<Receiver> Start(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.Take);
        await receiver._app.StartAsync();
        return receiver;
    }

    public static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Always the same answer.</summary>
    public void Answer(int status) => Answers = (_, http) => Status(http, status);

    /// <summary>The request of this number, from 1, as soon as it has come.</summary>
    public Task<Received> Await(int number = 1) =>
        Eventually.Get(() => Task.FromResult(_received.ElementAtOrDefault(number - 1)), $"request {number} came");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        _received.Enqueue(new Received(http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), body));
        await Answers(_received.Count, http);
    }
}
