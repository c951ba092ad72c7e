using Kivenkolo.Platform.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Proposals;

/// <summary>Removes invitations whose links no longer work, with all that was kept of them, in every space.</summary>
internal sealed class DeleteExpiredInvitationsJob(PartnersDb db, TimeProvider clock) : IRecurringJob
{
    public static string Kind => "delete-expired-invitations";

    public Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Invitations.IgnoreQueryFilters().Where(i => i.ExpiresAt <= now).ExecuteDeleteAsync(ct);
    }
}
