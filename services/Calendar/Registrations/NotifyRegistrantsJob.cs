using Kivenkolo.Contracts;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>
/// Tells those who signed up, at once, that their occurrence does not take place or takes place at another time or place, each once; and
/// gives the places that a higher limit brings. Looks at the occurrence as it is, so it does not matter how often it runs or after which change.
/// </summary>
internal sealed class NotifyRegistrantsJob(CalendarDb db, Programme programme, WaitingList waitingList, TimeProvider clock) : IJob<NotifyRegistrantsJob.Payload>
{
    public sealed record Payload(Guid SpaceId, Guid OccurrenceId) : IJobPayload, IOfSpace
    {
        public static string Kind => "notify-registrants";

        string IJobPayload.Key => $"{OccurrenceId}";
    }

    public async Task Run(Payload payload, CancellationToken ct)
    {
        await db.BeginChange(payload.OccurrenceId, ct);
        var occurrence = await db.Occurrences.SingleOrDefaultAsync(o => o.Id == payload.OccurrenceId, ct);
        if (occurrence is null) return;

        var place = (await programme.Lines(all => all.Where(o => o.Id == occurrence.Id), 1, ct)).SingleOrDefault()?.Place ?? LocalizedText.Empty;
        var now = clock.GetUtcNow();
        foreach (var registration in await db.Registrations.Where(r => r.OccurrenceId == occurrence.Id).OrderBy(r => r.Number).ToListAsync(ct))
        {
            var (known, wasPostponed) = (registration.ToldStart ?? occurrence.Start, registration.ToldPostponed);
            if (registration.Tell(occurrence, place) is not { } kind) continue;
            waitingList.Write(registration, kind, kind is LetterKind.Moved or LetterKind.Relocated ? occurrence.Start : known, now);
            if (kind != LetterKind.Moved) continue;
            waitingList.Remind(registration, occurrence.Start);
            if (registration.NeedsNewOffer(occurrence.Start, wasPostponed, now)) await waitingList.Promote(registration, occurrence, now, ct);
        }
        await waitingList.GiveFreePlaces(occurrence, ct);
    }
}
