using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>The token of the link in the mail.</summary>
public sealed record ConfirmSubscriptionRequest([property: Required, StringLength(LinkToken.Longest)] string Token);

/// <summary>What is subscribed to now.</summary>
public sealed record ConfirmSubscriptionResponse(string Language, Topic[] Topics);

/// <summary>A resident confirms, with the link from their own mailbox, what was asked for. The same link again answers the same.</summary>
internal static class ConfirmSubscription
{
    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPost("/confirmation", Handle)
        .WithName(nameof(ConfirmSubscription))
        .WithSummary("Confirm a subscription with the token of the link in the mail")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite);

    internal static async Task<Results<Ok<ConfirmSubscriptionResponse>, LocalizedProblem>> Handle(
        ConfirmSubscriptionRequest request, CommunicationsDb db, TimeProvider clock, CancellationToken ct)
    {
        var (now, hash) = (clock.GetUtcNow(), LinkToken.HashOf(request.Token));
        var confirmation = await db.Confirmations.SingleOrDefaultAsync(c => c.TokenHash == hash && c.ExpiresAt > now, ct);
        if (confirmation is null) return Refusal.LinkUnknown.Result();
        if (confirmation.UsedAt is null)
        {
            confirmation.UsedAt = now;
            var subscription = await db.Subscriptions.SingleAsync(s => s.Id == confirmation.SubscriptionId, ct);
            subscription.Confirm(confirmation.Language, confirmation.Topics, now);
            await db.SaveChangesAsync(ct);
        }
        return TypedResults.Ok(new ConfirmSubscriptionResponse(confirmation.Language, confirmation.Topics));
    }
}
