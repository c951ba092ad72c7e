namespace Kivenkolo.Platform.Scheduling;

/// <summary>How long after a failure of ours work is tried again: 1 s, 3 s, 9 s and so on, up to an hour.</summary>
public static class RetryBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The pause after so many failures, from 1.</summary>
    public static TimeSpan After(int failures)
    {
        var pause = First * Math.Pow(3, Math.Min(failures - 1, 20));
        return pause < Longest ? pause : Longest;
    }
}
