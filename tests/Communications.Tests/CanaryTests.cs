using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Kivenkolo.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Communications.Tests;

/// <summary>Pushes a marked address through every path, good and bad, and looks for it wherever it must not be.</summary>
public sealed class CanaryTests(PrivateServers servers)
{
    private const string Marker = "canary7f3a";

    [Fact]
    public async Task A_mail_address_is_in_the_subscriptions_and_nowhere_else()
    {
        using var told = new Told();
        await using var server = new StubbornMailServer((conversation, command) =>
            // A mail server that quotes the address in every answer, also in those that refuse.
            command.StartsWith("RCPT", StringComparison.Ordinal) && command.Contains("gone", StringComparison.Ordinal) ? $"550 5.1.1 <{Marker}-gone@example.org> unknown"
            : command.StartsWith("RCPT", StringComparison.Ordinal) && conversation % 2 == 0 ? $"451 4.2.0 <{Marker}@example.org> is busy" : "250 yes");
        var configuration = new Dictionary<string, string>
        {
            ["Smtp:Port"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Logging:LogLevel:Default"] = "Trace",
        };
        await using var house = await House.Open(servers, House.Monday, configuration, services => services.AddSingleton<ILoggerProvider>(told));
        await house.Service.Query("""
            create table told (row text);
            create function keep() returns trigger language plpgsql as $$ begin insert into told values (new::text); return new; end $$;
            create trigger keep after insert or update on outbox for each row execute function keep();
            create trigger keep after insert or update on jobs for each row execute function keep();
            create trigger keep after insert or update on deliveries for each row execute function keep();
            """);

        using var resident = house.Service.Client();
        foreach (var email in new[] { $"{Marker}@example.org", $"{Marker}@example.org", $"{Marker}-gone@example.org", $"{Marker} not an address" })
        {
            using var _ = await resident.PostAsJsonAsync($"{House.Api}/subscriptions", new { email, language = "fi", topics = new[] { "weekly", "urgent" } });
        }
        await Eventually.Become(async () => await house.Service.Scalar("select 1 from deliveries where kind = 'confirmation-mail' and attempts = 0") is null, "the requests are seen to");
        await house.Service.Query("update subscriptions set confirmed_at = asked_at, topics = '{Weekly,Urgent}'");
        await house.Heard(House.Cancellation(house.Space, House.InFour("Darts"), new LocalizedText("fi", "Syy")));
        await Eventually.Become(async () => (long)(await house.Service.Scalar("select count(*) from message_mails where attempts > 0"))! == 2, "each mail was tried");
        // Every second conversation is refused, whosever it is; time goes on until the mail has met one that is not.
        await Eventually.Become(async () =>
        {
            house.Service.Clock!.Advance(TimeSpan.FromMinutes(1));
            return await house.Service.Scalar("select 1 from message_mails where state = 'Sent'") is not null;
        }, "a mail was sent");
        var mail = server.Taken.First(taken => taken.Contains("subscriptions/end", StringComparison.Ordinal)).ReplaceLineEndings("").Replace("=", "", StringComparison.Ordinal);

        // Where the address may be: two columns of one table, and the mail itself, outside its subject.
        Assert.Equal(2L, await house.Service.Scalar("select count(*) from subscriptions where email like $1 and email_key like $1", $"{Marker}%"));
        Assert.Contains(Marker, mail, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Taken, taken => taken.Split('\n').Any(line => line.StartsWith("Subject:", StringComparison.Ordinal) && line.Contains(Marker, StringComparison.OrdinalIgnoreCase)));

        var tables = await house.Service.Query("select table_name from information_schema.tables where table_schema = 'public'");
        Assert.True(tables.Count > 8);
        foreach (var table in tables.Select(row => (string)row["table_name"]!))
        {
            var rows = await house.Service.Query(table == "subscriptions" ? "select (to_jsonb(t) - 'email' - 'email_key')::text as row from subscriptions t" : $"select t::text as row from \"{table}\" t");
            Assert.DoesNotContain(rows, row => ((string)row["row"]!).Contains(Marker, StringComparison.OrdinalIgnoreCase));
        }
        Assert.NotEmpty(await house.Service.Query("select 1 from told"));
        Assert.True(told.Seen > 100, "The net has caught nothing at all.");
        Assert.Contains(told.Kinds, kind => kind == "log");
        Assert.Contains(told.Kinds, kind => kind == "span");
        Assert.Contains(told.Kinds, kind => kind == "metric");
        Assert.Empty(told.Caught);
    }

    [Fact]
    public async Task The_net_catches_what_swims_into_it()
    {
        using var told = new Told();
        await using var house = await House.Open(servers, services: services => services.AddSingleton<ILoggerProvider>(told));
        house.Service.Services.GetRequiredService<ILogger<CanaryTests>>().LogWarning("{Address}", $"{Marker}@example.org");
        using var source = new ActivitySource("Kivenkolo.Communications");
        using (var span = source.StartActivity("x")) span!.SetTag("address", $"{Marker}@example.org");
        using var meter = new Meter(CommunicationsMetrics.Name);
        meter.CreateCounter<long>("x").Add(1, new KeyValuePair<string, object?>("address", $"{Marker}@example.org"));

        Assert.Equal(["log", "metric", "span"], told.Caught.Select(caught => caught.Split(' ')[0]).Distinct().Order());
        using var resident = house.Service.Client();
        using var answer = await resident.GetAsync(new Uri("/alive", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Sees every log line, span and measurement of the process, and keeps those with the marker.</summary>
    private sealed class Told : ILoggerProvider
    {
        private readonly ActivityListener _spans;
        private readonly MeterListener _meters = new();
        private readonly ConcurrentDictionary<string, bool> _kinds = [];
        private int _seen;

        public Told()
        {
            _spans = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span => Look("span", $"{span.DisplayName} {span.StatusDescription} "
                    + string.Join(' ', span.TagObjects.Concat(span.Baggage.Select(b => KeyValuePair.Create(b.Key, (object?)b.Value)))
                        .Concat(span.Events.SelectMany(e => e.Tags)).Select(tag => $"{tag.Key}={tag.Value}"))),
            };
            ActivitySource.AddActivityListener(_spans);
            _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
            _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Measured(instrument, tags));
            _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Measured(instrument, tags));
            _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Measured(instrument, tags));
            _meters.Start();
        }

        public ConcurrentQueue<string> Caught { get; } = [];

        public ICollection<string> Kinds => _kinds.Keys;

        public int Seen => _seen;

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
            _spans.Dispose();
            _meters.Dispose();
        }

        private void Measured(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = instrument.Name;
            foreach (var tag in tags) text += $" {tag.Key}={tag.Value}";
            Look("metric", text);
        }

        private void Look(string kind, string text)
        {
            Interlocked.Increment(ref _seen);
            _kinds[kind] = true;
            if (text.Contains(Marker, StringComparison.OrdinalIgnoreCase)) Caught.Enqueue($"{kind} {text}");
        }

        private sealed class Logger(Told told, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull
            {
                told.Look("log", $"{category} scope {state}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                told.Look("log", $"{category} {formatter(state, exception)} {exception}");
        }
    }
}
