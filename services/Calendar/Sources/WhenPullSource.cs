using Kivenkolo.Calendar.Commands;
using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <summary>
/// Pulls a source and makes the week follow it, in one transaction: what is in the calendar again is updated, what is new comes, what has gone
/// goes, and whoever reads meanwhile sees the old or the new. Then it plans the next pull.
/// </summary>
internal sealed class WhenPullSource(CalendarDb db, CurrentSpace space, SourceClient client, IDelayedPublisher later, CalendarFigures figures, TimeProvider time)
    : IConsumer<PullSource>
{
    private const int DaysAhead = 366;
    private const int DaysKept = 60; // of what is over

    public async Task Consume(ConsumeContext<PullSource> context)
    {
        var (due, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(due.SpaceId, ct);
        var clock = WallClock.Of(space.TimeZone);
        var asked = await db.Sources.AsNoTracking().SingleOrDefaultAsync(s => s.Id == due.SourceId && s.Round == due.Round, ct);
        if (asked is null) return;
        var fetched = await client.Get(asked, asked.MayBeUnchanged(clock.DateAt(time.GetUtcNow())), ct);

        // Held only from here on: whoever changes the source does not wait for somebody else's server.
        await db.BeginChange(due.SourceId, ct);
        if (await db.Sources.SingleOrDefaultAsync(s => s.Id == due.SourceId && s.Round == due.Round, ct) is not { } source) return;
        var next = await Take(source, fetched, clock, time.GetUtcNow(), ct);
        figures.Pulled(source.LastError ?? (fetched.IsUnchanged ? "unchanged" : "read"));
        await later.Publish(due with { Round = source.Round }, next, ct);
    }

    private async Task<DateTimeOffset> Take(Source source, Fetched fetched, WallClock clock, DateTimeOffset now, CancellationToken ct)
    {
        var jitter = Random.Shared.NextDouble();
        if (fetched.IsUnchanged) return source.Unchanged(now, jitter);
        if (fetched.Error is { } error) return source.Failed(fetched.Status, error, now, jitter);

        var findings = new Findings();
        var reading = source.Kind == SourceKind.Ics ? IcsReader.Read(fetched.Content, findings) : JsonLdReader.Read(fetched.Content, findings);
        // A page that asks to sign in is no calendar without events.
        if (findings.Kept.Any(finding => finding.Reason == FindingReason.NotACalendar)) return source.Failed(fetched.Status, "not-a-calendar", now, jitter);

        var today = clock.DateAt(now);
        var times = new Expansion(clock, today.AddDays(-DaysKept), today.AddDays(DaysAhead), findings).Of(reading.Events);
        var changed = await Follow(source, times, reading.IsWhole, clock, now, ct);
        return source.Read(fetched.Etag, fetched.LastModified, today, findings, changed, now, jitter);
    }

    private async Task<bool> Follow(Source source, List<OutsideOccurrence> times, bool isWhole, WallClock clock, DateTimeOffset now, CancellationToken ct)
    {
        var before = await db.SourceEvents.Where(e => e.SourceId == source.Id).ToDictionaryAsync(e => e.Id, ct);
        var (changed, seen) = (false, new HashSet<Guid>());
        foreach (var said in times)
        {
            var id = DerivedId.OfSourceEvent(source.Id, said.Event.Uid, said.Key);
            if (!seen.Add(id)) continue;
            if (!before.TryGetValue(id, out var known))
                db.SourceEvents.Add(known = new SourceEvent { Id = id, SpaceId = space.Id, SourceId = source.Id, Uid = said.Event.Uid, Key = said.Key });
            changed |= known.Take(said, clock.DateAt(said.Start), source.Language);
        }

        // Many calendars leave out what is over; that it took place stays for a while. Of one read in part, nothing can be said to be gone.
        var forgotten = clock.DateAt(now).AddDays(-DaysKept);
        var gone = before.Values.Where(known => !seen.Contains(known.Id) && (known.LocalDate < forgotten || (isWhole && known.End > now))).ToList();
        db.SourceEvents.RemoveRange(gone);
        return changed || gone.Count > 0;
    }
}
