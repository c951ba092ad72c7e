using System.ComponentModel.DataAnnotations;
using Kivenkolo.Calendar.Problems;
using Kivenkolo.Contracts;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kivenkolo.Calendar.Sources;

/// <param name="Token">The token of the link in the mail.</param>
public sealed record ReadSourceQuestionRequest([property: Required, StringLength(LinkToken.Longest)] string Token);

/// <param name="OrganisationName">Whose calendar it is.</param>
/// <param name="Address">Where it is.</param>
public sealed record SourceQuestionResponse(LocalizedText OrganisationName, string Address);

/// <summary>Whoever was asked whether a calendar is still right sees which one. Nothing is changed; the token is in the body, so that no log has it.</summary>
internal static class ReadSourceQuestion
{
    public static void Map(RouteGroupBuilder sources) => sources
        .MapPost("/question", Handle)
        .WithName(nameof(ReadSourceQuestion))
        .WithSummary("Which followed calendar the link in a mail asks about")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowEveryone()
        .LimitRate(RateLimit.ResidentWrite);

    internal static async Task<Results<Ok<SourceQuestionResponse>, LocalizedProblem>> Handle(ReadSourceQuestionRequest request, CalendarDb db,
        TimeProvider clock, CancellationToken ct) =>
        await ConfirmSource.Asked(db, request.Token, clock.GetUtcNow(), ct) is { } asked
            ? TypedResults.Ok(new SourceQuestionResponse(asked.OrganisationName, asked.Address))
            : Refusal.LinkUnknown.Result();
}
