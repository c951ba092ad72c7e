using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Kivenkolo.Platform.Scheduling;

/// <summary>
/// What the operators watch: <c>kivenkolo.jobs.age</c> (seconds the oldest due job has waited), <c>kivenkolo.jobs.waiting</c>,
/// <c>kivenkolo.jobs.parked</c>, and <c>kivenkolo.jobs.attempts</c> by kind and outcome: done, failed, parked,
/// stopped (the service ended) or lost (moved or cancelled meanwhile).
/// </summary>
public sealed class JobMetrics
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Kivenkolo.Scheduling";

    internal static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> attempts;
    private double age;
    private long waiting;
    private long parked;

    /// <summary>Makes the instruments.</summary>
    public JobMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        attempts = meter.CreateCounter<long>("kivenkolo.jobs.attempts", "{attempt}", "Attempts to do a job, by kind and by what came of them");
        meter.CreateObservableGauge("kivenkolo.jobs.age", () => Volatile.Read(ref age), "s", "How long the oldest due job has waited");
        meter.CreateObservableGauge("kivenkolo.jobs.waiting", () => Volatile.Read(ref waiting), "{job}", "Due jobs, 10000 at most");
        meter.CreateObservableGauge("kivenkolo.jobs.parked", () => Volatile.Read(ref parked), "{job}", "Jobs that were given up and wait for an operator");
    }

    internal void Attempted(string kind, string outcome) => attempts.Add(1, new("kind", kind), new("outcome", outcome));

    internal void Measured(TimeSpan oldest, long due, long given)
    {
        Volatile.Write(ref age, oldest.TotalSeconds);
        Volatile.Write(ref waiting, due);
        Volatile.Write(ref parked, given);
    }
}
