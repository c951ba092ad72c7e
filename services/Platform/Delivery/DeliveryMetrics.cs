using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Kivenkolo.Platform.Delivery;

/// <summary>
/// What the operators watch: <c>kivenkolo.deliveries.age</c> (seconds the oldest due delivery has waited), <c>kivenkolo.deliveries.waiting</c>,
/// <c>kivenkolo.deliveries.parked</c>, and <c>kivenkolo.deliveries.attempts</c> by kind and outcome.
/// </summary>
public sealed class DeliveryMetrics
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Kivenkolo.Delivery";

    internal static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> attempts;
    private double age;
    private long waiting;
    private long parked;

    /// <summary>Makes the instruments.</summary>
    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        attempts = meter.CreateCounter<long>("kivenkolo.deliveries.attempts", "{attempt}",
            "Attempts to deliver to the outside, by kind and by what came of them");
        meter.CreateObservableGauge("kivenkolo.deliveries.age", () => Volatile.Read(ref age), "s", "How long the oldest due delivery has waited");
        meter.CreateObservableGauge("kivenkolo.deliveries.waiting", () => Volatile.Read(ref waiting), "{delivery}", "Due deliveries, 10000 at most");
        meter.CreateObservableGauge("kivenkolo.deliveries.parked", () => Volatile.Read(ref parked), "{delivery}", "Deliveries given up for an error of ours");
    }

    internal void Attempted(string kind, string outcome) => attempts.Add(1, new("kind", kind), new("outcome", outcome));

    internal void Measured(TimeSpan oldest, long due, long given)
    {
        Volatile.Write(ref age, oldest.TotalSeconds);
        Volatile.Write(ref waiting, due);
        Volatile.Write(ref parked, given);
    }
}
