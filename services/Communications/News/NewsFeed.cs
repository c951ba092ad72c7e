using System.Security.Cryptography;
using System.Text;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Kivenkolo.ServiceDefaults.Access;
using Kivenkolo.ServiceDefaults.Problems;
using Kivenkolo.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications.News;

/// <summary>
/// The newest published messages as an Atom feed (RFC 4287) in one of the space's languages. What is published never changes, so the number of
/// messages and the newest one tell whether a reader's copy still holds.
/// </summary>
internal static class NewsFeed
{
    private const int Most = 30;

    public static void Map(RouteGroupBuilder feeds) => feeds
        .MapGet("/news.{language}.atom", Handle)
        .WithName(nameof(NewsFeed))
        .WithSummary("The news as an Atom feed")
        .Produces(StatusCodes.Status200OK, contentType: Atom.MediaType)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .AllowEveryone()
        .LimitRate(RateLimit.Read);

    internal static async Task<Results<ContentHttpResult, StatusCodeHttpResult, LocalizedProblem>> Handle(
        string language, CommunicationsDb db, CurrentSpace space, Links links, HttpContext http, CancellationToken ct)
    {
        if (space.Offers(language) is not { } tag) return Refusal.FeedUnknown.Result();
        var published = db.Messages.AsNoTracking().Where(m => m.State == MessageState.Published).OrderByDescending(m => m.PublishedAt)
            .ThenByDescending(m => m.Id);
        var newest = await published.Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct);
        var etag = Tag($"{await published.CountAsync(ct)} {newest} {tag} {space.Name.In(tag)} {links.Feed(tag, space.Slug)}");
        http.Response.Headers.ETag = etag;
        http.Response.Headers.CacheControl = "public, no-cache";
        if (Etag.IsKnown(http.Request, etag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var messages = await published.Take(Most).ToListAsync(ct);
        return TypedResults.Text(Atom.Write(messages, tag, space, links), Atom.MediaType, Encoding.UTF8);
    }

    private static string Tag(string state) => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)).AsSpan(0, 12))}\"";
}
