using Kivenkolo.Communications.Messages;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Mail;

/// <summary>To oneself: a mail is to be sent, or to be tried again.</summary>
public sealed record MailDue
{
    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The mail.</summary>
    public required Guid DeliveryId { get; init; }
}

/// <summary>
/// Sends one mail. What is sent or settled is never sent again; a crash between the mail server's yes and our commit repeats the mail under the
/// same Message-ID, by which mailboxes know it.
/// </summary>
public sealed class WhenMailDue(
    CommunicationsDb db, CurrentSpace space, Smtp smtp, Letters letters, IDelayedPublisher later, Meters meters, TimeProvider clock) : IConsumer<MailDue>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<MailDue> context)
    {
        var ct = context.CancellationToken;
        var due = context.Message;
        await db.EnterSpace(due.SpaceId, ct);
        // Locked, so that of two at once the second waits and then finds it sent.
        var delivery = await db.Deliveries.FromSql($"SELECT * FROM deliveries WHERE id = {due.DeliveryId} FOR UPDATE").SingleOrDefaultAsync(ct);
        if (delivery is not { State: DeliveryState.Waiting }) return;
        var message = await db.Messages.AsNoTracking().SingleAsync(m => m.Id == delivery.MessageId, ct);
        var reader = await db.Subscriptions.AsNoTracking().SingleAsync(s => s.Id == delivery.SubscriptionId, ct);

        using var mail = letters.OfMessage(delivery, message, reader, space);
        var outcome = await smtp.Send(mail, ct);
        var now = clock.GetUtcNow();
        meters.Tried(message, outcome, now);
        if (delivery.Tried(outcome, now) is { } again) await later.Publish(due, again, ct);
    }
}
