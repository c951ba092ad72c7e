using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Mail;

/// <summary>
/// Makes a mail for each confirmed subscriber of a published message's topic, 200 at a time: each step is one transaction that also schedules the
/// next, so a crash repeats a step at most, and the step finds what it had made.
/// </summary>
public sealed class QueueMessageMailsJob(CommunicationsDb db, JobScheduler jobs, DeliveryScheduler deliveries, TimeProvider clock)
    : IJob<QueueMessageMailsJob.Payload>
{
    internal const int BatchSize = 200;

    /// <param name="SpaceId">The space.</param>
    /// <param name="MessageId">The message.</param>
    /// <param name="After">The last subscription that has been seen to, in the order of their ids; null at the beginning.</param>
    public sealed record Payload(Guid SpaceId, Guid MessageId, Guid? After) : IJobPayload, IOfSpace
    {
        /// <inheritdoc/>
        public static string Kind => "queue-message-mails";

        string IJobPayload.Key => $"{MessageId}";
    }

    /// <inheritdoc/>
    public async Task Run(Payload payload, CancellationToken ct)
    {
        var kind = await db.Messages.Where(m => m.Id == payload.MessageId && m.State == MessageState.Published)
            .Select(m => (MessageKind?)m.Kind).SingleOrDefaultAsync(ct);
        if (kind is null) return;

        var topic = kind == MessageKind.Urgent ? Topic.Urgent : Topic.Weekly;
        var after = payload.After ?? Guid.Empty;
        var subscribers = await db.Subscriptions.Where(s => s.ConfirmedAt != null && s.Topics.Contains(topic) && s.Id > after)
            .OrderBy(s => s.Id).Select(s => s.Id).Take(BatchSize).ToListAsync(ct);
        var seenTo = await db.MessageMails.Where(mail => mail.MessageId == payload.MessageId && subscribers.Contains(mail.SubscriptionId))
            .Select(mail => mail.SubscriptionId).ToListAsync(ct);

        var now = clock.GetUtcNow();
        foreach (var subscriber in subscribers.Except(seenTo))
        {
            var mail = new MessageMail
            {
                Id = Guid.CreateVersion7(now),
                SpaceId = payload.SpaceId,
                MessageId = payload.MessageId,
                SubscriptionId = subscriber,
                CreatedAt = now,
            };
            db.MessageMails.Add(mail);
            deliveries.Add(new MessageMailDelivery.Payload(payload.SpaceId, mail.Id), MailTransport.Target, now);
        }
        if (subscribers.Count == BatchSize) jobs.Schedule(payload with { After = subscribers[^1] }, now);
    }
}
