namespace Kivenkolo.Platform.Delivery;

/// <summary>When a mail that could not be sent is tried again: soon at first, then ever more rarely up to once an hour, for a day.</summary>
public static class MailRetries
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);
    private const int MinAttempts = 5; // also for what was first tried late, since this service itself was away

    /// <summary>How the delivery of a mail goes on after what the mail server said.</summary>
    public static Settlement Settle(SendOutcome answer, DeliveryAttempt attempt, DateTimeOffset now) =>
        answer == SendOutcome.Sent ? Settlement.Delivered
        : answer == SendOutcome.Unavailable && Next(attempt.Number, attempt.FirstDueAt, now) is { } next ? Settlement.Again(next)
        : Settlement.GivenUp;

    /// <summary>The next attempt after so many that failed; null when a day has passed since the first was due, and five attempts were made.</summary>
    public static DateTimeOffset? Next(int attempts, DateTimeOffset since, DateTimeOffset now)
    {
        if (now - since >= GiveUpAfter && attempts >= MinAttempts) return null;
        var pause = First * Math.Pow(2, Math.Min(attempts - 1, 20));
        return now + (pause < Longest ? pause : Longest);
    }
}
