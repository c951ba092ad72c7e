using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Kivenkolo.Testing;

/// <summary>Sees every span and measurement of this process and every log line of the service that it is added to, and keeps those with the marker.</summary>
public sealed class LeakDetector : ILoggerProvider
{
    private readonly string _marker;
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();
    private readonly ConcurrentDictionary<string, int> _seen = [];

    /// <summary>Listens from now on.</summary>
    public LeakDetector(string marker)
    {
        _marker = marker;
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

    /// <summary>What the marker was found in, each beginning with <c>log</c>, <c>span</c> or <c>metric</c>.</summary>
    public ConcurrentQueue<string> Leaks { get; } = [];

    /// <summary>How much of each kind (<c>log</c>, <c>span</c>, <c>metric</c>) was looked at.</summary>
    public IReadOnlyDictionary<string, int> Seen => _seen;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc/>
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
        _seen.AddOrUpdate(kind, 1, (_, count) => count + 1);
        if (text.Contains(_marker, StringComparison.OrdinalIgnoreCase)) Leaks.Enqueue($"{kind} {text}");
    }

    private sealed class Logger(LeakDetector detector, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            detector.Look("log", $"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            detector.Look("log", $"{category} {formatter(state, exception)} {exception}");
    }
}
