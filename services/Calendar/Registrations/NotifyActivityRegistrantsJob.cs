using Kivenkolo.Platform.Kernel;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>Looks after those who signed up for an activity whose plan changed: its times, its dates or its places; or which was withdrawn.</summary>
internal sealed class NotifyActivityRegistrantsJob(CalendarDb db, JobScheduler jobs, TimeProvider clock) : IJob<NotifyActivityRegistrantsJob.Payload>
{
    public sealed record Payload(Guid SpaceId, Guid ActivityId) : IJobPayload, IOfSpace
    {
        public static string Kind => "notify-activity-registrants";

        string IJobPayload.Key => $"{ActivityId}";
    }

    public async Task Run(Payload payload, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concerned = await db.Occurrences
            .Where(o => o.ActivityId == payload.ActivityId && db.Registrations.Any(r => r.OccurrenceId == o.Id && (o.Start > now || r.ToldStart > now)))
            .Select(o => o.Id).ToListAsync(ct);
        foreach (var occurrence in concerned) jobs.Schedule(new NotifyRegistrantsJob.Payload(payload.SpaceId, occurrence), now);
    }
}
