using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>Posts a message to a webhook, again while it fails; disables a webhook that is gone or has failed for three days.</summary>
internal sealed partial class WebhookPostDelivery(
    PartnersDb db, WebhookSecrets secrets, TimeProvider clock, PartnersMetrics metrics, ILogger<WebhookPostDelivery> log)
    : IDelivery<WebhookPostDelivery.Payload, WebhookMessage, Answer>
{
    /// <param name="SpaceId">The space.</param>
    /// <param name="DeliveryId">The delivery in the webhook's log.</param>
    public sealed record Payload(Guid SpaceId, Guid DeliveryId) : IDeliveryPayload, IOfSpace
    {
        public static string Kind => "webhook-post";

        string IDeliveryPayload.Key => $"{DeliveryId}";
    }

    public async Task<WebhookMessage?> Prepare(Payload payload, DeliveryAttempt attempt, CancellationToken ct)
    {
        // Removed with its webhook, or ended before.
        if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == payload.DeliveryId && d.State == DeliveryState.Pending, ct) is not { } delivery) return null;
        var webhook = await db.Webhooks.AsNoTracking().SingleAsync(w => w.Id == delivery.WebhookId, ct);
        if (webhook.Disabled is not null)
        {
            delivery.GiveUp();
            return null;
        }
        var at = clock.GetUtcNow();
        return new(webhook.Url, delivery.MessageId, at, secrets.Sign(webhook.Secret, delivery.MessageId, at, delivery.Body), delivery.Body);
    }

    public async Task<Settlement> Settle(Payload payload, DeliveryAttempt attempt, Answer answer, CancellationToken ct)
    {
        // Removed meanwhile, with its webhook.
        if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == payload.DeliveryId, ct) is not { } delivery) return Settlement.GivenUp;
        var webhook = await db.Webhooks.AsNoTracking().SingleAsync(w => w.Id == delivery.WebhookId, ct);
        var next = delivery.Attempted(answer, clock.GetUtcNow(), Random.Shared.NextDouble());
        await Judge(webhook, delivery, answer, ct);
        metrics.Attempt(answer.IsTaken ? "delivered" : next is null ? "given_up" : "retried");
        return next is { } again ? Settlement.Again(again) : answer.IsTaken ? Settlement.Delivered : Settlement.GivenUp;
    }

    // In plain updates: deliveries to one webhook run side by side and must not fail for each other's sake after they have posted.
    private async Task Judge(Webhook webhook, WebhookDelivery delivery, Answer answer, CancellationToken ct)
    {
        var row = db.Webhooks.Where(w => w.Id == webhook.Id);
        if (answer.IsTaken)
        {
            if (webhook.FailingSince is not null) await row.ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, (DateTimeOffset?)null), ct);
            return;
        }

        var now = delivery.LastAttemptAt!.Value;
        if (webhook.FailingSince is null)
            await row.Where(w => w.FailingSince == null).ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, now), ct);
        DisabledReason? reason = answer.IsGone ? DisabledReason.Gone
            : webhook.FailingSince is { } since && now - since >= WebhookDelivery.FailingAtMost ? DisabledReason.Failing
            : null;
        if (reason is null) return;
        if (await row.Where(w => w.Disabled == null).ExecuteUpdateAsync(set => set.SetProperty(w => w.Disabled, reason), ct) == 0) return;
        metrics.Disabled(reason.Value);
        Disabled(log, webhook.Id, reason.Value);
    }

    [LoggerMessage(1, LogLevel.Warning, "Webhook {WebhookId} is disabled: {Reason}")]
    private static partial void Disabled(ILogger log, Guid webhookId, DisabledReason reason);
}
