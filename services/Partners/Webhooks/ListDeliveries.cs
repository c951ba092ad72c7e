using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>A partner's system sees what was sent to a webhook in the last 30 days and how it went; newest first.</summary>
internal static class ListDeliveries
{
    public static void Map(RouteGroupBuilder webhooks) => webhooks
        .MapGet("/{webhookId:guid}/deliveries", Handle)
        .AllowPartner(Scopes.WriteWebhooks)
        .LimitRate(RateLimit.Partner)
        .WithName(nameof(ListDeliveries))
        .WithSummary("List deliveries to a webhook");

    internal static async Task<Results<Ok<Page<DeliveryResponse>>, LocalizedProblem>> Handle(
        Guid webhookId, Guid? after, [Range(1, Page<DeliveryResponse>.Most)] int? limit, PartnersDb db, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (await db.OwnWebhook(webhookId, caller, ct) is null) return Refusal.WebhookUnknown.Result();
        var size = limit ?? Page<DeliveryResponse>.Usual;
        var read = await db.Deliveries.AsNoTracking()
            .Where(d => d.WebhookId == webhookId && (after == null || d.Id < after))
            .OrderByDescending(d => d.Id).Take(size + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From([.. read.Select(DeliveryResponse.Of)], size, delivery => delivery.Id.ToString()));
    }
}
