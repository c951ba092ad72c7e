using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Kivenkolo.Calendar.Tests;

[Collection(nameof(Calendar))]
public sealed class FiguresTests(CalendarService calendar)
{
    [Fact]
    public async Task Visits_and_cancellations_are_measured_once_and_no_label_says_who()
    {
        var (visits, cancelled, labels) = (0L, 0L, new HashSet<string>());
        // This service's own meter: others of the same name run in this process beside it.
        var own = calendar.Service.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, heard) =>
                { if (instrument.Meter.Name == "Kivenkolo.Calendar" && instrument.Meter.Scope == own) heard.EnableMeasurementEvents(instrument); },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Name == "kivenkolo.calendar.visits") visits += value;
            if (instrument.Name == "kivenkolo.calendar.occurrences.cancelled") cancelled += value;
            foreach (var tag in tags) labels.Add($"{tag.Key}={tag.Value}");
        });
        listener.Start();

        var space = await calendar.OpenSpace();
        var occurrence = await space.OccurrenceOf(await space.Plan());
        var id = Some.Id();
        foreach (var count in (int[])[12, 12, 9]) await (await space.Put($"headcounts/{id}", new { occurrenceId = occurrence, count })).Json();
        await (await space.Put($"headcounts/{Some.Id()}", new { from = "2023-01-01", to = "2023-12-31", count = 4917 })).Json();
        await (await space.Post($"occurrences/{occurrence}/cancellation")).Json();
        await (await space.Post($"occurrences/{occurrence}/cancellation")).Json();

        Assert.Equal((4926L, 1L), (visits, cancelled));
        Assert.Equal(["counted=occurrence", "counted=period"], labels.Order());
    }
}
