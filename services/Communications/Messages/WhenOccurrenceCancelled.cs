using Kivenkolo.Communications.Mail;
using Kivenkolo.Contracts.Calendar.V1;
using Kivenkolo.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Messages;

/// <summary>Tells at once, without waiting for anyone, that something will not take place: one urgent notice for each occurrence.</summary>
public sealed class WhenOccurrenceCancelled(CommunicationsDb db, CurrentSpace space, Meters meters, TimeProvider clock) : IConsumer<OccurrenceCancelled>
{
    private const string WhyByItself = "An urgent notice goes out at once in the languages there are.";

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<OccurrenceCancelled> context)
    {
        var cancelled = context.Message;
        await db.EnterSpace(cancelled.SpaceId);
        if (await db.Messages.AnyAsync(m => m.OccurrenceId == cancelled.OccurrenceId, context.CancellationToken)) return;

        var now = clock.GetUtcNow();
        var message = new Message
        {
            Id = Guid.CreateVersion7(now),
            SpaceId = cancelled.SpaceId,
            Kind = MessageKind.Urgent,
            OccurrenceId = cancelled.OccurrenceId,
            HappenedAt = cancelled.OccurredAt,
            CreatedAt = now,
        };
        message.Write(CancellationNotice.Write(cancelled, space.Zone()), cancelled.Version);
        message.Publish(space.PromisedLanguages, WhyByItself, now);
        db.Messages.Add(message);
        await context.Publish(new MessagePublished { SpaceId = message.SpaceId, MessageId = message.Id, After = null }, context.CancellationToken);
        await db.SaveChangesAsync(context.CancellationToken);
        meters.Came(message);
    }
}
