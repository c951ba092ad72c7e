using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.News;

/// <summary>Everyone reads one published message.</summary>
internal static class ReadNewsItem
{
    public static void Map(RouteGroupBuilder news) => news
        .MapGet("/{messageId:guid}", Handle)
        .WithName(nameof(ReadNewsItem))
        .WithSummary("Read one published message")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<NewsItemResponse>, ValidationProblem, LocalizedProblem>> Handle(
        Guid messageId, [StringLength(LanguageTag.MaximumLength)] string? language, CommunicationsDb db, CancellationToken ct)
    {
        if (language is not null && !LanguageTag.IsWellFormed(language)) return Invalid.Field("language", "a language tag such as fi or fi-simple");
        var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == messageId && m.State == MessageState.Published, ct);
        return message is null ? Refusal.MessageUnknown.Result() : TypedResults.Ok(NewsItemResponse.Of(message, language));
    }
}
