using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kivenkolo.Contracts;
using Kivenkolo.Partners.Proposals;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>The body of a webhook message: ids and public text only.</summary>
internal sealed record WebhookBody(string Type, DateTime Timestamp, WebhookData Data);

internal sealed record WebhookData(string Space, Guid? WebhookId, Guid? ProposalId, Guid? ActivityId, LocalizedText? Title);

/// <summary>Writes down what a partner's webhooks shall be told, in the transaction of what it tells.</summary>
internal sealed class WebhookNews(PartnersDb db, CurrentSpace space, DeliveryScheduler deliveries, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the body is never put into a page, and Arabic escaped is six times as long
    };

    /// <summary>Tells of a proposal to those webhooks of its organisation that want to hear it.</summary>
    public async Task Tell(WebhookEvent what, Proposal proposal, CancellationToken ct)
    {
        var webhooks = await db.Webhooks.AsNoTracking()
            .Where(w => w.OrganisationId == proposal.OrganisationId && w.Disabled == null).OrderBy(w => w.Id).Take(Webhook.Most).ToListAsync(ct);
        foreach (var webhook in webhooks.Where(w => w.Events.Contains(what)))
            Post(webhook, Name(what), new WebhookData(space.Slug, null, proposal.Id, proposal.ActivityId, proposal.Title));
    }

    /// <summary>Asks a webhook whether it is there.</summary>
    public WebhookDelivery Ping(Webhook webhook) =>
        Post(webhook, "webhook.ping", new WebhookData(space.Slug, webhook.Id, null, null, null));

    private WebhookDelivery Post(Webhook webhook, string type, WebhookData data)
    {
        var now = clock.GetUtcNow();
        var delivery = new WebhookDelivery
        {
            SpaceId = space.Id,
            Id = Guid.CreateVersion7(now),
            WebhookId = webhook.Id,
            Type = type,
            Body = JsonSerializer.Serialize(new WebhookBody(type, now.UtcDateTime, data), Json),
            CreatedAt = now,
        };
        db.Deliveries.Add(delivery);
        deliveries.Add(new WebhookPostDelivery.Payload(space.Id, delivery.Id), new Uri(webhook.Url).IdnHost, now);
        return delivery;
    }

    private static string Name(WebhookEvent what) => what switch
    {
        WebhookEvent.ProposalAccepted => "proposal.accepted",
        WebhookEvent.ProposalDeclined => "proposal.declined",
        WebhookEvent.ActivityPublished => "activity.published",
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
