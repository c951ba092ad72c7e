using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Kivenkolo.Participation.Tests;

public sealed class MetricsTests(House house)
{
    [Fact]
    public async Task What_is_counted_says_how_many_and_nothing_of_who_or_what()
    {
        var counted = new ConcurrentBag<(string Instrument, string Labels)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == ParticipationMetrics.Name) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, labels, _) =>
            counted.Add((instrument.Name, string.Join(',', labels.ToArray().Select(label => $"{label.Key}={label.Value}")))));
        listener.Start();

        var home = await house.Open();
        await home.SendIdea();
        var meeting = await home.CallMeeting();
        await home.Decide(meeting, await home.AddItem(meeting), experiment: DecisionTests.Plan);
        await home.AnswerForm(await home.EndOccurrence(), "bad", "Liian kylmä");

        // Other tests count at the same time, and must be counted as namelessly.
        Assert.Superset(
            new HashSet<string> { "kivenkolo.participation.ideas", "kivenkolo.participation.decisions", "kivenkolo.participation.experiments.started",
                "kivenkolo.participation.answers" },
            counted.Select(c => c.Instrument).ToHashSet());
        Assert.All(counted, c => Assert.Contains(c.Labels,
            (string[])(c.Instrument.EndsWith("decisions", StringComparison.Ordinal) ? ["method=consensus", "method=vote", "method=lot"] : [""])));
    }
}
