namespace Kivenkolo.Platform.Delivery;

/// <summary>When a mail that could not be sent is tried again: soon at first, then ever more rarely up to once an hour, for a day.</summary>
public static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    /// <summary>The next attempt after <paramref name="attempts"/> that failed; null when a day has passed since the first was due.</summary>
    public static DateTimeOffset? Next(int attempts, DateTimeOffset since, DateTimeOffset now)
    {
        if (now - since >= GiveUpAfter) return null;
        var pause = First * Math.Pow(2, Math.Min(attempts - 1, 20));
        return now + (pause < Longest ? pause : Longest);
    }
}
