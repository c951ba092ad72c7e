using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Calendar.Tests;

/// <summary>A partner's web server on this machine, with calendars that a test writes; it remembers how it was asked.</summary>
public sealed class PartnerCalendar : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> pages = new();
    private readonly ConcurrentQueue<(string Path, string? IfNoneMatch)> asked = new();
    private readonly WebApplication app;

    private PartnerCalendar(WebApplication app) => this.app = app;

    public static async Task<PartnerCalendar> Start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var calendar = new PartnerCalendar(builder.Build());
        calendar.app.Run(calendar.Answer);
        await calendar.app.StartAsync();
        return calendar;
    }

    public string Address(string path) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + path;

    public string?[] Asked(string path) => [.. asked.Where(request => request.Path == path).Select(request => request.IfNoneMatch)];

    public void Answers(string path, Func<HttpContext, Task> answer) => pages[path] = answer;

    /// <summary>An iCalendar feed of these events, each given by its lines, with an entity tag of its own.</summary>
    public void Has(string path, params string[] events)
    {
        var feed = OutsideReadingTests.Calendar(string.Concat(events.Select(lines => $"BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")));
        var etag = $"\"{feed.GetHashCode(StringComparison.Ordinal)}\"";
        Answers(path, async http =>
        {
            http.Response.Headers.ETag = etag;
            if (http.Request.Headers.IfNoneMatch == etag) http.Response.StatusCode = 304;
            else await Write(http, "text/calendar", feed);
        });
    }

    public static Task Write(HttpContext http, string type, string content)
    {
        if (!http.Response.HasStarted) http.Response.ContentType = type;
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(content)).AsTask();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task Answer(HttpContext http)
    {
        asked.Enqueue((http.Request.Path, http.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } tag ? tag : null));
        if (pages.TryGetValue(http.Request.Path, out var page)) return page(http);
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
