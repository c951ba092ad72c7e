using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.SystemTests;

/// <summary>A webhook as it arrived.</summary>
internal sealed record Arrived(string Id, string Timestamp, string Signature, string Body)
{
    /// <summary>Verifies by the Standard Webhooks specification: HMAC-SHA256 over id, timestamp and body, key without its <c>whsec_</c>.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")))}";
        return Signature.Split(' ').Contains(expected);
    }
}

/// <summary>Roda ry's endpoint.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    public ConcurrentQueue<Arrived> Arrivals { get; } = new();

    public string Url => $"{app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/kivenkolo";

    public static async Task<WebhookReceiver> Start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapPost("/kivenkolo", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            receiver.Arrivals.Enqueue(new Arrived(Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"),
                await reader.ReadToEndAsync()));
            return Results.NoContent();

            string Header(string name) => request.Headers[name].ToString();
        });
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
