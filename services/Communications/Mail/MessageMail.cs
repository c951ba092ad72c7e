using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Kernel;

namespace Kivenkolo.Communications.Mail;

/// <summary>How far one mail has come.</summary>
public enum MailState
{
    /// <summary>To be sent, or to be tried again.</summary>
    Waiting,

    /// <summary>The mail server took it.</summary>
    Sent,

    /// <summary>The mail server refused it for good, or could not be reached for a day.</summary>
    Failed,
}

/// <summary>One message to one subscriber: exactly one row each, whatever is repeated or crashes.</summary>
public sealed class MessageMail : IOfSpace
{
    /// <summary>The mail; its Message-ID is made from it, so a mail sent twice is known to be one.</summary>
    public required Guid Id { get; init; }

    /// <summary>The space.</summary>
    public required Guid SpaceId { get; init; }

    /// <summary>What is sent.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>To whom.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>When it was first due.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public MailState State { get; private set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>When the mail server took it.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Keeps what came of one attempt.</summary>
    public void Tried(Settlement settlement, DateTimeOffset now)
    {
        Attempts++;
        if (settlement.Outcome is not { } outcome) return;
        if (outcome == DeliveryOutcome.Delivered) (State, SentAt) = (MailState.Sent, now);
        else State = MailState.Failed;
    }
}
