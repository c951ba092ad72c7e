using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Mail;

/// <summary>To oneself: a message is published and goes to its subscribers, those after <see cref="After"/> in the order of their ids.</summary>
public sealed record MessagePublished
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The last subscription that has been seen to; null at the beginning.</summary>
    public required Guid? After { get; init; }
}

/// <summary>
/// Makes a mail for each confirmed subscriber of the message's topic, 200 at a time: each step is one transaction that also asks for the next,
/// so a crash repeats a step at most, and the step finds what it had made.
/// </summary>
public sealed class WhenMessagePublished(CommunicationsDb db, TimeProvider clock) : IConsumer<MessagePublished>
{
    internal const int AtOnce = 200;

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<MessagePublished> context)
    {
        var ct = context.CancellationToken;
        var published = context.Message;
        await db.EnterSpace(published.SpaceId, ct);
        var kind = await db.Messages.Where(m => m.Id == published.MessageId && m.State == MessageState.Published)
            .Select(m => (MessageKind?)m.Kind).SingleOrDefaultAsync(ct);
        if (kind is null) return;

        var topic = kind == MessageKind.Urgent ? Topic.Urgent : Topic.Weekly;
        var after = published.After ?? Guid.Empty;
        var subscribers = await db.Subscriptions.Where(s => s.ConfirmedAt != null && s.Topics.Contains(topic) && s.Id > after)
            .OrderBy(s => s.Id).Select(s => s.Id).Take(AtOnce).ToListAsync(ct);
        var seenTo = await db.Deliveries.Where(d => d.MessageId == published.MessageId && subscribers.Contains(d.SubscriptionId))
            .Select(d => d.SubscriptionId).ToListAsync(ct);

        var now = clock.GetUtcNow();
        foreach (var subscriber in subscribers.Except(seenTo))
        {
            var delivery = new Delivery
            {
                Id = Guid.CreateVersion7(now),
                SpaceId = published.SpaceId,
                MessageId = published.MessageId,
                SubscriptionId = subscriber,
                CreatedAt = now,
            };
            db.Deliveries.Add(delivery);
            await context.Publish(new MailDue { SpaceId = published.SpaceId, DeliveryId = delivery.Id }, ct);
        }
        if (subscribers.Count == AtOnce) await context.Publish(published with { After = subscribers[^1] }, ct);
    }
}
