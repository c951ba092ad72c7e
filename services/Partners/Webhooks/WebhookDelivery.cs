using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Partners.Webhooks;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its first or its next attempt.</summary>
    Pending,

    /// <summary>The endpoint answered 2xx.</summary>
    Delivered,

    /// <summary>It was given up: after the last attempt, after 410, or because the webhook is disabled.</summary>
    GivenUp,
}

/// <summary>One message to one webhook, from its first attempt to its last. The body is kept as it is signed; no answer's body is kept.</summary>
public sealed class WebhookDelivery : IOfSpace
{
    /// <summary>How long the log of deliveries goes back.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>A webhook that has taken nothing for so long is disabled.</summary>
    public static readonly TimeSpan FailingAtMost = TimeSpan.FromDays(3);

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // After these pauses it is tried again; together a little more than three days, so that the last failure also ends the webhook.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
        TimeSpan.FromHours(17), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    public required Guid SpaceId { get; init; }
    public required Guid Id { get; init; }
    public required Guid WebhookId { get; init; }

    /// <summary>The event's type, such as <c>proposal.accepted</c>.</summary>
    public required string Type { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DeliveryState State { get; private set; }

    /// <summary>How many attempts there have been.</summary>
    public int Attempts { get; private set; }
    public int? LastStatus { get; private set; }

    /// <summary>Why the last attempt got no answer, in one word.</summary>
    public string? LastError { get; private set; }
    public DateTimeOffset? LastAttemptAt { get; private set; }
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>The <c>webhook-id</c>: the same for every attempt, so that the receiver can tell a repeat.</summary>
    public string MessageId => $"msg_{Id:N}";

    /// <summary>Notes how an attempt ended; returns when the next one is due, or null when there is none.</summary>
    /// <param name="answer">How it ended.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="jitter">From 0 to 1: how much of a tenth of the pause is added, so that many do not come back at once.</param>
    internal DateTimeOffset? Attempted(Answer answer, DateTimeOffset now, double jitter)
    {
        Attempts++;
        (LastStatus, LastError, LastAttemptAt, NextAttemptAt) = (answer.Status, answer.Error, now, null);
        if (answer.IsTaken) State = DeliveryState.Delivered;
        else if (answer.IsGone || Attempts > Pauses.Length) State = DeliveryState.GivenUp;
        else NextAttemptAt = now + Pause(Pauses[Attempts - 1], answer.RetryAfter) * (1 + (0.1 * jitter));
        return NextAttemptAt;
    }

    /// <summary>Ends it without an attempt.</summary>
    public void GiveUp() => (State, NextAttemptAt) = (DeliveryState.GivenUp, null);

    private static TimeSpan Pause(TimeSpan own, TimeSpan? asked) =>
        asked is { } wish && wish > own ? (wish < LongestWait ? wish : LongestWait) : own;
}

/// <summary>How an endpoint answered an attempt, or why there was no answer.</summary>
internal sealed record Answer(int? Status, string? Error, TimeSpan? RetryAfter)
{
    public bool IsTaken => Status is >= 200 and < 300;

    public bool IsGone => Status == 410;
}
