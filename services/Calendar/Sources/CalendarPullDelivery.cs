using Kivenkolo.Calendar.Recurrence;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Sources;

/// <summary>
/// Pulls a source and makes the week follow it, in one transaction: what is in the calendar again is updated, what is new comes, what has gone
/// goes, and whoever reads meanwhile sees the old or the new. Then it is pulled again, whatever came of this time.
/// </summary>
internal sealed partial class CalendarPullDelivery(
    CalendarDb db, CurrentSpace space, CalendarMetrics metrics, TimeProvider time, ILogger<CalendarPullDelivery> log)
    : IDelivery<CalendarPullDelivery.Payload, CalendarRequest, Fetched>
{
    private const int DaysAhead = 366;
    private const int DaysKept = 60; // of what is over

    public sealed record Payload(Guid SpaceId, Guid SourceId) : IDeliveryPayload, IOfSpace
    {
        public static string Kind => "calendar-pull";

        string IDeliveryPayload.Key => $"{SourceId}";
    }

    public async Task<CalendarRequest?> Prepare(Payload payload, DeliveryAttempt attempt, CancellationToken ct)
    {
        if (await db.Sources.AsNoTracking().SingleOrDefaultAsync(s => s.Id == payload.SourceId, ct) is not { } source) return null;
        var mayBeUnchanged = source.MayBeUnchanged(WallClock.Of(space.TimeZone).DateAt(time.GetUtcNow()));
        return new(source.Address, source.Kind, mayBeUnchanged ? source.Etag : null, mayBeUnchanged ? source.LastModified : null);
    }

    public async Task<Settlement> Settle(Payload payload, DeliveryAttempt attempt, Fetched answer, CancellationToken ct)
    {
        await db.BeginChange(payload.SourceId, ct);
        if (await Find(payload, ct) is not { } source) return Settlement.GivenUp;
        DateTimeOffset next;
        try
        {
            next = await Take(source, answer, WallClock.Of(space.TimeZone), time.GetUtcNow(), ct);
            await db.SaveChangesAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nobody foresaw it, so it may go on; the next pull must come all the same. When the database is away, this fails too and is tried again.
            NotTaken(log, payload.SourceId, e);
            db.ChangeTracker.Clear();
            if (await Find(payload, ct) is not { } again) return Settlement.GivenUp;
            source = again;
            next = source.Failed(answer.Status, "not-taken", time.GetUtcNow(), Random.Shared.NextDouble());
        }
        metrics.Pulled(source.LastError ?? (answer.IsUnchanged ? "unchanged" : "read"));
        return Settlement.Again(next);
    }

    private Task<Source?> Find(Payload payload, CancellationToken ct) => db.Sources.SingleOrDefaultAsync(s => s.Id == payload.SourceId, ct);

    private async Task<DateTimeOffset> Take(Source source, Fetched fetched, WallClock clock, DateTimeOffset now, CancellationToken ct)
    {
        var jitter = Random.Shared.NextDouble();
        if (fetched.IsUnchanged) return source.Unchanged(now, jitter);
        if (fetched.Error is { } error) return source.Failed(fetched.Status, error, now, jitter);

        var (findings, today) = (new Findings(), clock.DateAt(now));
        var since = today.AddDays(-DaysKept);
        var reading = source.Kind == SourceKind.Ics ? IcsReader.Read(fetched.Content, since, findings) : JsonLdReader.Read(fetched.Content, since, findings);
        // A page that asks to sign in is no calendar without events.
        if (!reading.IsCalendar) return source.Failed(fetched.Status, "not-a-calendar", now, jitter);

        var expansion = new Expansion(clock, since, today.AddDays(DaysAhead), findings);
        var times = expansion.Of(reading.Events);
        var changed = await Follow(source, times, known => IsGone(known, reading, expansion, since, now), clock, ct);
        return source.Read(fetched.Etag, fetched.LastModified, today, findings, changed, now, jitter);
    }

    private async Task<bool> Follow(Source source, List<OutsideOccurrence> times, Func<SourceEvent, bool> isGone, WallClock clock, CancellationToken ct)
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

        var gone = before.Values.Where(known => !seen.Contains(known.Id) && isGone(known)).ToList();
        db.SourceEvents.RemoveRange(gone);
        return changed || gone.Count > 0;
    }

    /// <summary>
    /// Whether what was not found goes. Many calendars leave out what is over; that it took place stays for a while. An event with more times than
    /// are taken has said nothing of the others. In what could not be read of a calendar the event may still stand, but not for ever.
    /// </summary>
    private static bool IsGone(SourceEvent known, Reading reading, Expansion expansion, DateOnly since, DateTimeOffset now) =>
        known.LocalDate < since || (known.End > now && !expansion.Cut.Contains(known.Uid) && (reading.IsWhole || known.Miss()));

    [LoggerMessage(LogLevel.Error, "What the source {SourceId} sent could not be taken; it is asked again later")]
    private static partial void NotTaken(ILogger log, Guid sourceId, Exception e);
}
