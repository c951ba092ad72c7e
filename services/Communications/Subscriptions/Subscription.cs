using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Communications.Subscriptions;

/// <summary>What a person can have by mail.</summary>
public enum Topic
{
    /// <summary>This week's programme.</summary>
    Weekly,

    /// <summary>Cancellations, at once.</summary>
    Urgent,
}

/// <summary>
/// One mail address that wants to hear from one space. The address is kept here and nowhere else, and the row is gone when the
/// subscription ends or is not confirmed in time.
/// </summary>
public sealed class Subscription : IOfSpace
{
    /// <summary>How long a link to confirm holds; what is unconfirmed after it is removed.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromHours(48);

    /// <summary>The subscription.</summary>
    public required Guid Id { get; init; }

    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The address as the person wrote it.</summary>
    public required string Email { get; init; }

    /// <summary>The address without regard to case: one subscription each.</summary>
    public required string EmailKey { get; init; }

    /// <summary>The language to read in.</summary>
    public required string Language { get; set; }

    /// <summary>What was confirmed to be wanted; empty until then.</summary>
    public Topic[] Topics { get; private set; } = [];

    /// <summary>When it was first asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When the person confirmed, from their own mailbox, what they want now: the proof of consent.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>The form in which addresses are compared.</summary>
    public static string KeyOf(string email) => email.ToLowerInvariant();

    /// <summary>Takes into force what was asked for and is now confirmed.</summary>
    public void Confirm(string language, Topic[] topics, DateTimeOffset now) => (Language, Topics, ConfirmedAt) = (language, topics, now);
}

/// <summary>A link to confirm that was sent to the address: only the hash of its token is kept.</summary>
public sealed class Confirmation : IOfSpace
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>The subscription it confirms.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The request it answers; a mail tried several times has a link each time, and each works.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The language asked for.</summary>
    public required string Language { get; init; }

    /// <summary>What was asked for.</summary>
    public required Topic[] Topics { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When the link stops working.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used; using it again changes nothing.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
