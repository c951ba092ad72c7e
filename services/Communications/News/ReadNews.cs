using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.News;

/// <summary>A published message. <c>language</c> is the variant for the reader's <c>?language=</c> by RFC 4647 look-up.</summary>
public sealed record NewsItemResponse(
    Guid Id, MessageKind Kind, DateTimeOffset PublishedAt, LocalizedText Subject, LocalizedText Body, string? Language, string? Week, Guid? OccurrenceId)
{
    internal static NewsItemResponse Of(Message message, string? language) => new(
        message.Id, message.Kind, message.PublishedAt!.Value, message.Subject, message.Body,
        language is null ? null : message.Subject.Find(language)?.Language, message.Week, message.OccurrenceId);
}

/// <summary>Everyone reads the news, newest first.</summary>
internal static class ListNews
{
    public static void Map(RouteGroupBuilder news) => news
        .MapGet("/", Handle)
        .WithName(nameof(ListNews))
        .WithSummary("List published messages, newest first")
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<Ok<Page<NewsItemResponse>>, ValidationProblem>> Handle(
        [StringLength(LanguageTag.MaximumLength)] string? language, [StringLength(60)] string? after, [Range(1, Page<NewsItemResponse>.Most)] int? limit,
        CommunicationsDb db, CancellationToken ct)
    {
        if (language is not null && !LanguageTag.IsWellFormed(language)) return Invalid.Field("language", "a language tag such as fi or fi-simple");
        var take = limit ?? Page<NewsItemResponse>.Usual;
        var published = db.Messages.AsNoTracking().Where(m => m.State == MessageState.Published);
        if (after is not null)
        {
            if (Position.Read(after) is not { } position) return Invalid.Field("after", "the value of next on the page before");
            published = published.Where(m => EF.Functions.LessThan(ValueTuple.Create(m.PublishedAt!.Value, m.Id), ValueTuple.Create(position.At, position.Id)));
        }
        var read = await published.OrderByDescending(m => m.PublishedAt).ThenByDescending(m => m.Id).Take(take + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.From(read.ConvertAll(m => NewsItemResponse.Of(m, language)), take, item => Position.Of(item.PublishedAt, item.Id)));
    }
}

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

/// <summary>Where a page of the news ends: by time of publication, then by id.</summary>
internal readonly record struct Position(DateTimeOffset At, Guid Id)
{
    /// <summary>The position as it goes into an address.</summary>
    public static string Of(DateTimeOffset at, Guid id) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}-{id:N}");

    /// <summary>The position of an address; null when it is none.</summary>
    public static Position? Read(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks >= DateTime.UnixEpoch.Ticks && ticks <= DateTime.MaxValue.Ticks && Guid.TryParseExact(parts[1], "N", out var id)
            ? new(new DateTimeOffset(ticks, TimeSpan.Zero), id) : null;
    }
}
