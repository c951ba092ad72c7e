using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Contracts;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.News;

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
