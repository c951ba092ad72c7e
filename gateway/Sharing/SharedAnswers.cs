using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;

namespace Kivenkolo.Gateway.Sharing;

/// <summary>
/// What everyone may read is asked of its service twice a second at most, however many read it. A service says that an answer is for everyone
/// by <c>Cache-Control: public</c>; here that means half a second, counted from before the service was asked, so that a change shows by
/// then. Who comes signed in, or with a token, is always answered by the service itself.
/// </summary>
/// <remarks>
/// 1. The first with a question asks the service; the others wait for that answer, each no longer than <see cref="Patience"/>.
/// 2. The answer is collected before any of it is sent: one who reads slowly, or leaves, keeps nobody waiting, and one that breaks off halfway
///    is nobody's.
/// 3. The service is asked without <c>If-None-Match</c>, so that there is always a whole answer to share; the 304 is given here.
/// 4. An answer that is not for everyone goes to the one who asked. That it was none is remembered as long as an answer, so that nobody waits.
/// 5. All that is kept, and all that is being collected, is counted against one bound. What does not fit passes through as it comes.
/// </remarks>
internal sealed class SharedAnswers
{
    /// <summary>The longest body that is shared, in bytes.</summary>
    public const int LongestBody = 4 * 1024 * 1024;

    private const long MostBytes = 64 * 1024 * 1024;

    // What an answer takes besides its body and question, roughly.
    private const int Overhead = 1024;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock;
    private readonly TimeSpan life;
    private readonly ConcurrentDictionary<Question, Asking> asked = new();
    private long room = MostBytes;
    private long swept;

    /// <param name="configuration"><c>Gateway:ShareMilliseconds</c>: how long an answer is shared, 500 unless told otherwise, 1000 at most; 0 shares nothing.</param>
    /// <param name="clock">Tells how old an answer is.</param>
    public SharedAnswers(IConfiguration configuration, TimeProvider clock)
    {
        this.clock = clock;
        var configured = TimeSpan.FromMilliseconds(configuration.GetValue("Gateway:ShareMilliseconds", 500));
        life = configured < LongestLife ? configured : LongestLife;
        swept = clock.GetTimestamp();
    }

    /// <summary>How long one waits for an answer that another has asked for, before asking oneself.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Gives an answer that is there, before the request is routed: only what was routed and found to be for everyone is kept.</summary>
    public RequestDelegate Give(RequestDelegate next) => http =>
        Question.Of(http) is { } question && asked.TryGetValue(question, out var asking) && IsFresh(asking) && asking.Answer is { } answer
            ? answer.Send(http) : next(http);

    /// <summary>Asks the service, or waits for the answer that another has asked for.</summary>
    public RequestDelegate Ask(RequestDelegate next) => http =>
        life > TimeSpan.Zero && Question.MayBeShared(http.GetEndpoint()) && Question.Of(http) is { } question ? Ask(http, question, next) : next(http);

    private async Task Ask(HttpContext http, Question question, RequestDelegate next)
    {
        while (true)
        {
            if (asked.TryGetValue(question, out var asking) && IsFresh(asking))
            {
                try { await asking.IsOver.WaitAsync(Patience, clock, http.RequestAborted); }
                catch (TimeoutException) { }
                catch (OperationCanceledException) { return; } // has left
                await (asking.Answer?.Send(http) ?? next(http));
                return;
            }
            var overhead = Overhead + 2 * question.Length;
            if (!Take(overhead)) break;
            var mine = new Asking(clock.GetTimestamp(), overhead) { Size = overhead };
            if (asking is null ? asked.TryAdd(question, mine) : asked.TryUpdate(question, mine, asking))
            {
                if (asking is not null) Release(asking);
                await Ask(http, question, mine, next);
                return;
            }
            Release(mine); // another was quicker
        }
        await next(http);
    }

    private async Task Ask(HttpContext http, Question question, Asking mine, RequestDelegate next)
    {
        var (request, response, client, left) = (http.Request, http.Response, http.Response.Body, http.RequestAborted);
        var (ifNoneMatch, ifModifiedSince) = (request.Headers.IfNoneMatch, request.Headers.IfModifiedSince);
        await using var body = new CollectedBody(client, more => Take(more, mine), mine.End, left);
        var isAnswered = false;
        try
        {
            request.Headers.IfNoneMatch = request.Headers.IfModifiedSince = StringValues.Empty;
            response.Body = body;
            http.RequestAborted = CancellationToken.None; // others wait for it too
            await next(http);
            // Compressing takes a moment, and the thread that receives has others to hear.
            if (body.IsWhole) mine.End(await Task.Run(() => SharedAnswer.From(http, body.Collected)));
            isAnswered = response.StatusCode == StatusCodes.Status200OK;
        }
        finally
        {
            response.Body = client;
            http.RequestAborted = left;
            (request.Headers.IfNoneMatch, request.Headers.IfModifiedSince) = (ifNoneMatch, ifModifiedSince);
            mine.End();
            if (mine.Answer is null) Release(mine, leave: mine.Overhead);
            // A refusal or an outage says nothing about the next answer. Nor is anything kept that was asked for anew meanwhile.
            if (!isAnswered) asked.TryRemove(new(question, mine));
            if (!asked.TryGetValue(question, out var kept) || kept != mine) Release(mine);
            Sweep();
        }
        if (mine.Answer is { } answer)
        {
            response.Headers.Clear();
            await answer.Send(http);
        }
        else if (body.IsWhole && !SharedAnswer.IsKnown(http) && body.Length > 0) await client.WriteAsync(body.Collected, left);
    }

    private bool IsFresh(Asking asking) => clock.GetElapsedTime(asking.Began) < life;

    private bool Take(int bytes)
    {
        if (Interlocked.Add(ref room, -bytes) >= 0) return true;
        Interlocked.Add(ref room, bytes);
        return false;
    }

    private bool Take(int bytes, Asking asking)
    {
        if (asking.Size + bytes > asking.Overhead + LongestBody || !Take(bytes)) return false;
        Interlocked.Add(ref asking.Size, bytes);
        return true;
    }

    private void Release(Asking asking, int leave = 0) => Interlocked.Add(ref room, Interlocked.Exchange(ref asking.Size, leave) - leave);

    // Now and then, by whoever has just asked: what is no longer fresh goes.
    private void Sweep()
    {
        var last = Volatile.Read(ref swept);
        if (clock.GetElapsedTime(last) < life || Interlocked.CompareExchange(ref swept, clock.GetTimestamp(), last) != last) return;
        foreach (var (question, asking) in asked)
            if (asking.IsOver.IsCompleted && !IsFresh(asking) && asked.TryRemove(new(question, asking))) Release(asking);
    }

    /// <summary>A question put to its service once, and what came of it.</summary>
    private sealed class Asking(long began, int overhead)
    {
        /// <summary>Bytes counted for it; who takes it from <see cref="asked"/> gives them back.</summary>
        public int Size;

        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile SharedAnswer? answer;

        public long Began => began;

        /// <summary>What it takes without a body.</summary>
        public int Overhead { get; } = overhead;

        public Task IsOver => over.Task;

        /// <summary>Null while there is none, and for good when it is not for everyone.</summary>
        public SharedAnswer? Answer => answer;

        public void End() => over.TrySetResult();

        public void End(SharedAnswer? shared)
        {
            answer = shared;
            End();
        }
    }
}
