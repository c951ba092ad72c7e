using System.Diagnostics;

namespace Kivenkolo.Testing;

/// <summary>Awaits what a system of several processes does in its own time: a condition with a deadline, never a pause of fixed length.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns when <paramref name="condition"/> holds; fails with <paramref name="because"/> after the deadline (20 s).</summary>
    public static Task Become(Func<Task<bool>> condition, string because, TimeSpan? deadline = null) =>
        Get(async () => await condition() ? "it holds" : null, because, deadline);

    /// <inheritdoc cref="Become(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task Become(Func<bool> condition, string because, TimeSpan? deadline = null) =>
        Become(() => Task.FromResult(condition()), because, deadline);

    /// <summary>Returns the first answer that is not null. An exception is not an answer; the last one is told when time is up.</summary>
    public static async Task<T> Get<T>(Func<Task<T?>> question, string because, TimeSpan? deadline = null) where T : class
    {
        var allowed = deadline ?? Deadline;
        var started = Stopwatch.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(10);
        while (true)
        {
            Exception? failure = null;
            try { if (await question() is { } answer) return answer; }
            catch (Exception e) { failure = e; }

            if (Stopwatch.GetElapsedTime(started) > allowed)
                throw new TimeoutException($"Not within {allowed.TotalSeconds:0.#} s: {because}", failure);
            await Task.Delay(pause);
            if (pause < Longest) pause *= 1.5;
        }
    }
}
