using Kivenkolo.Communications.Mail;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>
/// The mail that asks an address whether it wants what was asked for it, with a token of its own for each attempt. At most three requests a day for
/// one address are answered, so that nobody can fill another's mailbox.
/// </summary>
public sealed class ConfirmationMailDelivery(CommunicationsDb db, CurrentSpace space, Letters letters, CommunicationsMetrics metrics, TimeProvider clock)
    : IDelivery<ConfirmationMailDelivery.Payload, MimeMessage, SendOutcome>
{
    private const int MaxPerDay = 3;

    /// <param name="SpaceId">The space.</param>
    /// <param name="SubscriptionId">The subscription, which has the address.</param>
    /// <param name="RequestId">This request.</param>
    /// <param name="Language">The language asked for.</param>
    /// <param name="Topics">What was asked for.</param>
    /// <param name="AskedAt">When.</param>
    public sealed record Payload(Guid SpaceId, Guid SubscriptionId, Guid RequestId, string Language, Topic[] Topics, DateTimeOffset AskedAt)
        : IDeliveryPayload, IOfSpace
    {
        /// <inheritdoc/>
        public static string Kind => "confirmation-mail";

        string IDeliveryPayload.Key => $"{RequestId}";
    }

    /// <inheritdoc/>
    public async Task<MimeMessage?> Prepare(Payload payload, DeliveryAttempt attempt, CancellationToken ct)
    {
        var email = await db.Subscriptions.Where(s => s.Id == payload.SubscriptionId).Select(s => s.Email).SingleOrDefaultAsync(ct);
        if (email is null || !await IsAnswered(payload, ct)) return null;
        var (token, hash) = LinkToken.New();
        var askedAt = payload.AskedAt.ToUniversalTime();
        db.Confirmations.Add(new Confirmation
        {
            TokenHash = hash,
            SpaceId = payload.SpaceId,
            SubscriptionId = payload.SubscriptionId,
            RequestId = payload.RequestId,
            Language = payload.Language,
            Topics = payload.Topics,
            AskedAt = askedAt,
            ExpiresAt = askedAt + Subscription.ConfirmWithin,
        });
        return letters.OfConfirmation(payload.RequestId, token, email, payload.Language, payload.Topics, space);
    }

    /// <inheritdoc/>
    public Task<Settlement> Settle(Payload payload, DeliveryAttempt attempt, SendOutcome answer, CancellationToken ct)
    {
        metrics.Tried("confirmation", answer);
        return Task.FromResult(MailRetries.Settle(answer, attempt, clock.GetUtcNow()));
    }

    // Requests for one address are counted one after the other, or those that come at once would each find the others not there yet.
    private async Task<bool> IsAnswered(Payload payload, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({payload.SubscriptionId.ToString()}, 0))", ct);
        var dayAgo = payload.AskedAt.ToUniversalTime().AddDays(-1);
        return await db.Confirmations.Where(c => c.SubscriptionId == payload.SubscriptionId && c.RequestId != payload.RequestId && c.AskedAt > dayAgo)
            .Select(c => c.RequestId).Distinct().CountAsync(ct) < MaxPerDay;
    }
}
