using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Delivery;

/// <summary>Deletes deliveries a week after they ended.</summary>
internal sealed class DeleteSettledDeliveriesJob(ServiceDb db, TimeProvider clock) : IRecurringJob
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    public static string Kind => "delete-settled-deliveries";

    public Task Run(CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM deliveries WHERE settled_at < {clock.GetUtcNow() - Retention}", ct);
}
