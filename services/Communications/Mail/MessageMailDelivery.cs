using Kivenkolo.Communications.Messages;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Kivenkolo.Communications.Mail;

/// <summary>
/// One mail of a message to one subscriber. What is sent or settled is never sent again; a crash between the mail server's yes and our commit
/// repeats the mail under the same Message-ID, by which mailboxes know it.
/// </summary>
public sealed class MessageMailDelivery(CommunicationsDb db, CurrentSpace space, Letters letters, CommunicationsMetrics metrics, TimeProvider clock)
    : IDelivery<MessageMailDelivery.Payload, MimeMessage, SendOutcome>
{
    /// <param name="SpaceId">The space.</param>
    /// <param name="MailId">The mail.</param>
    public sealed record Payload(Guid SpaceId, Guid MailId) : IDeliveryPayload, IOfSpace
    {
        /// <inheritdoc/>
        public static string Kind => "message-mail";

        string IDeliveryPayload.Key => $"{MailId}";
    }

    /// <inheritdoc/>
    public async Task<MimeMessage?> Prepare(Payload payload, DeliveryAttempt attempt, CancellationToken ct)
    {
        // Gone when the reader has ended the subscription.
        var mail = await db.MessageMails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == payload.MailId && m.State == MailState.Waiting, ct);
        if (mail is null) return null;
        var message = await db.Messages.AsNoTracking().SingleAsync(m => m.Id == mail.MessageId, ct);
        var reader = await db.Subscriptions.AsNoTracking().SingleAsync(s => s.Id == mail.SubscriptionId, ct);
        return letters.OfMessage(mail, message, reader, space);
    }

    /// <inheritdoc/>
    public async Task<Settlement> Settle(Payload payload, DeliveryAttempt attempt, SendOutcome answer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var settlement = MailRetries.Settle(answer, attempt, now);
        if (await db.MessageMails.SingleOrDefaultAsync(m => m.Id == payload.MailId, ct) is not { } mail) return settlement;
        var message = await db.Messages.AsNoTracking().SingleAsync(m => m.Id == mail.MessageId, ct);
        metrics.Tried(message, answer, now);
        mail.Tried(settlement, now);
        return settlement;
    }
}
