using Kivenkolo.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Platform.Scheduling;

/// <summary>Deletes rows of the inbox and answers kept under an idempotency key after a week: nothing is repeated after so long.</summary>
internal sealed class DeleteOldMessagesJob(ServiceDb db, TimeProvider clock) : IRecurringJob
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    public static string Kind => "delete-old-messages";

    public async Task Run(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Retention;
        await db.Database.ExecuteSqlAsync($"DELETE FROM inbox WHERE received_at < {before}", ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM idempotency WHERE created_at < {before}", ct);
    }
}
