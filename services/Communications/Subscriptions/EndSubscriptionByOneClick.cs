using System.ComponentModel.DataAnnotations;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>A mail program ends a subscription for its reader with one click: the address in List-Unsubscribe (RFC 8058).</summary>
internal static class EndSubscriptionByOneClick
{
    private const string Field = "List-Unsubscribe";

    public static void Map(RouteGroupBuilder subscriptions) => subscriptions
        .MapPost("/ending/{token}", Handle)
        .WithName(nameof(EndSubscriptionByOneClick))
        .WithSummary("End a subscription from a mail program (RFC 8058): a form with List-Unsubscribe=One-Click")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite)
        .DisableAntiforgery(); // the token in the address is the proof; the mail program has nothing else

    internal static async Task<Results<Ok<EndSubscriptionResponse>, ValidationProblem, LocalizedProblem>> Handle(
        [StringLength(EndingTokens.Longest)] string token, [FromForm(Name = Field)] string? oneClick, CommunicationsDb db, EndingTokens endings,
        CancellationToken ct)
    {
        if (oneClick != "One-Click") return Invalid.Field(Field, "One-Click");
        var ended = await EndSubscription.End(token, db, endings, ct);
        return ended.Result switch
        {
            Ok<EndSubscriptionResponse> ok => ok,
            LocalizedProblem refused => refused,
            _ => throw new InvalidOperationException("Ending has two answers."),
        };
    }
}
