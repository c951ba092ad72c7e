using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Platform.Data;
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

/// <param name="MessageId">The <c>webhook-id</c> that every attempt carries.</param>
/// <param name="Attempts">How many there have been.</param>
/// <param name="LastStatus">The status the endpoint answered last.</param>
/// <param name="LastError">Why there was no answer: timeout, connection, tls, name-not-found, bad-answer or address-not-allowed.</param>
public sealed record DeliveryResponse(
    Guid Id, string MessageId, string Type, DeliveryState State, int Attempts, int? LastStatus, string? LastError, DateTimeOffset CreatedAt,
    DateTimeOffset? LastAttemptAt, DateTimeOffset? NextAttemptAt)
{
    internal static DeliveryResponse Of(WebhookDelivery d) => new(
        d.Id, d.MessageId, d.Type, d.State, d.Attempts, d.LastStatus, d.LastError, d.CreatedAt, d.LastAttemptAt, d.NextAttemptAt);
}

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

internal static class OwnWebhooks
{
    /// <summary>The webhook if it is the caller's organisation's; another's is as unknown as none.</summary>
    public static Task<Webhook?> OwnWebhook(this PartnersDb db, Guid webhookId, ClaimsPrincipal caller, CancellationToken ct)
    {
        var organisation = caller.OrganisationId();
        return db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == webhookId && w.OrganisationId == organisation, ct);
    }
}
