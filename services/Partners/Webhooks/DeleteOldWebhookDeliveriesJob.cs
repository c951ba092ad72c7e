using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>Removes deliveries from the logs when they are 30 days old, in every space.</summary>
internal sealed class DeleteOldWebhookDeliveriesJob(PartnersDb db, TimeProvider clock) : IRecurringJob
{
    public static string Kind => "delete-old-webhook-deliveries";

    public Task Run(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - WebhookDelivery.KeptFor;
        return db.Deliveries.IgnoreQueryFilters().Where(d => d.CreatedAt <= before).ExecuteDeleteAsync(ct);
    }
}
