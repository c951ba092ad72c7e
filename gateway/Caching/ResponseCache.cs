using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;

namespace Kivenkolo.Gateway.Caching;

/// <summary>
/// Response cache with request coalescing: what a service calls <c>Cache-Control: public</c> is fetched from it twice a second at most, however many
/// read it. An entry lives half a second, counted from before the service was asked, so that a change shows by then. A request with credentials
/// always goes to the service.
/// </summary>
/// <remarks>
/// 1. The first request for a key fills the entry from the service; others for the same key wait for it, each no longer than <see cref="LockTimeout"/>.
/// 2. The response is buffered whole before any of it is sent: a client that reads slowly or disconnects delays nobody, and a response that breaks off
///    halfway is not cached.
/// 3. The service is asked without <c>If-None-Match</c>, so that there is always a whole response to cache; the 304 is made here.
/// 4. A response that may not be cached goes to the request that filled. That it may not is remembered as long as a response, so that nobody waits.
/// 5. Entries and buffers count against one memory budget. What does not fit passes through.
/// ASP.NET Core's output cache does 1 without a timeout, and 2 and 4 not at all; tests/Gateway.Tests shows it (OutputCacheTests).
/// </remarks>
internal sealed class ResponseCache
{
    /// <summary>The longest body that is cached, in bytes.</summary>
    public const int MaxBody = 4 * 1024 * 1024;

    private const long MemoryBudget = 64 * 1024 * 1024;

    // What an entry takes besides body and key, roughly.
    private const int EntryOverhead = 1024;

    private static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock;
    private readonly TimeSpan lifetime;
    private readonly ConcurrentDictionary<CacheKey, Entry> entries = new();
    private long available = MemoryBudget;
    private long lastEviction;

    /// <param name="configuration"><c>Gateway:CacheMilliseconds</c>: lifetime of an entry, 500 unless configured, 1000 at most; 0 caches nothing.</param>
    /// <param name="clock">Tells how old an entry is.</param>
    public ResponseCache(IConfiguration configuration, TimeProvider clock)
    {
        this.clock = clock;
        var configured = TimeSpan.FromMilliseconds(configuration.GetValue("Gateway:CacheMilliseconds", 500));
        lifetime = configured < MaxLifetime ? configured : MaxLifetime;
        lastEviction = clock.GetTimestamp();
    }

