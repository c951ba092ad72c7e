using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>A partner's system has a test message sent to a webhook.</summary>
internal static class PingWebhook
{
    public static void Map(RouteGroupBuilder webhooks) => webhooks
        .MapPost("/{webhookId:guid}/ping", Handle)
        .AllowPartner(Scopes.WriteWebhooks)
        .LimitRate(RateLimit.Partner)
        .Idempotent<PartnersDb>()
        .WithName(nameof(PingWebhook))
        .WithSummary("Send a test message to a webhook");

    internal static async Task<Results<Accepted<DeliveryResponse>, LocalizedProblem>> Handle(
        Guid webhookId, PartnersDb db, CurrentSpace space, WebhookNews news, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (await db.OwnWebhook(webhookId, caller, ct) is not { } webhook) return Refusal.WebhookUnknown.Result();
        if (webhook.Disabled is not null) return Refusal.WebhookDisabled.Result();
        var delivery = news.Ping(webhook);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/partners/v1/spaces/{space.Slug}/webhooks/{webhookId}/deliveries", DeliveryResponse.Of(delivery));
    }
}
