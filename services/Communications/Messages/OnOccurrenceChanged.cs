using System.Globalization;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Scheduling;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>
/// Tells at once, without waiting for anyone, that something takes place at another time or place, or waits for a new time: each change once, and
/// none that was overtaken. What is further away, and in no letter yet, comes with the letter of its week.
/// </summary>
public sealed class OnOccurrenceChanged(CommunicationsDb db, CurrentSpace space, JobScheduler jobs, CommunicationsMetrics metrics, TimeProvider clock)
    : IConsumer<OccurrenceChanged>
{
    private const int DaysAhead = 7;

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<OccurrenceChanged> context)
    {
        var (changed, now) = (context.Message, clock.GetUtcNow());
        var last = await UrgentNotice.Last(db, changed.OccurrenceId, context.CancellationToken);
        if (last?.Version >= changed.Version || !IsNews(changed) || !(last is not null || await ConcernsSomebody(changed, now, context.CancellationToken)))
            return;

        var message = UrgentNotice.Of(changed.SpaceId, changed.OccurrenceId, changed.OccurredAt, now, cancels: false);
        message.Write(ChangeNotice.Write(changed, space.Zone()), changed.Version);
        await UrgentNotice.Publish(message, db, space, jobs, metrics, context.CancellationToken);
    }

    // A new note or another length makes nobody come in vain.
    private static bool IsNews(OccurrenceChanged changed) =>
        changed.Postponed || changed.PreviousStart != changed.Start || (changed.Place is { IsEmpty: false } place && !place.Equals(changed.PreviousPlace));

    private async Task<bool> ConcernsSomebody(OccurrenceChanged changed, DateTimeOffset now, CancellationToken ct)
    {
        var first = changed.PreviousStart < changed.Start ? changed.PreviousStart.Value : changed.Start;
        if (first < now.AddDays(DaysAhead)) return true;
        var day = TimeZoneInfo.ConvertTime(changed.PreviousStart ?? changed.Start, space.Zone()).DateTime;
        var week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}");
        return await db.Messages.AnyAsync(m => m.Week == week, ct);
    }
}
