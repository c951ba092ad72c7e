using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>The token of the link in a mail.</summary>
public sealed record EndSubscriptionRequest([property: Required, StringLength(EndingTokens.Longest)] string Token);

/// <summary>The subscription is over.</summary>
public sealed record EndSubscriptionResponse(bool Ended);

/// <summary>
/// A resident ends a subscription with the link in any of its mails; the address is removed at once, and with it all that was kept of it.
/// Ending what has ended answers the same.
/// </summary>
internal static class EndSubscription
{
    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPost("/ending", Handle)
        .WithName(nameof(EndSubscription))
        .WithSummary("End a subscription with the token of the link in a mail")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite);

    internal static Task<Results<Ok<EndSubscriptionResponse>, LocalizedProblem>> Handle(
        EndSubscriptionRequest request, CommunicationsDb db, EndingTokens endings, CancellationToken ct) => End(request.Token, db, endings, ct);

    internal static async Task<Results<Ok<EndSubscriptionResponse>, LocalizedProblem>> End(string token, CommunicationsDb db, EndingTokens endings,
        CancellationToken ct)
    {
        if (endings.Read(token) is not { } id) return Refusal.LinkUnknown.Result();
        await db.Subscriptions.Where(s => s.Id == id).ExecuteDeleteAsync(ct);
        return TypedResults.Ok(new EndSubscriptionResponse(true));
    }
}
