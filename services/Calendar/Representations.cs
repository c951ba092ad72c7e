using System.Security.Cryptography;
using Kivenkolo.Platform.Data;
using Kivenkolo.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Kivenkolo.Calendar;

/// <summary>What everyone reads, kept ready as bytes for as long as the programme has not changed.</summary>
/// <param name="Version">The version of the programme that it shows, or a later one.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="Content">The bytes as sent.</param>
/// <param name="Etag">Strong entity tag, from the content: the same in every replica and after a restart.</param>
internal sealed record Representation(long Version, string ContentType, byte[] Content, string Etag)
{
    public static Representation Of(long version, string contentType, byte[] content) =>
        new(version, contentType, content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\"");
}

/// <summary>
/// Answers from kept representations. One look-up by primary key tells whether a representation still holds, so a change shows at the next
/// read. The version is read before the content, so content is never older than the version it is kept under.
/// </summary>
internal sealed class Representations : IDisposable
{
    private const long MostBytes = 64 * 1024 * 1024;

    // Runs at every read, so it is not put together anew each time.
    private static readonly Func<CalendarDb, Guid, CancellationToken, Task<long>> VersionOf = EF.CompileAsyncQuery(
        (CalendarDb db, Guid space, CancellationToken _) => db.ProgrammeVersions.Where(v => v.SpaceId == space).Select(v => v.Version).SingleOrDefault());

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The answer for a key within the current space; made when it is not kept or no longer holds.</summary>
    public async Task<IResult> Answer(
        CalendarDb db, CurrentSpace space, string key, string contentType, Func<CancellationToken, Task<byte[]>> make, CancellationToken ct)
    {
        var version = await VersionOf(db, space.Id, ct);
        // The space was read before the programme's version: what shows it as it was is not kept for those who read it as it is.
        var name = (space.Id, space.Version, key);
        if (!kept.TryGetValue(name, out Representation? representation) || representation!.Version != version)
        {
            representation = Representation.Of(version, contentType, await make(ct));
            kept.Set(name, representation, new MemoryCacheEntryOptions { Size = representation.Content.Length });
        }
        return new Answered(representation);
    }

    public void Dispose() => kept.Dispose();

    private sealed class Answered(Representation representation) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.ETag = representation.Etag;
            // Kept by whoever likes, asked about at each use: a cancellation must not wait for a cache.
            response.Headers.CacheControl = "public, no-cache";
            if (Etag.IsKnown(httpContext.Request, representation.Etag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            response.ContentType = representation.ContentType;
            response.ContentLength = representation.Content.Length;
            await response.Body.WriteAsync(representation.Content, httpContext.RequestAborted);
        }
    }
}
