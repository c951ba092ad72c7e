using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Calendar;

/// <summary>What Calendar tells in numbers; no label says who or which.</summary>
internal sealed class CalendarMetrics
{
    public static readonly ActivitySource Spans = new("Kivenkolo.Calendar");

    private readonly UpDownCounter<long> visits;
    private readonly Counter<long> cancelled;
    private readonly Counter<long> published;
    private readonly Counter<long> mails;
    private readonly Counter<long> pulled;

    public CalendarMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Kivenkolo.Calendar");
        // Up and down: a correction may take visits back.
        visits = meter.CreateUpDownCounter<long>("kivenkolo.calendar.visits", "{visit}",
            "Visits counted, corrections included; by what was counted: an occurrence or a period.");
        cancelled = meter.CreateCounter<long>("kivenkolo.calendar.occurrences.cancelled", "{occurrence}", "Occurrences cancelled.");
        mails = meter.CreateCounter<long>("kivenkolo.calendar.mails", "{mail}", "Attempts to send a mail to someone who signed up, by what came of them.");
        published = meter.CreateCounter<long>("kivenkolo.calendar.weeks.published", "{week}", "Weeks published, each time anew.");
        pulled = meter.CreateCounter<long>("kivenkolo.calendar.sources.pulled", "{pull}",
            "Pulls of partners' calendars, by outcome: read, unchanged, or why not.");
    }

    public void Counted(long visits, bool occurrence) =>
        this.visits.Add(visits, KeyValuePair.Create<string, object?>("counted", occurrence ? "occurrence" : "period"));

    public void Cancelled() => cancelled.Add(1);

    public void Published() => published.Add(1);

    public void Tried(SendOutcome outcome) => mails.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));

    public void Pulled(string outcome) => pulled.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));
}
