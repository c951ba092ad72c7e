using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kivenkolo.ServiceDefaults;

/// <summary>
/// Tells <c>/health</c> as a metric, <c>kivenkolo.health</c>: 2 ready, 1 ready though something it can do without for a while is away (the
/// broker), 0 not ready; nothing until it was looked at for the first time. So an alert needs no prober.
/// </summary>
internal sealed class HealthMetric : IHealthCheckPublisher
{
    private int? latest;

    public HealthMetric(IMeterFactory meters, string name) =>
        meters.Create($"Kivenkolo.{name}").CreateObservableGauge("kivenkolo.health", Read, null, "2 ready, 1 ready without something, 0 not ready");

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        latest = (int)report.Status;
        return Task.CompletedTask;
    }

    private IEnumerable<Measurement<int>> Read() => latest is { } status ? [new(status)] : [];
}
