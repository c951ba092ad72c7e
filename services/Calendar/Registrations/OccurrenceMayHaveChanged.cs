using Kivenkolo.Contracts;
using Kivenkolo.Contracts.Calendar.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Calendar.Registrations;

/// <summary>To oneself: something about an occurrence may concern those who signed up for it.</summary>
public sealed record OccurrenceMayHaveChanged
{
    public required Guid SpaceId { get; init; }

    public required Guid OccurrenceId { get; init; }
}

/// <summary>
/// Tells those who signed up, at once, that their occurrence does not take place or takes place at another time or place, each once; and
/// gives the places that a higher limit brings. Looks at the occurrence as it is, so it does not matter what told it to look, how often or in which order.
/// </summary>
internal sealed class WhenOccurrenceMayHaveChanged(CalendarDb db, Programme programme, WaitingList waitingList, TimeProvider clock) : IConsumer<OccurrenceMayHaveChanged>
{
    public async Task Consume(ConsumeContext<OccurrenceMayHaveChanged> context)
    {
        var (looked, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(looked.SpaceId, ct);
        await db.BeginChange(looked.OccurrenceId, ct);
        var occurrence = await db.Occurrences.SingleOrDefaultAsync(o => o.Id == looked.OccurrenceId, ct);
        if (occurrence is null) return;

        var place = (await programme.Lines(all => all.Where(o => o.Id == occurrence.Id), 1, ct)).SingleOrDefault()?.Place ?? LocalizedText.Empty;
        var (now, isKeptAnew) = (clock.GetUtcNow(), false);
        foreach (var registration in await db.Registrations.Where(r => r.OccurrenceId == occurrence.Id).OrderBy(r => r.Number).ToListAsync(ct))
        {
            var (known, wasPostponed) = (registration.ToldStart ?? occurrence.Start, registration.ToldPostponed);
            if (registration.Tell(occurrence, place) is not { } kind) continue;
            await waitingList.Write(registration, kind, kind is LetterKind.Moved or LetterKind.Relocated ? occurrence.Start : known, now, ct);
            isKeptAnew = isKeptAnew || kind == LetterKind.Moved || wasPostponed;
            if (kind != LetterKind.Moved) continue;
            await waitingList.Remind(registration, occurrence.Start, ct);
            if (registration.NeedsNewOffer(occurrence.Start, wasPostponed, now)) await waitingList.Promote(registration, occurrence, now, ct);
        }
        if (isKeptAnew) await waitingList.Forget(occurrence, ct);
        await waitingList.GiveFreePlaces(occurrence, ct);
    }
}

/// <summary>Looks after those who signed up for what was cancelled, moved or postponed.</summary>
internal sealed class WhenOccurrenceChanged : IConsumer<OccurrenceCancelled>, IConsumer<OccurrenceChanged>
{
    public Task Consume(ConsumeContext<OccurrenceCancelled> context) => context.Publish(
        new OccurrenceMayHaveChanged { SpaceId = context.Message.SpaceId, OccurrenceId = context.Message.OccurrenceId }, context.CancellationToken);

    public Task Consume(ConsumeContext<OccurrenceChanged> context) => context.Publish(
        new OccurrenceMayHaveChanged { SpaceId = context.Message.SpaceId, OccurrenceId = context.Message.OccurrenceId }, context.CancellationToken);
}

/// <summary>Looks after those who signed up for an activity whose plan changed: its times, its dates or its places; or which was withdrawn.</summary>
internal sealed class WhenActivityChanged(CalendarDb db, TimeProvider clock) : IConsumer<ActivityPublished>, IConsumer<ActivityWithdrawn>
{
    public Task Consume(ConsumeContext<ActivityPublished> context) => LookAt(context.Message.SpaceId, context.Message.ActivityId, context);

    public Task Consume(ConsumeContext<ActivityWithdrawn> context) => LookAt(context.Message.SpaceId, context.Message.ActivityId, context);

    private async Task LookAt(Guid spaceId, Guid activityId, ConsumeContext context)
    {
        var ct = context.CancellationToken;
        await db.EnterSpace(spaceId, ct);
        var now = clock.GetUtcNow();
        var concerned = await db.Occurrences
            .Where(o => o.ActivityId == activityId && db.Registrations.Any(r => r.OccurrenceId == o.Id && (o.Start > now || r.ToldStart > now)))
            .Select(o => o.Id).ToListAsync(ct);
        foreach (var occurrence in concerned) await context.Publish(new OccurrenceMayHaveChanged { SpaceId = spaceId, OccurrenceId = occurrence }, ct);
    }
}
