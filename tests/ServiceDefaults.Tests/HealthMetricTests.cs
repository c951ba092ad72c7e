using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kivenkolo.ServiceDefaults.Tests;

public sealed class HealthMetricTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy, 2)]
    [InlineData(HealthStatus.Degraded, 1)]
    [InlineData(HealthStatus.Unhealthy, 0)]
    public async Task Health_is_told_as_a_metric_once_it_was_looked_at(HealthStatus status, int told)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults("Sample");
        builder.Services.AddHealthChecks().AddCheck("database", () => new HealthCheckResult(status));
        await using var app = builder.Build();
        var health = app.Services.GetRequiredService<HealthCheckService>();
        var publisher = app.Services.GetRequiredService<IHealthCheckPublisher>();
        Assert.Empty(Read());

        await publisher.PublishAsync(await health.CheckHealthAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Equal([told], Read());

        List<int> Read()
        {
            var values = new List<int>();
            using var listener = new MeterListener();
            var own = app.Services.GetRequiredService<IMeterFactory>();
            listener.InstrumentPublished = (instrument, all) =>
            {
                if (instrument.Meter.Scope == own && instrument.Name == "kivenkolo.health") all.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<int>((_, value, _, _) => values.Add(value));
            listener.Start();
            listener.RecordObservableInstruments();
            return values;
        }
    }
}
