using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Kivenkolo.Platform.Messaging;

/// <summary>
/// What the operators watch: <c>kivenkolo.outbox.age</c> (seconds the oldest message has waited), <c>kivenkolo.outbox.waiting</c>,
/// <c>kivenkolo.outbox.parked</c>, <c>kivenkolo.outbox.carried</c>, and <c>kivenkolo.messages.failed</c> (messages moved to an <c>_error</c> queue, by queue).
/// </summary>
internal sealed class MessagingMetrics
{
    public const string Name = "Kivenkolo.Messaging";

    public static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> carried;
    private readonly Counter<long> failed;
    private double age;
    private long waiting;
    private long parked;

    public MessagingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        carried = meter.CreateCounter<long>("kivenkolo.outbox.carried", "{message}", "Messages that the broker has confirmed");
        failed = meter.CreateCounter<long>("kivenkolo.messages.failed", "{message}", "Messages that failed for good and were moved to an _error queue");
        meter.CreateObservableGauge("kivenkolo.outbox.age", () => Volatile.Read(ref age), "s", "How long the oldest message has waited");
        meter.CreateObservableGauge("kivenkolo.outbox.waiting", () => Volatile.Read(ref waiting), "{message}", "Messages not yet confirmed, 10000 at most");
        meter.CreateObservableGauge("kivenkolo.outbox.parked", () => Volatile.Read(ref parked), "{message}", "Messages that the broker never took");
    }

    public void Carried(int messages)
    {
        if (messages > 0) carried.Add(messages);
    }

    public void Failed(string queue) => failed.Add(1, KeyValuePair.Create<string, object?>("queue", queue));

    public void Waiting(TimeSpan oldest, long messages, long givenUp)
    {
        Volatile.Write(ref age, oldest.TotalSeconds);
        Volatile.Write(ref waiting, messages);
        Volatile.Write(ref parked, givenUp);
    }
}
