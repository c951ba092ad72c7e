using System.ComponentModel.DataAnnotations;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>Who wants what, in which language.</summary>
public sealed record SubscribeRequest(
    [property: Required, MailAddress] string Email,
    [property: Required, StringLength(35)] string Language,
    [property: Required, MinLength(1), MaxLength(2)] Topic[] Topics);

/// <summary>What everyone is told who asks: a mail with a link comes, and it must be used in time.</summary>
public sealed record SubscribeResponse(int ConfirmWithinHours);

/// <summary>
/// A resident asks for messages by mail. Nothing is sent but the question whether the address really wants them. The answer, and the work
/// done before it, is the same for an address that is known: nobody can find out who subscribes.
/// </summary>
internal static class Subscribe
{
    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPost("/", Handle)
        .WithName(nameof(Subscribe))
        .WithSummary("Ask for messages by mail; the answer is always the same, and a mail asks for confirmation")
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .Idempotent<CommunicationsDb>();

    internal static async Task<Results<Accepted<SubscribeResponse>, ValidationProblem>> Handle(
        SubscribeRequest request, CommunicationsDb db, CurrentSpace space, DeliveryScheduler deliveries, TimeProvider clock, CancellationToken ct)
    {
        if (space.Offers(request.Language) is not { } language) return Invalid.Field("language", "one of the space's languages");
        var topics = request.Topics.Distinct().ToArray();
        var now = clock.GetUtcNow();
        var key = Subscription.KeyOf(request.Email);
        var id = await db.Subscriptions.Where(s => s.EmailKey == key).Select(s => s.Id).SingleOrDefaultAsync(ct);
        if (id == Guid.Empty)
        {
            id = Guid.CreateVersion7(now);
            db.Subscriptions.Add(new Subscription { Id = id, SpaceId = space.Id, Email = request.Email, EmailKey = key, Language = language, AskedAt = now });
        }
        deliveries.Add(new ConfirmationMailDelivery.Payload(space.Id, id, Guid.CreateVersion7(now), language, topics, now), MailTransport.Target, now);

        // Someone asked for the same address at the same moment: that request sends the question.
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException e) when (e.Violates(CommunicationsDb.OneSubscriptionPerAddress)) { }
        return TypedResults.Accepted((string?)null, new SubscribeResponse((int)Subscription.ConfirmWithin.TotalHours));
    }
}