    /// <summary>How long a request waits for another that fills the same entry, before it asks the service itself.</summary>
    public static TimeSpan LockTimeout { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Serves a hit before the request is routed: only what was routed and found to be public is cached.</summary>
    public RequestDelegate Serve(RequestDelegate next) => http =>
        CacheKey.Of(http) is { } key && entries.TryGetValue(key, out var entry) && IsFresh(entry) && entry.Response is { } response
            ? response.Send(http) : next(http);

    /// <summary>On a miss, fills the entry from the service or waits for the request that does.</summary>
    public RequestDelegate Fill(RequestDelegate next) => http =>
        lifetime > TimeSpan.Zero && CacheKey.IsCacheable(http.GetEndpoint()) && CacheKey.Of(http) is { } key ? Fill(http, key, next) : next(http);

    private async Task Fill(HttpContext http, CacheKey key, RequestDelegate next)
    {
        while (true)
        {
            if (entries.TryGetValue(key, out var entry) && IsFresh(entry))
            {
                try { await entry.IsFilled.WaitAsync(LockTimeout, clock, http.RequestAborted); }
                catch (TimeoutException) { }
                catch (OperationCanceledException) { return; } // the client has disconnected
                await (entry.Response?.Send(http) ?? next(http));
                return;
            }
            var overhead = EntryOverhead + 2 * key.Length;
            if (!TryReserve(overhead)) break;
            var mine = new Entry(clock.GetTimestamp(), overhead) { Size = overhead };
            if (entry is null ? entries.TryAdd(key, mine) : entries.TryUpdate(key, mine, entry))
            {
                if (entry is not null) Release(entry);
                await Fill(http, key, mine, next);
                return;
            }
            Release(mine); // another request was quicker
        }
        await next(http);
    }

    private async Task Fill(HttpContext http, CacheKey key, Entry mine, RequestDelegate next)
    {
        var (request, response, client, aborted) = (http.Request, http.Response, http.Response.Body, http.RequestAborted);
        var (ifNoneMatch, ifModifiedSince) = (request.Headers.IfNoneMatch, request.Headers.IfModifiedSince);
        await using var body = new BufferedBody(client, more => TryReserve(more, mine), mine.Complete, aborted);
        var isSuccess = false;
        try
        {
            request.Headers.IfNoneMatch = request.Headers.IfModifiedSince = StringValues.Empty;
            response.Body = body;
            http.RequestAborted = CancellationToken.None; // others wait for it too
            await next(http);
            if (body.IsBuffered) mine.Complete(CachedResponse.From(http, body.Content));
            isSuccess = response.StatusCode == StatusCodes.Status200OK;
        }
        finally
        {
            response.Body = client;
            http.RequestAborted = aborted;
            (request.Headers.IfNoneMatch, request.Headers.IfModifiedSince) = (ifNoneMatch, ifModifiedSince);
            mine.Complete();
            if (mine.Response is null) Release(mine, leave: mine.Overhead);
            // A refusal or an outage says nothing about the next response. Nor is an entry kept that was replaced meanwhile.
            if (!isSuccess) entries.TryRemove(new(key, mine));
            if (!entries.TryGetValue(key, out var current) || current != mine) Release(mine);
            EvictExpired();
        }
        if (mine.Response is { } cached)
        {
            response.Headers.Clear();
            await cached.Send(http);
        }
        else if (body.IsBuffered && !CachedResponse.TryNotModified(http) && body.Length > 0) await client.WriteAsync(body.Content, aborted);
    }

    private bool IsFresh(Entry entry) => clock.GetElapsedTime(entry.Began) < lifetime;

    private bool TryReserve(int bytes)
    {
        if (Interlocked.Add(ref available, -bytes) >= 0) return true;
        Interlocked.Add(ref available, bytes);
        return false;
    }

    private bool TryReserve(int bytes, Entry entry)
    {
        if (entry.Size + bytes > entry.Overhead + MaxBody || !TryReserve(bytes)) return false;
        Interlocked.Add(ref entry.Size, bytes);
        return true;
    }

    private void Release(Entry entry, int leave = 0) => Interlocked.Add(ref available, Interlocked.Exchange(ref entry.Size, leave) - leave);

    // Once in a lifetime, by whichever request has just filled an entry.
    private void EvictExpired()
    {
        var last = Volatile.Read(ref lastEviction);
        if (clock.GetElapsedTime(last) < lifetime || Interlocked.CompareExchange(ref lastEviction, clock.GetTimestamp(), last) != last) return;
        foreach (var (key, entry) in entries)
            if (entry.IsFilled.IsCompleted && !IsFresh(entry) && entries.TryRemove(new(key, entry))) Release(entry);
    }

    /// <summary>One fetch from a service, and the response that came of it.</summary>
    private sealed class Entry(long began, int overhead)
    {
        /// <summary>Bytes reserved for it; whoever removes it from <see cref="entries"/> releases them.</summary>
        public int Size;

        private readonly TaskCompletionSource filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile CachedResponse? response;

        public long Began => began;

        /// <summary>Bytes that it takes without a body.</summary>
        public int Overhead { get; } = overhead;

        public Task IsFilled => filled.Task;

        /// <summary>Null while it is being filled, and for good when the response may not be cached.</summary>
        public CachedResponse? Response => response;

        public void Complete() => filled.TrySetResult();

        public void Complete(CachedResponse? cached)
        {
            response = cached;
            Complete();
        }
    }
}
