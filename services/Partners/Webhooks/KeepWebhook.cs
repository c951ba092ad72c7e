using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Kivenkolo.Partners.Organisations;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Outside;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

public sealed record KeepWebhookRequest(
    [property: Required, WebAddress] string Url,
    [property: Required, Length(1, 10)] WebhookEvent[] Events);

/// <param name="Secret">The signing secret; in the answer that created the webhook, and never again.</param>
/// <param name="Disabled">Why nothing is sent any more; put the webhook again to start afresh.</param>
public sealed record WebhookResponse(
    Guid Id, string Url, WebhookEvent[] Events, DateTimeOffset CreatedAt, DateTimeOffset? FailingSince, DisabledReason? Disabled, string? Secret)
{
    internal static WebhookResponse Of(Webhook w, string? secret = null) => new(w.Id, w.Url, w.Events, w.CreatedAt, w.FailingSince, w.Disabled, secret);
}

/// <summary>A partner's system registers an address that hears of its organisation's proposals, or changes it, or enables it again.</summary>
internal static class KeepWebhook
{
    public static void Map(RouteGroupBuilder webhooks) => webhooks
        .MapPut("/{webhookId:guid}", Handle)
        .AllowPartner(Scopes.WriteWebhooks)
        .LimitRate(RateLimit.Partner)
        .WithName(nameof(KeepWebhook))
        .WithSummary("Register or change a webhook")
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    internal static async Task<Results<Created<WebhookResponse>, Ok<WebhookResponse>, LocalizedProblem>> Handle(
        Guid webhookId, KeepWebhookRequest request, PartnersDb db, CurrentSpace space, ClaimsPrincipal caller, OutsideTargets targets,
        WebhookSecrets secrets, TimeProvider clock, HttpResponse response, CancellationToken ct)
    {
        if (caller.OrganisationId() is not { } organisationId) return Refusal.OrganisationMissing.Result();
        if (!await targets.MayBeEntered(new Uri(request.Url), ct)) return Refusal.TargetNotAllowed.Result();
        WebhookEvent[] events = [.. request.Events.Distinct().Order()];

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The organisation's row is held while its webhooks are counted and one is added.
        var held = await db.Database.SqlQuery<Guid>(
            $"SELECT id AS \"Value\" FROM organisations WHERE space_id = {space.Id} AND id = {organisationId} FOR NO KEY UPDATE").ToListAsync(ct);
        if (held.Count == 0) return Refusal.OrganisationNotListed.Result();
        var own = await db.Webhooks.Where(w => w.OrganisationId == organisationId).ToListAsync(ct);
        if (own.SingleOrDefault(w => w.Id == webhookId) is { } known)
        {
            known.Take(request.Url, events);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return TypedResults.Ok(WebhookResponse.Of(known));
        }
        if (own.Count >= Webhook.Most) return Refusal.WebhookLimitReached.Result();

        var (shown, kept) = secrets.Create();
        var webhook = new Webhook
        {
            SpaceId = space.Id,
            Id = webhookId,
            OrganisationId = organisationId,
            Url = request.Url,
            Events = events,
            Secret = kept,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Webhooks.Add(webhook);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException e) when (e.Violates(PartnersDb.OneWebhookPerId)) { return Refusal.WebhookIdTaken.Result(); }
        await transaction.CommitAsync(ct);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/partners/v1/spaces/{space.Slug}/webhooks/{webhook.Id}", WebhookResponse.Of(webhook, shown));
    }
}
