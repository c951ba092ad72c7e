using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>Deletes links that have expired, and the address with them when nobody has confirmed it, in every space.</summary>
public sealed class DeleteExpiredConfirmationsJob(CommunicationsDb db, TimeProvider clock) : IRecurringJob
{
    /// <inheritdoc/>
    public static string Kind => "delete-expired-confirmations";

    /// <inheritdoc/>
    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Confirmations.IgnoreQueryFilters().Where(c => c.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        var askedSince = now - Subscription.ConfirmWithin;
        await db.Subscriptions.IgnoreQueryFilters()
            .Where(s => s.ConfirmedAt == null && s.AskedAt <= askedSince && !db.Confirmations.Any(c => c.SubscriptionId == s.Id))
            .ExecuteDeleteAsync(ct);
    }
}
