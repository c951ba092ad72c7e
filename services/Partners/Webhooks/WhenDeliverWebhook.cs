using Kivenkolo.Partners.Commands;
using Kivenkolo.Platform.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>Makes one attempt of a delivery and plans the next when it fails; disables a webhook that is gone or has failed for three days.</summary>
internal sealed partial class WhenDeliverWebhook(
    PartnersDb db, WebhookSender sender, WebhookSecrets secrets, IDelayedPublisher later, TimeProvider clock, PartnersTelemetry telemetry,
    ILogger<WhenDeliverWebhook> log) : IConsumer<DeliverWebhook>
{
    public async Task Consume(ConsumeContext<DeliverWebhook> context)
    {
        var (due, ct) = (context.Message, context.CancellationToken);
        await db.EnterSpace(due.SpaceId, ct);
        // Removed with its webhook, or the attempt was made before.
        if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == due.DeliveryId, ct) is not { } delivery || !delivery.Awaits(due.Attempt)) return;
        var webhook = await db.Webhooks.AsNoTracking().SingleAsync(w => w.Id == delivery.WebhookId, ct);
        if (webhook.Disabled is not null)
        {
            delivery.GiveUp();
            return;
        }

        var at = clock.GetUtcNow();
        var signature = secrets.Sign(webhook.Secret, delivery.MessageId, at, delivery.Body);
        var answer = await sender.Send(webhook.Url, delivery.MessageId, at, signature, delivery.Body, ct);

        var next = delivery.Attempted(answer, clock.GetUtcNow(), Random.Shared.NextDouble());
        if (next is { } dueAt) await later.Publish(due with { Attempt = due.Attempt + 1 }, dueAt, ct);
        await Judge(webhook, delivery, answer, ct);
        telemetry.Attempt(answer.IsTaken ? "delivered" : next is null ? "given_up" : "retried");
    }

    // In plain updates: deliveries to one webhook run side by side and must not fail for each other's sake after they have posted.
    private async Task Judge(Webhook webhook, Delivery delivery, Answer answer, CancellationToken ct)
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
            : webhook.FailingSince is { } since && now - since >= Delivery.FailingAtMost ? DisabledReason.Failing
            : null;
        if (reason is null) return;
        if (await row.Where(w => w.Disabled == null).ExecuteUpdateAsync(set => set.SetProperty(w => w.Disabled, reason), ct) == 0) return;
        telemetry.Disabled(reason.Value);
        Disabled(log, webhook.Id, reason.Value);
    }

    [LoggerMessage(1, LogLevel.Warning, "Webhook {WebhookId} is disabled: {Reason}")]
    private static partial void Disabled(ILogger log, Guid webhookId, DisabledReason reason);
}

/// <summary>Removes a delivery from the log when it is 30 days old.</summary>
internal sealed class WhenForgetDelivery(PartnersDb db) : IConsumer<ForgetDelivery>
{
    public async Task Consume(ConsumeContext<ForgetDelivery> context)
    {
        await db.EnterSpace(context.Message.SpaceId, context.CancellationToken);
        await db.Deliveries.Where(d => d.Id == context.Message.DeliveryId).ExecuteDeleteAsync(context.CancellationToken);
    }
}
