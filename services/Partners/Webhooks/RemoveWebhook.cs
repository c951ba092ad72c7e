using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>A partner's system takes a webhook away, with its log; what waits for it is not sent.</summary>
internal static class RemoveWebhook
{
    public static void Map(RouteGroupBuilder webhooks) => webhooks
        .MapDelete("/{webhookId:guid}", Handle)
        .AllowPartner(Scopes.WriteWebhooks)
        .LimitRate(RateLimit.Partner)
        .WithName(nameof(RemoveWebhook))
        .WithSummary("Remove a webhook");

    internal static async Task<Results<NoContent, LocalizedProblem>> Handle(Guid webhookId, PartnersDb db, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (caller.OrganisationId() is not { } organisationId) return Refusal.OrganisationMissing.Result();
        await db.Webhooks.Where(w => w.Id == webhookId && w.OrganisationId == organisationId).ExecuteDeleteAsync(ct);
        return TypedResults.NoContent();
    }
}
