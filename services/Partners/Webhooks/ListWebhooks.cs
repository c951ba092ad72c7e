using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>A partner's system sees its organisation's webhooks, without their secrets.</summary>
internal static class ListWebhooks
{
    public static void Map(RouteGroupBuilder webhooks) => webhooks
        .MapGet("", Handle)
        .AllowPartner(Scopes.WriteWebhooks)
        .LimitRate(RateLimit.Partner)
        .WithName(nameof(ListWebhooks))
        .WithSummary("List webhooks");

    internal static async Task<Results<Ok<Page<WebhookResponse>>, LocalizedProblem>> Handle(
        Guid? after, [Range(1, Page<WebhookResponse>.Most)] int? limit, PartnersDb db, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (caller.OrganisationId() is not { } organisationId) return Refusal.OrganisationMissing.Result();
        var size = limit ?? Page<WebhookResponse>.Usual;
        var read = await db.Webhooks.AsNoTracking()
            .Where(w => w.OrganisationId == organisationId && (after == null || w.Id > after))
            .OrderBy(w => w.Id).Take(size + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(w => WebhookResponse.Of(w))], size, webhook => webhook.Id.ToString()));
    }
}
