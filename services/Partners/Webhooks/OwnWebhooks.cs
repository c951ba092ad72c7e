using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

internal static class OwnWebhooks
{
    /// <summary>The webhook if it is the caller's organisation's; another's is as unknown as none.</summary>
    public static Task<Webhook?> OwnWebhook(this PartnersDb db, Guid webhookId, ClaimsPrincipal caller, CancellationToken ct)
    {
        var organisation = caller.OrganisationId();
        return db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == webhookId && w.OrganisationId == organisation, ct);
    }
}
